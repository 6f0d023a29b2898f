// From eigenvectors of the tridiagonal matrix to those of the matrix: y ← Q y with Q the product of
// the Householder reflections, taken REFLECTIONS at a time in the compact form 1 - Vᵀ T V (Schreiber
// and Van Loan, SIAM J. Sci. Stat. Comput. 10, 53 (1989)).

import { at, get, set } from "./array.ts";
import { multiplyAdd, PACKING_BYTES } from "./gemm.ts";
import { factors, matrix, n, REFLECTIONS, scratch, stride, tau, VECTORS } from "./workspace.ts";

/** Bytes of a row of T and of the products with V. */
@inline const NARROW: usize = <usize>REFLECTIONS * 8;

@inline function factor(first: i32): usize {
  return factors + <usize>first * NARROW;
}

/** The triangular matrices T of all groups of reflections. */
export function computeFactors(): void {
  for (let first = 0; first < n; first += REFLECTIONS) {
    const count = min(REFLECTIONS, n - first);
    const products = scratch + PACKING_BYTES;
    const v = matrix + <usize>first * stride + (<usize>first << 3);
    memory.fill(products, 0, <usize>count * NARROW);
    multiplyAdd(count, count, n - first, 1, v, stride, v, stride, true, products, NARROW, scratch);
    const t = factor(first);
    memory.fill(t, 0, <usize>count * NARROW);
    for (let i = 0; i < count; i++) {
      const own = get(tau, first + i);
      for (let j = 0; j < i; j++) {
        let sum: f64 = 0;
        for (let k = j; k < i; k++) {
          sum += get(t + <usize>j * NARROW, k) * get(products + <usize>k * NARROW, i);
        }
        set(t + <usize>j * NARROW, i, -own * sum);
      }
      set(t + <usize>i * NARROW, i, own);
    }
  }
}

/** Applies Q to `count` vectors, the rows of y; count is at most VECTORS. */
export function backTransform(y: usize, count: i32): void {
  const projections = scratch + PACKING_BYTES;
  const combined = projections + <usize>VECTORS * NARROW;
  const bytes = <usize>count * NARROW;
  for (let first = (n - 1) / REFLECTIONS * REFLECTIONS; first >= 0; first -= REFLECTIONS) {
    const group = min(REFLECTIONS, n - first);
    const width = n - first;
    const v = matrix + <usize>first * stride + (<usize>first << 3);
    const part = at(y, first);
    memory.fill(projections, 0, bytes);
    memory.fill(combined, 0, bytes);
    multiplyAdd(
      count, group, width, 1, part, stride, v, stride, true, projections, NARROW, scratch,
    );
    multiplyAdd(
      count, group, group, 1, projections, NARROW, factor(first), NARROW, true,
      combined, NARROW, scratch,
    );
    multiplyAdd(
      count, width, group, -1, combined, NARROW, v, stride, false, part, stride, scratch,
    );
  }
}
