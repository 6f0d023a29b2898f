import assert from "node:assert/strict";
import { zipSync } from "npm:fflate@0.8.3";
import { FormatError } from "../../lib/errors.ts";
import type { NpyArray } from "../../lib/io/npy.ts";
import { decodeNpz, encodeNpz } from "../../lib/io/npz.ts";
import { sha256 } from "../../lib/io/sha256.ts";

const ARRAYS = new Map<string, NpyArray>([
  ["Q", {
    dtype: "<f8",
    shape: [40, 40],
    data: Float64Array.from({ length: 1600 }, (_, i) => Math.sin(i)),
  }],
  ["step", { dtype: "<i4", shape: [], data: Int32Array.of(7) }],
]);

Deno.test("arrays come back from an .npz file under their names and in their order", () => {
  assert.deepEqual([...decodeNpz(encodeNpz(ARRAYS), "x.npz")], [...ARRAYS]);
});

Deno.test("the same arrays give the same .npz bytes, now and on any day", () => {
  assert.equal(sha256(encodeNpz(ARRAYS)), sha256(encodeNpz(new Map(ARRAYS))));
  assert.deepEqual([...encodeNpz(ARRAYS).subarray(10, 14)], [0, 0, 33, 0], "1980-01-01 00:00");
});

Deno.test("a damaged, cut or foreign .npz file is refused", () => {
  const bytes = encodeNpz(ARRAYS);
  const refuses = (damaged: Uint8Array, message: RegExp) =>
    assert.throws(() => decodeNpz(damaged, "x.npz"), (error: Error) => {
      assert.ok(error instanceof FormatError, String(error));
      assert.match(error.message, message);
      return true;
    });
  refuses(bytes.subarray(0, bytes.length - 30), /no \.npz file, or it is damaged/);
  refuses(new TextEncoder().encode("no archive at all"), /no \.npz file/);
  refuses(zipSync({ "notes.txt": new Uint8Array(3) }), /notes\.txt in it is no \.npy/);
});

Deno.test("no flipped bit of an .npz file changes its arrays unnoticed", () => {
  const bytes = encodeNpz(ARRAYS);
  let noticed = 0;
  for (let at = 60; at < 12_000; at += 97) {
    const damaged = bytes.slice();
    damaged[at] ^= 0x10;
    try {
      // Some bits of a compressed file do not matter.
      assert.deepEqual([...decodeNpz(damaged, "x.npz")], [...ARRAYS]);
    } catch (error) {
      assert.ok(error instanceof FormatError, `byte ${at}: ${error}`);
      noticed++;
    }
  }
  assert.ok(noticed > 100);
});
