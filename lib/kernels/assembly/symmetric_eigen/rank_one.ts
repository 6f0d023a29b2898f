// One step of Cuppen's divide and conquer: the eigensystems of two neighbouring diagonal blocks
// become that of the block that they and their coupling form, a rank-one change of a diagonal
// matrix, D + ρ z zᵀ. The vector z is recomputed from the roots found, which makes the eigenvectors
// orthogonal to machine precision however close the roots are (Gu and Eisenstat, SIAM J. Matrix
// Anal. Appl. 16, 172 (1995)).

import { at, get, getIndex, set, setIndex } from "./array.ts";
import { deflate, gather } from "./deflation.ts";
import {
  active, hi, kinds, lo, LOWER, mid, origins, placedWeights, places, poles, refined, setBlocks,
  shifts, sorted, UPPER, weights, z,
} from "./merge_state.ts";
import { formVectors } from "./merged_vectors.ts";
import { findRoot } from "./secular.ts";
import { basis, diagonal, order, stride } from "./workspace.ts";

/**
 * Merges the blocks of rows first ... middle - 1 and middle ... end - 1, torn apart at the
 * off-diagonal element `coupling`. Fills in eigenvalues and their order; the eigenvectors are left
 * to `selectVectors` if this is the last merge.
 */
export function merge(first: i32, middle: i32, end: i32, coupling: f64, isLast: bool): void {
  setBlocks(first, middle, end);
  const rho = 2 * Math.abs(coupling);
  for (let r = lo; r < mid; r++) {
    set(z(), r, Math.SQRT1_2 * get(basis + <usize>r * stride, mid - 1));
    setIndex(kinds(), r, UPPER);
  }
  const half = coupling < 0 ? -Math.SQRT1_2 : Math.SQRT1_2;
  for (let r = mid; r < hi; r++) {
    set(z(), r, half * get(basis + <usize>r * stride, mid));
    setIndex(kinds(), r, LOWER);
  }
  mergeOrders(order, lo, mid, order, mid, hi, diagonal, sorted(), 0);
  gather(deflate(rho));
  if (active > 0) solveSecular(rho);
  // The order of all new rows: `active` roots, then the deflated ones, both ascending.
  for (let i = 0; i < active; i++) {
    set(diagonal, lo + i, get(origins(), i) + get(shifts(), i));
  }
  for (let i = lo; i < hi; i++) setIndex(sorted(), i, i);
  mergeOrders(sorted(), lo, lo + active, sorted(), lo + active, hi, diagonal, order, lo);
  if (!isLast) formVectors();
}

/** Merges two ascending lists of rows into `out` from place `start` on. */
function mergeOrders(
  a: usize, fromA: i32, toA: i32, b: usize, fromB: i32, toB: i32,
  values: usize, out: usize, start: i32,
): void {
  while (fromA < toA || fromB < toB) {
    const takeA = fromB >= toB || (fromA < toA &&
      get(values, getIndex(a, fromA)) <= get(values, getIndex(b, fromB)));
    setIndex(out, start++, takeA ? getIndex(a, fromA++) : getIndex(b, fromB++));
  }
}

/** The roots, and from them the z whose exact eigenvalues they are. */
function solveSecular(rho: f64): void {
  let sum: f64 = 0;
  for (let a = 0; a < active; a++) sum += get(weights(), a) * get(weights(), a);
  for (let i = 0; i < active; i++) {
    findRoot(i, active, poles(), weights(), rho, sum, origins(), shifts());
  }
  const product = refined();
  for (let a = 0; a < active; a++) {
    set(product, a, get(poles(), a) - get(origins(), a) - get(shifts(), a));
  }
  for (let i = 0; i < active; i++) {
    multiplyRatios(product, 0, i, i);
    multiplyRatios(product, i + 1, active, i);
  }
  for (let a = 0; a < active; a++) {
    const size = Math.sqrt(Math.abs(get(product, a)));
    set(placedWeights(), getIndex(places(), a), get(weights(), a) < 0 ? -size : size);
  }
}

/** product_a *= (d_a - λ_i) / (d_a - d_i) for a = from ... to - 1. */
function multiplyRatios(product: usize, from: i32, to: i32, i: i32): void {
  const origin = get(origins(), i), shift = get(shifts(), i), pole = get(poles(), i);
  const o = f64x2.splat(origin), t = f64x2.splat(shift), p = f64x2.splat(pole);
  const d = poles();
  let a = from;
  for (; a + 2 <= to; a += 2) {
    const x = v128.load(at(d, a));
    const ratio = f64x2.div(f64x2.sub(f64x2.sub(x, o), t), f64x2.sub(x, p));
    v128.store(at(product, a), f64x2.mul(v128.load(at(product, a)), ratio));
  }
  if (a < to) {
    const x = get(d, a);
    set(product, a, get(product, a) * ((x - origin - shift) / (x - pole)));
  }
}
