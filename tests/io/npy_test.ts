import assert from "node:assert/strict";
import { FormatError, ShapeError } from "../../lib/errors.ts";
import { decodeNpy, encodeNpy, type NpyArray } from "../../lib/io/npy.ts";
import { readNpyField } from "../../lib/io/npy_field.ts";

const EXAMPLES: readonly NpyArray[] = [
  { dtype: "<f8", shape: [2, 3], data: Float64Array.of(0.1, -0, NaN, Infinity, 5e-324, 1e308) },
  { dtype: "<f4", shape: [3], data: Float32Array.of(0.1, -2, 3e-40) },
  { dtype: "<i4", shape: [2, 1, 2], data: Int32Array.of(-1, 2 ** 31 - 1, -(2 ** 31), 0) },
  { dtype: "<i8", shape: [2], data: BigInt64Array.of(2n ** 63n - 1n, -(2n ** 63n)) },
  { dtype: "|u1", shape: [1, 4], data: Uint8Array.of(0, 1, 254, 255) },
  { dtype: "|b1", shape: [3], data: Uint8Array.of(0, 1, 1) },
  { dtype: "<f8", shape: [], data: Float64Array.of(Math.PI) },
  { dtype: "<f8", shape: [0, 4], data: new Float64Array() },
];

const FIELD = encodeNpy({ dtype: "<f8", shape: [2, 2], data: Float64Array.of(1, 2, 3, 4) });

/** The file of FIELD with its header's text changed, as another program might have written it. */
function withHeader(change: (text: string) => string, version = 1): Uint8Array {
  const text = new TextDecoder("latin1").decode(FIELD.subarray(10, 128));
  const header = new TextEncoder().encode(change(text));
  const lengthBytes = version === 1 ? 2 : 4;
  const bytes = new Uint8Array(8 + lengthBytes + header.length + FIELD.length - 128);
  bytes.set(FIELD.subarray(0, 8));
  bytes[6] = version;
  bytes[8] = header.length & 255;
  bytes[9] = header.length >> 8;
  bytes.set(header, 8 + lengthBytes);
  bytes.set(FIELD.subarray(128), 8 + lengthBytes + header.length);
  return bytes;
}

function refuses(bytes: Uint8Array, message: RegExp): void {
  assert.throws(() => decodeNpy(bytes, "Q.npy"), (error: Error) => {
    assert.ok(error instanceof FormatError, String(error));
    assert.match(error.message, message);
    assert.match(error.message, /^Cannot read Q\.npy: [^\n]*$/);
    return true;
  });
}

Deno.test("every element type comes back bit for bit from its own .npy file", () => {
  for (const array of EXAMPLES) {
    const back = decodeNpy(encodeNpy(array), "Q.npy");
    assert.deepEqual(back, array);
  }
});

Deno.test("elements of an .npy file begin at a multiple of 64 bytes", () => {
  for (const array of EXAMPLES) {
    assert.equal((encodeNpy(array).length - array.data.byteLength) % 64, 0);
  }
});

Deno.test("an .npy file is read from the middle of a larger buffer, at any alignment", () => {
  for (let offset = 0; offset < 8; offset++) {
    const buffer = new Uint8Array(FIELD.length + 16);
    buffer.set(FIELD, offset);
    const { data } = decodeNpy(buffer.subarray(offset, offset + FIELD.length), "Q.npy");
    assert.deepEqual(data, Float64Array.of(1, 2, 3, 4));
  }
});

Deno.test("header versions 2 and 3, other key orders and Python 2 integers are read", () => {
  const same = (text: string) => text;
  const expected = decodeNpy(FIELD, "Q.npy");
  assert.deepEqual(decodeNpy(withHeader(same, 2), "Q.npy"), expected);
  assert.deepEqual(decodeNpy(withHeader(same, 3), "Q.npy"), expected);
  const other = `{"shape": (2L, 2L), "fortran_order": False, "descr": "<f8"}\n`;
  assert.deepEqual(decodeNpy(withHeader(() => other), "Q.npy"), expected);
});

Deno.test("a truncated .npy file is refused wherever it was cut", () => {
  for (const length of [0, 5, 9, 40, 127]) {
    refuses(FIELD.subarray(0, length), /NUMPY|ends within/);
  }
  refuses(FIELD.subarray(0, FIELD.length - 1), /cut short.*\[2, 2\] of <f8 takes 32 bytes, 31/);
});

Deno.test("bytes after the end of an .npy file are refused", () => {
  const longer = new Uint8Array(FIELD.length + 3);
  longer.set(FIELD);
  refuses(longer, /bytes after its end.*takes 32 bytes, 35/);
});

Deno.test("what a .npy header can hold but is not read is refused with what to do", () => {
  const replaced = (from: string, to: string) => withHeader((text) => text.replace(from, to));
  refuses(replaced("'<f8'", "'|O'"), /Python objects; .*astype\(np\.float64\)/);
  refuses(replaced("'<f8'", "'<c16'"), /element type is <c16: .*<f8, <f4.*astype/);
  refuses(replaced("'<f8'", "[('Q', '<f8')]"), /structured array/);
});

Deno.test("a damaged .npy header is refused", () => {
  const damage: [string, string][] = [
    ["'shape'", "'form'"],
    ["(2, 2)", "(2, -2)"],
    ["(2, 2)", "(2, x)"],
    ["(2, 2)", "2, 2"],
    ["{", ""],
    ["False", "None"],
    ["'<f8'", "'<f8', 'more': 1"],
  ];
  for (const [from, to] of damage) {
    refuses(withHeader((text) => text.replace(from, to)), /header is damaged/);
  }
  refuses(new TextEncoder().encode("Q = [1, 2, 3]"), /no \.npy file/);
  refuses(withHeader((text) => text, 9), /version 9/);
});

Deno.test("a bool other than 0 and 1 in an .npy file is refused", () => {
  const bytes = encodeNpy({ dtype: "|b1", shape: [1], data: Uint8Array.of(1) });
  bytes[bytes.length - 1] = 7;
  refuses(bytes, /neither 0 nor 1/);
});

Deno.test("an array that does not fit its own shape or type is not written", () => {
  const data = Float64Array.of(1, 2, 3);
  assert.throws(() => encodeNpy({ dtype: "<f8", shape: [2, 2], data }), ShapeError);
  const wrong = { dtype: "<f4", shape: [3], data } as unknown as NpyArray;
  assert.throws(() => encodeNpy(wrong), /takes a Float32Array, not Float64Array/);
});

Deno.test("a lattice field has site x + width y at row y and column x", () => {
  const data = Float64Array.of(1, 2, 3, 4, 5, 6);
  const field = readNpyField(encodeNpy({ dtype: "<f8", shape: [2, 3], data }), "Q.npy");
  assert.deepEqual(field, { width: 3, height: 2, values: data });
});

Deno.test("a lattice field of float32 or integers has the doubles of the same value, and says so", () => {
  const shape = [1, 2];
  const fields: NpyArray[] = [
    { dtype: "<f4", shape, data: Float32Array.of(0.1, -2) },
    { dtype: "<i4", shape, data: Int32Array.of(-7, 3) },
    { dtype: "<i8", shape, data: BigInt64Array.of(-(2n ** 53n), 3n) },
    { dtype: "|u1", shape, data: Uint8Array.of(255, 0) },
  ];
  for (const array of fields) {
    const field = readNpyField(encodeNpy(array), "Q.npy");
    assert.equal(field.dtype, array.dtype);
    assert.deepEqual([...field.values], Array.from(array.data as ArrayLike<number>, Number));
  }
  assert.equal(readNpyField(FIELD, "Q.npy").dtype, undefined);
});

Deno.test("a lattice field of another type, rank or with a NaN is refused with what to do", () => {
  const refusesField = (array: NpyArray, message: RegExp) =>
    assert.throws(() => readNpyField(encodeNpy(array), "Q.npy"), (error: Error) => {
      assert.ok(error instanceof FormatError);
      assert.match(error.message, message);
      return true;
    });
  const bools: NpyArray = { dtype: "|b1", shape: [1, 2], data: Uint8Array.of(1, 0) };
  refusesField(bools, /numbers, not \|b1.*save array\.astype\(np\.float64\)/);
  const huge = BigInt64Array.of(0n, 2n ** 53n + 1n);
  refusesField({ dtype: "<i8", shape: [1, 2], data: huge }, /\[0, 1\].*no float64 holds it/);
  refusesField(
    { dtype: "<f8", shape: [2], data: Float64Array.of(1, 2) },
    /\[height, width\].*\[2\]/,
  );
  const nan = Float64Array.of(0, 1, 2, 3, NaN, 5);
  refusesField({ dtype: "<f8", shape: [2, 3], data: nan }, /value at \[1, 1\] is NaN/);
});
