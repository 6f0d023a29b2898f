// Implicit QL iteration with Wilkinson's shift for a small tridiagonal block: the leaves of the
// divide and conquer (Golub and Van Loan, Matrix Computations, section 8.3).

import { at, get, getIndex, rotate, set, setIndex } from "./array.ts";
import { basis, diagonal, offDiagonal, order, stride, vector } from "./workspace.ts";

/** Iterations allowed per eigenvalue; about two are usual. */
@inline const LIMIT: i32 = 60;

/** Half the distance from 1 to the next double. */
export const EPSILON: f64 = 1.1102230246251565e-16;

/**
 * Eigenvalues and eigenvectors of the block of rows lo ... hi - 1, whose part of `basis` must be
 * zero. Returns false if the iteration does not converge.
 */
export function solveLeaf(lo: i32, hi: i32): bool {
  const size = hi - lo;
  const e = vector(0);
  // The last off-diagonal element belongs to the coupling to the next block: work on a copy.
  memory.copy(e, at(offDiagonal, lo), <usize>(size - 1) << 3);
  set(e, size - 1, 0);
  for (let i = lo; i < hi; i++) set(basis + <usize>i * stride, i, 1);
  const d = at(diagonal, lo);
  let norm: f64 = 0;
  for (let i = 0; i < size; i++) norm = Math.max(norm, Math.abs(get(d, i)) + Math.abs(get(e, i)));
  const negligible = EPSILON * norm;
  for (let l = 0; l < size; l++) {
    let iterations = 0;
    for (;;) {
      let m = l;
      while (m < size - 1 && Math.abs(get(e, m)) > negligible) m++;
      if (m == l) break;
      if (++iterations > LIMIT) return false;
      sweep(lo, d, e, l, m, size);
    }
  }
  sortBlock(lo, hi);
  return true;
}

/** One QL sweep over elements l ... m of the block. */
function sweep(lo: i32, d: usize, e: usize, l: i32, m: i32, size: i32): void {
  let g = (get(d, l + 1) - get(d, l)) / (2 * get(e, l));
  const root = hypotenuse(g, 1);
  g = get(d, m) - get(d, l) + get(e, l) / (g + (g < 0 ? -root : root));
  let s: f64 = 1, c: f64 = 1, p: f64 = 0;
  for (let i = m - 1; i >= l; i--) {
    const f = s * get(e, i), b = c * get(e, i);
    let r = hypotenuse(f, g);
    set(e, i + 1, r);
    if (r == 0) {
      set(d, i + 1, get(d, i + 1) - p);
      set(e, m, 0);
      return;
    }
    s = f / r;
    c = g / r;
    g = get(d, i + 1) - p;
    r = (get(d, i) - g) * s + 2 * c * b;
    p = s * r;
    set(d, i + 1, g + p);
    g = c * r - b;
    const row = basis + <usize>(lo + i) * stride + (<usize>lo << 3);
    rotate(row, row + stride, c, s, size);
  }
  set(d, l, get(d, l) - p);
  set(e, l, g);
  set(e, m, 0);
}

/** √(x² + y²); the matrix is scaled, so the squares cannot overflow. */
@inline export function hypotenuse(x: f64, y: f64): f64 {
  return Math.sqrt(x * x + y * y);
}

/** Writes the rows lo ... hi - 1 to `order` by ascending eigenvalue. */
function sortBlock(lo: i32, hi: i32): void {
  for (let i = lo; i < hi; i++) {
    let k = i;
    while (k > lo && get(diagonal, getIndex(order, k - 1)) > get(diagonal, i)) {
      setIndex(order, k, getIndex(order, k - 1));
      k--;
    }
    setIndex(order, k, i);
  }
}
