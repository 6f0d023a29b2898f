import assert from "node:assert/strict";
import { join } from "node:path";
import { FormatError, ShapeError } from "../../lib/errors.ts";
import { readBytes, writeBytesAtomic } from "../../lib/io/mod.ts";
import {
  decodeSafetensors,
  encodeSafetensors,
  requireTensor,
  type Safetensors,
  type Tensor,
} from "../../lib/io/safetensors.ts";
import { pythonHas, runPython, titleNeeding } from "./python.ts";

const EXAMPLE: Safetensors = {
  tensors: new Map<string, Tensor>([
    ["mask", { dtype: "U8", shape: [3], data: Uint8Array.of(1, 0, 255) }],
    ["Q", { dtype: "F64", shape: [2, 2], data: Float64Array.of(0.1, -0, NaN, 5e-324) }],
    ["weights", { dtype: "F32", shape: [1, 3], data: Float32Array.of(0.1, 2, -3) }],
    ["step", { dtype: "I64", shape: [], data: BigInt64Array.of(-(2n ** 60n)) }],
    ["index", { dtype: "I32", shape: [2], data: Int32Array.of(-5, 5) }],
    ["spin", { dtype: "I16", shape: [1], data: Int16Array.of(-300) }],
    ["sign", { dtype: "I8", shape: [2, 1], data: Int8Array.of(-1, 1) }],
    ["nothing", { dtype: "F32", shape: [0, 5], data: new Float32Array() }],
  ]),
  metadata: { model: "holstein", note: 'quotes " and π' },
};

/** A file put together by hand from the format's definition. */
function fileOf(header: string, data: number[] = []): Uint8Array {
  const json = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
}

function refuses(bytes: Uint8Array, message: RegExp): void {
  assert.throws(() => decodeSafetensors(bytes, "w.safetensors"), (error: Error) => {
    assert.ok(error instanceof FormatError, String(error));
    assert.match(error.message, message);
    assert.match(error.message, /^Cannot read w\.safetensors: [^\n]*$/);
    return true;
  });
}

Deno.test("tensors of every type and the metadata come back from a safetensors file", () => {
  const back = decodeSafetensors(encodeSafetensors(EXAMPLE), "w.safetensors");
  assert.deepEqual(back.metadata, EXAMPLE.metadata);
  assert.deepEqual(new Map([...back.tensors].sort()), new Map([...EXAMPLE.tensors].sort()));
});

Deno.test("a safetensors file written by hand from the format's definition is read", () => {
  const header = `{"b":{"dtype":"U8","shape":[2],"data_offsets":[4,6]},"__metadata__":{"k":"v"},` +
    `"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`;
  const { tensors, metadata } = decodeSafetensors(fileOf(header, [0, 0, 128, 63, 7, 8]), "hand");
  assert.deepEqual(metadata, { k: "v" });
  assert.deepEqual(tensors.get("a"), { dtype: "F32", shape: [1], data: Float32Array.of(1) });
  assert.deepEqual(tensors.get("b"), { dtype: "U8", shape: [2], data: Uint8Array.of(7, 8) });
});

Deno.test("what PyTorch's writer adds is read: its metadata, blanks after the header, empty tensors", () => {
  const header = `{"__metadata__":{"format":"pt"},"w":{"dtype":"F32","shape":[1],` +
    `"data_offsets":[0,4]},"none":{"dtype":"I64","shape":[0],"data_offsets":[4,4]}}   `;
  const { tensors, metadata } = decodeSafetensors(fileOf(header, [0, 0, 128, 63]), "pt");
  assert.deepEqual(metadata, { format: "pt" });
  assert.deepEqual([...tensors.keys()].sort(), ["none", "w"]);
});

Deno.test("half and quarter precision are refused with what to do, as weights lose digits there", () => {
  for (const [dtype, bytes] of [["F16", 2], ["BF16", 2], ["F8_E4M3", 1]] as const) {
    const header = `{"w":{"dtype":"${dtype}","shape":[1],"data_offsets":[0,${bytes}]}}`;
    refuses(
      fileOf(header, Array(bytes).fill(0)),
      new RegExp(`"w" is of ${dtype}; .*PyTorch tensor\\.float`),
    );
  }
});

Deno.test("safetensors bytes do not depend on the order in which tensors are given", () => {
  const reversed: Safetensors = {
    tensors: new Map([...EXAMPLE.tensors].reverse()),
    metadata: Object.fromEntries(Object.entries(EXAMPLE.metadata).reverse()),
  };
  assert.deepEqual(encodeSafetensors(reversed), encodeSafetensors(EXAMPLE));
});

Deno.test("every tensor in a safetensors file is aligned to its element size", () => {
  const bytes = encodeSafetensors(EXAMPLE);
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  for (const [name, { data }] of EXAMPLE.tensors) {
    assert.equal((8 + length + header[name].data_offsets[0]) % data.BYTES_PER_ELEMENT, 0, name);
  }
});

Deno.test("safetensors whose tensors overlap, leave holes or miss bytes are refused", () => {
  const u8 = (begin: number, end: number, length = end - begin) =>
    `{"dtype":"U8","shape":[${length}],"data_offsets":[${begin},${end}]}`;
  const two = (a: string, b: string) => `{"a":${a},"b":${b}}`;
  refuses(fileOf(two(u8(0, 4), u8(2, 6)), Array(6).fill(0)), /"b" begins at byte 2 instead of 4/);
  refuses(fileOf(two(u8(0, 4), u8(6, 8)), Array(8).fill(0)), /"b" begins at byte 6 instead of 4/);
  refuses(fileOf(two(u8(0, 4), u8(4, 8)), Array(7).fill(0)), /take 8 bytes, 7 .*cut short/);
  refuses(fileOf(two(u8(0, 4), u8(4, 8)), Array(9).fill(0)), /take 8 bytes, 9 .*after the end/);
  refuses(fileOf(`{"a":${u8(0, 4, 5)}}`, Array(4).fill(0)), /takes 5 bytes, not 4/);
});

Deno.test("a safetensors header that is damaged or of unknown types is refused", () => {
  refuses(new Uint8Array(4), /no safetensors file/);
  refuses(new TextEncoder().encode("a text that is no such file"), /no safetensors file/);
  refuses(encodeSafetensors(EXAMPLE).subarray(0, 50), /cut short/);
  refuses(fileOf(`{"a":`), /header is damaged/);
  refuses(fileOf(`{"a":5}`), /describes tensor "a" wrongly/);
  refuses(fileOf(`{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,0]}}`), /"a" wrongly/);
  refuses(fileOf(`{"a":{"dtype":"U8","shape":[0],"data_offsets":[1,0]}}`), /"a" wrongly/);
  refuses(fileOf(`{"a":{"dtype":"U8","shape":[0.5],"data_offsets":[0,0]}}`), /"a" wrongly/);
  refuses(fileOf(`{"__metadata__":{"step":5}}`), /not text by key/);
  refuses(fileOf(`{"a":{"dtype":"BF16","shape":[0],"data_offsets":[0,0]}}`), /"a" is of BF16/);
});

Deno.test("no cut of a safetensors file is read as a whole one", () => {
  const bytes = encodeSafetensors(EXAMPLE);
  for (let length = 0; length < bytes.length; length += 3) {
    assert.throws(() => decodeSafetensors(bytes.subarray(0, length), "cut"), FormatError);
  }
});

Deno.test("a tensor that does not fit its own shape is not written", () => {
  const tensor: Tensor = { dtype: "F64", shape: [3], data: Float64Array.of(1, 2) };
  const write = () => encodeSafetensors({ tensors: new Map([["Q", tensor]]), metadata: {} });
  assert.throws(write, ShapeError);
});

Deno.test("requireTensor names what the file has instead", () => {
  const find = (name: string, shape: number[]) => () =>
    requireTensor(EXAMPLE, name, "F64", "checkpoint", shape);
  assert.deepEqual(find("Q", [2, 2])().data.length, 4);
  assert.throws(find("R", [2, 2]), /no tensor "R", only mask, Q/);
  assert.throws(find("Q", [4]), /"Q" is F64 \[2, 2\], not F64 \[4\]/);
  assert.throws(find("weights", [1, 3]), /"weights" is F32 \[1, 3\], not F64/);
});

Deno.test({
  name: titleNeeding(
    "safetensors.numpy",
    "safetensors files pass between Hugging Face's library and us",
  ),
  ignore: !pythonHas("safetensors.numpy"),
  async fn() {
    const folder = await Deno.makeTempDir();
    await writeBytesAtomic(join(folder, "ours.safetensors"), encodeSafetensors(EXAMPLE));
    const loaded = runPython(
      `
import sys, json
from safetensors import safe_open
from safetensors.numpy import load_file, save_file
tensors = load_file(sys.argv[1] + "/ours.safetensors")
with safe_open(sys.argv[1] + "/ours.safetensors", "numpy") as file:
    metadata = file.metadata()
save_file(tensors, sys.argv[1] + "/theirs.safetensors", metadata)
print(json.dumps({name: [t.dtype.name, list(t.shape), t.tobytes().hex()] for name, t in tensors.items()}))
`,
      folder,
    ) as Record<string, unknown>;
    for (const [name, { shape, data }] of EXAMPLE.tensors) {
      const dtype = data.constructor.name.replace("Array", "").replace("Big", "").toLowerCase();
      assert.deepEqual(loaded[name], [dtype, shape, new Uint8Array(data.buffer).toHex()]);
    }
    const back = decodeSafetensors(await readBytes(join(folder, "theirs.safetensors")), "theirs");
    assert.deepEqual(new Map([...back.tensors].sort()), new Map([...EXAMPLE.tensors].sort()));
    assert.deepEqual(back.metadata, EXAMPLE.metadata);
    await Deno.remove(folder, { recursive: true });
  },
});
