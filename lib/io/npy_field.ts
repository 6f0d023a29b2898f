import { FormatError } from "../errors.ts";
import { decodeNpy, type NpyDtype } from "./npy.ts";

/** A real number at every site of a rectangular lattice. */
export interface Field {
  /** Number of columns, W. */
  readonly width: number;
  /** Number of rows, H. */
  readonly height: number;
  /** The value at column x and row y is `values[x + width * y]`. */
  readonly values: Float64Array;
  /** Type of the numbers in the file that the field is from, where it is not float64. */
  readonly dtype?: NpyDtype;
}

/**
 * A lattice configuration from the bytes of an .npy file: numbers of shape [H, W], so that NumPy's
 * `Q[y, x]` is site x + W·y. float32 and integers become the doubles of the same value; a force is
 * as exact as its Q, and {@link Field.dtype} tells who cares that Q was rounded when it was saved.
 *
 * @param name how errors call the file, usually its path
 * @throws {FormatError} if it is no .npy file, not of numbers, not of two axes, or a value is NaN,
 *   infinite or an integer that no double holds
 *
 * @example
 * ```ts
 * import { encodeNpy, readNpyField } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const file = encodeNpy({ dtype: "<f8", shape: [2, 3], data: Float64Array.of(1, 2, 3, 4, 5, 6) });
 * const { width, height, values } = readNpyField(file, "Q.npy");
 * assert.deepEqual([width, height, values[2 + width * 1]], [3, 2, 6]);
 * ```
 */
export function readNpyField(bytes: Uint8Array, name: string): Field {
  const { dtype, shape, data } = decodeNpy(bytes, name);
  if (dtype === "|b1") {
    throw new FormatError(
      `Cannot read ${name}: a lattice field holds numbers, not ${dtype} (true and false); ` +
        `save array.astype(np.float64) instead`,
    );
  }
  if (shape.length !== 2) {
    throw new FormatError(
      `Cannot read ${name}: a lattice field has shape [height, width], not [${shape.join(", ")}]`,
    );
  }
  const [height, width] = shape;
  const values = dtype === "<f8" ? data : Float64Array.from(data as ArrayLike<number>, Number);
  const isExact = data instanceof BigInt64Array
    ? (_: number, i: number) => BigInt(values[i]) === data[i]
    : Number.isFinite;
  const bad = values.findIndex((value, i) => !isExact(value, i));
  if (bad >= 0) {
    const where = `[${Math.floor(bad / width)}, ${bad % width}]`;
    throw new FormatError(
      `Cannot read ${name}: the value at ${where} is ${data[bad]}; ` +
        (dtype === "<i8" ? `no float64 holds it` : `all must be finite`),
    );
  }
  return { width, height, values, ...(dtype !== "<f8" && { dtype }) };
}
