import { validateWeights } from "./validate_matrix.ts";

/** Which eigenvectors a diagonal Σ_m f_m |φ_i^(m)|² needs, and with which factors. */
export interface NeededVectors {
  /** Part of every diagonal element that needs no eigenvector: 0 or 1. */
  readonly constant: number;
  /** Numbers of the eigenvectors, ascending. */
  readonly indices: Int32Array;
  /** Factor of each of them. */
  readonly factors: Float64Array;
}

/** Weights below this size change no diagonal element by more than n·1e-17. */
const NEGLIGIBLE = 1e-17;

/**
 * The cheaper of two ways to the same diagonal: over the vectors of non-zero weight f_m, or, as
 * Σ_m |φ_i^(m)|² = 1, as 1 + Σ_m (f_m - 1) |φ_i^(m)|² over those of weight other than one.
 *
 * @param weights f_m, shape [n]
 * @throws {ShapeError} if there are not n weights
 */
export function neededVectors(weights: Float64Array, n: number): NeededVectors {
  validateWeights(weights, n);
  const filled = select(weights, 0);
  const empty = select(weights, 1);
  return filled.indices.length <= empty.indices.length ? filled : empty;
}

function select(weights: Float64Array, constant: number): NeededVectors {
  const indices: number[] = [];
  const factors: number[] = [];
  weights.forEach((weight, m) => {
    const factor = weight - constant;
    // The negation keeps a NaN among the factors, where it shows, instead of dropping it.
    if (!(Math.abs(factor) < NEGLIGIBLE)) {
      indices.push(m);
      factors.push(factor);
    }
  });
  return { constant, indices: Int32Array.from(indices), factors: Float64Array.from(factors) };
}
