import assert from "node:assert/strict";
import { join } from "node:path";
import { decodeNpz, encodeNpz, FormatError, type NpyArray } from "../../mod.ts";
import { decodeDataSet, encodeDataSet, readDataSet, writeDataSet } from "../../lib/training/mod.ts";
import { inTemporaryFolder } from "../cli/nearsight.ts";
import { pythonHas, runPython, titleNeeding } from "../io/python.ts";
import { madeFrom, MIXED } from "./recipes.ts";

const dataSet = await madeFrom(MIXED);
const { bytes, sha256 } = encodeDataSet(dataSet);

Deno.test("a data set comes back from its file as it was", () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, "set.npz");
    assert.equal(await writeDataSet(path, dataSet), sha256);
    assert.deepEqual(await readDataSet(path), { dataSet, sha256 });
  }));

const READ_BY_NUMPY = `
import hashlib, json, sys, numpy as np
file = np.load(sys.argv[1], allow_pickle=False)
metadata = json.loads(bytes(file["metadata"]))
Q, n = file["group1/Q"], file["group1/density"]
test = file["split/trajectory/test"]
print(json.dumps({
    "names": file.files,
    "recipe": metadata["recipe"],
    "shape": Q.shape,
    "types": [str(Q.dtype), str(file["group1/step"].dtype), str(file["group1/particle_hole"].dtype)],
    "corner": [Q[3, 2, 5], n[3, 2, 5]],
    "sum": float(Q.sum()),
    "test": test.tolist(),
    "hash": hashlib.sha256(Q.tobytes()).hexdigest(),
}))`;

Deno.test({
  name: titleNeeding("numpy", "NumPy reads the same arrays and metadata"),
  ignore: !pythonHas("numpy"),
  fn: () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, "set.npz");
      await Deno.writeFile(path, bytes);
      const read = runPython(READ_BY_NUMPY, path) as Record<string, unknown>;
      const { Q, density, lattice: { width, height } } = dataSet.groups[1];
      const at = (3 * height + 2) * width + 5;
      assert.deepEqual(read.shape, [38, 4, 6]);
      assert.deepEqual(read.types, ["float64", "int32", "bool"]);
      assert.deepEqual(read.corner, [Q[at], density[at]]);
      assert.ok(Math.abs(Number(read.sum) - Q.reduce((sum, q) => sum + q, 0)) < 1e-9);
      assert.deepEqual(read.test, [...dataSet.splits.trajectory.test]);
      assert.deepEqual(read.recipe, MIXED);
      assert.equal((read.names as string[]).at(-1), "metadata");
    }),
});

Deno.test("no flipped bit of a file passes unnoticed", () => {
  let noticed = 0;
  for (let at = 40; at < bytes.length; at += 331) {
    const damaged = bytes.slice();
    damaged[at] ^= 0x10;
    try {
      // Some bits of a compressed file do not matter.
      assert.deepEqual(decodeDataSet(damaged, "set.npz"), { dataSet, sha256 });
    } catch (error) {
      assert.ok(error instanceof FormatError, `byte ${at}: ${error}`);
      noticed++;
    }
  }
  assert.ok(noticed > 100, `${noticed}`);
});

/** The file with its arrays changed; the metadata is text to `edit`. */
function changed(
  change: (arrays: Map<string, NpyArray>) => void,
  edit: (metadata: string) => string = (text) => text,
): Uint8Array {
  const arrays = decodeNpz(bytes, "set.npz");
  const text = new TextDecoder().decode(arrays.get("metadata")?.data as Uint8Array);
  const data = new TextEncoder().encode(edit(text));
  arrays.set("metadata", { dtype: "|u1", shape: [data.length], data });
  change(arrays);
  return encodeNpz(arrays);
}

const withValue = (name: string, at: number, value: number) =>
  changed((arrays) => {
    const { data } = arrays.get(name) as NpyArray;
    (data as Float64Array)[at] = value;
  });

const reshaped = (name: string, shape: number[]) =>
  changed((arrays) => arrays.set(name, { ...arrays.get(name), shape } as NpyArray));

const nothing = () => {};

const BAD: readonly [string, Uint8Array, RegExp][] = [
  [
    "NaN in Q",
    withValue("group2/Q", 35, NaN),
    /group2\/Q is NaN in configuration 2 at x = 3, y = 0/,
  ],
  ["an infinite density", withValue("group0/density", 0, Infinity), /density is Infinity in conf/],
  ["a density above 1", withValue("group0/density", 25, 1.01), /is 1\.01 in configuration 1/],
  ["an unknown kind", withValue("group1/kind", 4, 2), /group1\/kind is 2 for configuration 4/],
  ["a negative step", withValue("group1/step", 4, -1), /group1\/step is -1 for configuration 4/],
  ["a displacement changed", withValue("group0/Q", 7, 1), /do not match its SHA-256/],
  ["rows and columns swapped", reshaped("group0/Q", [38, 6, 4]), /says <f8 \[38, 4, 6\]/],
  ["a flat array", reshaped("group0/density", [38 * 24]), /is <f8 \[912\], the metadata says/],
  [
    "too few configurations",
    changed(nothing, (text) => text.replace('"configurations": 38', '"configurations": 37')),
    /group0\/Q is <f8 \[38, 4, 6\], the metadata says <f8 \[37, 4, 6\]/,
  ],
  [
    "float32",
    changed((arrays) => {
      const shape = [38, 4, 6];
      arrays.set("group0/Q", { dtype: "<f4", shape, data: new Float32Array(912) });
    }),
    /group0\/Q is <f4/,
  ],
  ["no densities", changed((arrays) => arrays.delete("group3/density")), /no array "group3\/dens/],
  [
    "an array too many",
    changed((arrays) => arrays.set("extra", { dtype: "|u1", shape: [0], data: new Uint8Array() })),
    /33 arrays besides its metadata, which says 32/,
  ],
  [
    "a configuration twice",
    withValue("split/trajectory/test", 0, 151),
    /names configuration 151 t/,
  ],
  ["a configuration of none", withValue("split/trajectory/test", 0, 152), /152 of 152/],
  ["no metadata", changed((arrays) => arrays.delete("metadata")), /it has no array "metadata"/],
  ["metadata that is no JSON", changed(nothing, (text) => text.slice(1)), /metadata is not JSON/],
  [
    "an empty set",
    changed(
      nothing,
      (text) => text.replace(/"groups": \[.*\],\n {2}"splits"/s, '"groups": [], "splits"'),
    ),
    /metadata, groups: the data set is empty/,
  ],
  [
    "an unknown lattice",
    changed(nothing, (text) => text.replaceAll('"square"', '"kagome"')),
    /Unknown lattice "kagome"/,
  ],
  [
    "another recipe",
    changed(nothing, (text) => text.replace('"seed": 3', '"seed": 4')),
    /do not match its SHA-256/,
  ],
  ["a later format", changed(nothing, (text) => text.replace("set-1", "set-2")), /format: .*set-2/],
  ["an .npz of other arrays", encodeNpz(new Map([])), /no data set|damaged/],
  ["a text", new TextEncoder().encode("Q n"), /no \.npz file/],
  ["half a file", bytes.subarray(0, bytes.length / 2), /no \.npz file, or it is damaged/],
];

for (const [title, damaged, says] of BAD) {
  Deno.test(`${title} in a data set is refused in one line`, () => {
    assert.throws(() => decodeDataSet(damaged, "set.npz"), (error: Error) => {
      assert.ok(error instanceof FormatError, String(error));
      assert.match(error.message, says);
      assert.match(error.message, /^Cannot (use|read) set\.npz.*$/);
      return true;
    });
  });
}
