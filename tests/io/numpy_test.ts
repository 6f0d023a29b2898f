import assert from "node:assert/strict";
import { join } from "node:path";
import { readBytes, writeBytesAtomic } from "../../lib/io/mod.ts";
import { decodeNpy, encodeNpy, type NpyArray } from "../../lib/io/npy.ts";
import { decodeNpz, encodeNpz } from "../../lib/io/npz.ts";
import { pythonHas, runPython, titleNeeding } from "./python.ts";

const ignore = !pythonHas("numpy");
const title = (text: string) => titleNeeding("numpy", text);

const DTYPES = ["<f8", "<f4", "<i4", "<i8", "|u1", "|b1"] as const;

Deno.test({
  name: title("what NumPy saves, in every header version, is read as NumPy meant it"),
  ignore,
  async fn() {
    const folder = await Deno.makeTempDir();
    runPython(
      `
import sys, numpy as np
from numpy.lib import format
for dtype in ${JSON.stringify(DTYPES)}:
    for version in (1, 2, 3):
        values = (np.arange(24) * 7 % 11 - 4).astype(dtype).reshape(2, 3, 4)
        with open(f"{sys.argv[1]}/{dtype[1:]}_{version}.npy", "wb") as file:
            format.write_array(file, values, version=(version, 0))
`,
      folder,
    );
    const numbers = Array.from({ length: 24 }, (_, i) => (i * 7) % 11 - 4);
    for (const dtype of DTYPES) {
      for (const version of [1, 2, 3]) {
        const path = join(folder, `${dtype.slice(1)}_${version}.npy`);
        const array = decodeNpy(await readBytes(path), path);
        assert.equal(array.dtype, dtype);
        assert.deepEqual(array.shape, [2, 3, 4]);
        const expected = numbers.map((value) =>
          dtype === "|b1" ? Number(value !== 0) : dtype === "|u1" ? value & 255 : value
        );
        assert.deepEqual(Array.from(array.data as ArrayLike<number>, Number), expected);
      }
    }
    await Deno.remove(folder, { recursive: true });
  },
});

Deno.test({
  name: title("NumPy loads our .npy files with the same type, shape and bits"),
  ignore,
  async fn() {
    const folder = await Deno.makeTempDir();
    const arrays: NpyArray[] = [
      { dtype: "<f8", shape: [2, 2], data: Float64Array.of(0.1, -0, 5e-324, -1e308) },
      { dtype: "<f4", shape: [3, 1], data: Float32Array.of(0.1, 2, -3) },
      { dtype: "<i4", shape: [2], data: Int32Array.of(-7, 7) },
      { dtype: "<i8", shape: [1], data: BigInt64Array.of(-(2n ** 63n)) },
      { dtype: "|u1", shape: [2, 1, 1], data: Uint8Array.of(3, 255) },
      { dtype: "|b1", shape: [2], data: Uint8Array.of(1, 0) },
      { dtype: "<f8", shape: [], data: Float64Array.of(2.5) },
    ];
    for (const [i, array] of arrays.entries()) {
      await writeBytesAtomic(join(folder, `${i}.npy`), encodeNpy(array));
    }
    const loaded = runPython(
      `
import sys, json, numpy as np
arrays = [np.load(f"{sys.argv[1]}/{i}.npy") for i in range(${arrays.length})]
print(json.dumps([[a.dtype.str, list(a.shape), a.tobytes().hex()] for a in arrays]))
`,
      folder,
    );
    const expected = arrays.map(({ dtype, shape, data }) => [
      dtype,
      shape,
      new Uint8Array(data.buffer).toHex(),
    ]);
    assert.deepEqual(loaded, expected);
    await Deno.remove(folder, { recursive: true });
  },
});

Deno.test({
  name: title("big-endian and Fortran-ordered arrays that NumPy saves hold NumPy's own numbers"),
  ignore,
  async fn() {
    const folder = await Deno.makeTempDir();
    const saved = runPython(
      `
import sys, json, numpy as np
numbers = {}
for dtype in ("f8", "f4", "i4", "i8"):
    for byteorder in "<>":
        values = (np.arange(24) * 7 % 11 - 4.5).astype(byteorder + dtype).reshape(2, 3, 4)
        kinds = {"c": values, "f": np.asfortranarray(values), "t": values.transpose(1, 2, 0)}
        kinds["s"] = values[:, ::2, 1:]
        for kind, array in kinds.items():
            name = f"{dtype}{'lb'[byteorder == '>']}{kind}.npy"
            np.save(f"{sys.argv[1]}/{name}", array)
            numbers[name] = [list(array.shape), array.ravel().tolist()]
print(json.dumps(numbers))
`,
      folder,
    ) as Record<string, [number[], number[]]>;
    assert.equal(Object.keys(saved).length, 32);
    for (const [name, [shape, numbers]] of Object.entries(saved)) {
      const array = decodeNpy(await readBytes(join(folder, name)), name);
      assert.equal(array.dtype, `<${name.slice(0, 2)}`);
      assert.deepEqual(array.shape, shape, name);
      assert.deepEqual(Array.from(array.data as ArrayLike<number>, Number), numbers, name);
    }
    await Deno.remove(folder, { recursive: true });
  },
});

Deno.test({
  name: title("objects, records and other element types that NumPy saves are refused"),
  ignore,
  async fn() {
    const folder = await Deno.makeTempDir();
    runPython(
      `
import sys, numpy as np
np.save(f"{sys.argv[1]}/object.npy", np.array([1, "a"], dtype=object), allow_pickle=True)
np.save(f"{sys.argv[1]}/record.npy", np.zeros(2, dtype=[("Q", "<f8"), ("v", "<f8")]))
np.save(f"{sys.argv[1]}/half.npy", np.zeros(2, dtype=np.float16))
np.save(f"{sys.argv[1]}/complex.npy", np.zeros(2, dtype=complex))
`,
      folder,
    );
    const refused = {
      object: /objects/,
      record: /structured/,
      half: /<f2: .*astype/,
      complex: /<c16: .*astype/,
    };
    for (const [name, message] of Object.entries(refused)) {
      const bytes = await readBytes(join(folder, `${name}.npy`));
      assert.throws(() => decodeNpy(bytes, `${name}.npy`), message);
    }
    await Deno.remove(folder, { recursive: true });
  },
});

Deno.test({
  name: title(".npz files pass between NumPy and us in both directions, compressed or not"),
  ignore,
  async fn() {
    const folder = await Deno.makeTempDir();
    const arrays = new Map<string, NpyArray>([
      ["Q", { dtype: "<f8", shape: [2, 3], data: Float64Array.of(0, 1, 2, 3, 4, 5) }],
      ["step", { dtype: "<i8", shape: [], data: BigInt64Array.of(42n) }],
    ]);
    await writeBytesAtomic(join(folder, "ours.npz"), encodeNpz(arrays));
    const loaded = runPython(
      `
import sys, json, numpy as np
folder = sys.argv[1]
with np.load(f"{folder}/ours.npz") as file:
    print(json.dumps({name: [file[name].dtype.str, file[name].tolist()] for name in file.files}))
Q = np.arange(6.0).reshape(2, 3)
np.savez(f"{folder}/plain.npz", Q=Q, step=np.int64(42))
np.savez_compressed(f"{folder}/small.npz", Q=Q, step=np.int64(42))
`,
      folder,
    );
    assert.deepEqual(loaded, { Q: ["<f8", [[0, 1, 2], [3, 4, 5]]], step: ["<i8", 42] });
    for (const name of ["plain.npz", "small.npz"]) {
      assert.deepEqual(decodeNpz(await readBytes(join(folder, name)), name), arrays);
    }
    await Deno.remove(folder, { recursive: true });
  },
});
