import { FormatError, ShapeError } from "../errors.ts";
import { formatNpyHeader, parseNpyHeader } from "./npy_header.ts";
import { bytesOf, elementsAt, fromFortranOrder, product } from "./elements.ts";

/** NumPy's name of each element type that is read and written, with the array that holds it. */
export interface NpyData {
  /** float64. */
  "<f8": Float64Array;
  /** float32. */
  "<f4": Float32Array;
  /** int32. */
  "<i4": Int32Array;
  /** int64. */
  "<i8": BigInt64Array;
  /** uint8. */
  "|u1": Uint8Array;
  /** bool, as 0 and 1. */
  "|b1": Uint8Array;
}

/** An element type, by NumPy's name. */
export type NpyDtype = keyof NpyData;

/** An array of element type D in C order: the last index runs fastest. */
export interface NpyArrayOf<D extends NpyDtype> {
  /** The element type. */
  readonly dtype: D;
  /** Length along each axis; empty for a single number. */
  readonly shape: readonly number[];
  /** The elements, as many as the product of the shape. */
  readonly data: NpyData[D];
}

/** An array of any of the element types; its `dtype` tells which. */
export type NpyArray = { [D in NpyDtype]: NpyArrayOf<D> }[NpyDtype];

const CONSTRUCTORS = {
  "<f8": Float64Array,
  "<f4": Float32Array,
  "<i4": Int32Array,
  "<i8": BigInt64Array,
  "|u1": Uint8Array,
  "|b1": Uint8Array,
} as const;

/**
 * The array in the bytes of a NumPy .npy file, in C order and in this machine's order of bytes:
 * what was saved in Fortran order or big-endian holds the same numbers and is read as they are.
 *
 * @param name how errors call the file, usually its path
 * @throws {FormatError} in one line, if the bytes are no .npy file, are damaged, truncated or too
 *   many, or hold what is not read here: other element types, objects
 *
 * @example
 * ```ts
 * import { decodeNpy, encodeNpy } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const Q = { dtype: "<f8", shape: [2, 3], data: Float64Array.of(1, 2, 3, 4, 5, 6) } as const;
 * assert.deepEqual(decodeNpy(encodeNpy(Q), "Q.npy"), Q);
 * ```
 */
export function decodeNpy(bytes: Uint8Array, name: string): NpyArray {
  const { descr, fortranOrder, shape, dataStart } = parseNpyHeader(bytes, name);
  const { dtype, bigEndian } = knownDtype(descr, name);
  const constructor = CONSTRUCTORS[dtype];
  const count = product(shape);
  const wanted = count * constructor.BYTES_PER_ELEMENT;
  const found = bytes.length - dataStart;
  if (found !== wanted) {
    throw new FormatError(
      `Cannot read ${name}: ${
        found < wanted ? "it is cut short" : "it has bytes after its end"
      }: ` +
        `shape [${shape.join(", ")}] of ${dtype} takes ${wanted} bytes, ${found} are there`,
    );
  }
  const stored = elementsAt(bytes, dataStart, count, constructor, bigEndian);
  const data = fortranOrder && shape.length > 1
    ? fromFortranOrder(stored, shape, constructor)
    : stored;
  if (dtype === "|b1" && (data as Uint8Array).some((value) => value > 1)) {
    throw new FormatError(`Cannot read ${name}: a bool in it is neither 0 nor 1`);
  }
  return { dtype, shape, data } as NpyArray;
}

/**
 * The bytes of a NumPy .npy file (version 1.0) that holds `array`. The same array gives the same
 * bytes.
 *
 * @throws {ShapeError} if the number of elements is not the product of the shape, or their type is
 *   not the one named
 */
export function encodeNpy(array: NpyArray): Uint8Array {
  const { dtype, shape, data } = array;
  if (!(data instanceof CONSTRUCTORS[dtype])) {
    throw new ShapeError(
      `Cannot write an .npy of ${dtype}: it takes a ${CONSTRUCTORS[dtype].name}, not ` +
        Object.prototype.toString.call(data).slice(8, -1),
    );
  }
  if (product(shape) !== data.length) {
    throw new ShapeError(
      `Cannot write an .npy of shape [${shape.join(", ")}]: it takes ${product(shape)} elements, ` +
        `not ${data.length}`,
    );
  }
  const header = formatNpyHeader(dtype, shape);
  const bytes = new Uint8Array(header.length + data.byteLength);
  bytes.set(header);
  bytes.set(bytesOf(data), header.length);
  return bytes;
}

function knownDtype(
  descr: string,
  name: string,
): { readonly dtype: NpyDtype; readonly bigEndian: boolean } {
  const little = descr.replace(/^[>=]/, "<");
  if (Object.hasOwn(CONSTRUCTORS, little)) {
    return { dtype: little as NpyDtype, bigEndian: descr.startsWith(">") };
  }
  const advice = descr.includes("O")
    ? "it holds Python objects; save numbers, say array.astype(np.float64)"
    : `element types read here are ${Object.keys(CONSTRUCTORS).join(", ")}; ` +
      `save array.astype(np.float64) instead`;
  throw new FormatError(`Cannot read ${name}: its element type is ${descr}: ${advice}`);
}
