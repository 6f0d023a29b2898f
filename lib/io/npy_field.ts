import { FormatError } from "../errors.ts";
import { decodeNpy } from "./npy.ts";

/** A real number at every site of a rectangular lattice. */
export interface Field {
  /** Number of columns, W. */
  readonly width: number;
  /** Number of rows, H. */
  readonly height: number;
  /** The value at column x and row y is `values[x + width * y]`. */
  readonly values: Float64Array;
}

/**
 * A lattice configuration from the bytes of an .npy file: float64 of shape [H, W], so that NumPy's
 * `Q[y, x]` is site x + W·y. Other element types are refused rather than converted: a force is as
 * exact as its Q, and who saved float32 should know that it was.
 *
 * @param name how errors call the file, usually its path
 * @throws {FormatError} if it is no .npy file, not float64, not of two axes, or a value is NaN or
 *   infinite
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
  if (dtype !== "<f8") {
    throw new FormatError(
      `Cannot read ${name}: a lattice field is float64 (<f8), not ${dtype}; ` +
        `save array.astype(np.float64) instead`,
    );
  }
  if (shape.length !== 2) {
    throw new FormatError(
      `Cannot read ${name}: a lattice field has shape [height, width], not [${shape.join(", ")}]`,
    );
  }
  const [height, width] = shape;
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const where = `[${Math.floor(bad / width)}, ${bad % width}]`;
    throw new FormatError(
      `Cannot read ${name}: the value at ${where} is ${data[bad]}; all must be finite`,
    );
  }
  return { width, height, values: data };
}
