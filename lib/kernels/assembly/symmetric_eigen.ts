// Eigenvalues and selected eigenvectors of a dense real symmetric matrix in double precision:
// Householder tridiagonalisation, divide and conquer, back-transformation.
//
// The host calls `prepare`, writes the upper triangle to `matrixAddress()` (rows `rowBytes()`
// apart, scaled to elements of about 1), calls `decompose`, reads the eigenvalues, and asks for
// eigenvectors in portions.

import { get, getIndex, set, fma } from "./symmetric_eigen/array.ts";
import { backTransform, computeFactors } from "./symmetric_eigen/back_transform.ts";
import { solveTridiagonal } from "./symmetric_eigen/divide.ts";
import { selectVectors } from "./symmetric_eigen/merged_vectors.ts";
import { tridiagonalise } from "./symmetric_eigen/tridiagonalise.ts";
import {
  diagonal, indices, layOut, matrix, n, order, result, stride, vector, VECTORS,
} from "./symmetric_eigen/workspace.ts";

/** First byte above this kernel's static data. */
export function heapBase(): usize {
  return __heap_base;
}

/** Lays out the workspace for order `size` from `base` on; returns the end of the memory needed. */
export function prepare(size: i32, base: usize): f64 {
  return layOut(size, base);
}

export function matrixAddress(): usize { return matrix; }
export function rowBytes(): usize { return stride; }
/** Where the host writes the numbers of the eigenvectors that it wants, as i32. */
export function listAddress(): usize { return indices; }
/** Where eigenvalues appear after `decompose`, ascending. */
export function valuesAddress(): usize { return vector(10); }
/** Where the host writes the weights of the eigenvectors that it wants, as f64. */
export function weightsAddress(): usize { return vector(11); }
/** Where `density` adds up its sums. */
export function densityAddress(): usize { return vector(12); }
/** Where `eigenvectors` leaves its rows. */
export function vectorsAddress(): usize { return result; }
/** Most eigenvectors in one call. */
export function portion(): i32 { return VECTORS; }

/** Finds the eigenvalues; returns 0, or 1 if an iteration did not converge. */
export function decompose(): i32 {
  tridiagonalise();
  computeFactors();
  if (!solveTridiagonal()) return 1;
  for (let i = 0; i < n; i++) set(valuesAddress(), i, get(diagonal, getIndex(order, i)));
  return 0;
}

/** The `count` eigenvectors whose numbers the host has listed. */
export function eigenvectors(count: i32): void {
  selectVectors(indices, count, result);
  backTransform(result, count);
}

/** Adds Σ_m weight_m y_mi² over the `count` eigenvectors y_m in hand to the density of every i. */
export function density(count: i32): void {
  const out = densityAddress();
  for (let m = 0; m < count; m++) {
    const weight = f64x2.splat(get(weightsAddress(), m));
    let p = result + <usize>m * stride, q = out;
    for (let i = 0; i < n; i += 2) {
      const y = v128.load(p);
      v128.store(q, fma(f64x2.mul(weight, y), y, v128.load(q)));
      p += 16;
      q += 16;
    }
  }
}
