// Inverse of a pivot block by the sweep operator, and the logarithm of its determinant.

import { at, copyEntry, ENTRY } from "./pole_pair";

/** Products of |pivot|²/(yT)² not yet turned into logarithms, and the logarithms so far, by lane. */
let product0: f64 = 1;
let product1: f64 = 1;
export let logarithm0: f64 = 0;
export let logarithm1: f64 = 0;

export function startDeterminant(): void {
  product0 = 1;
  product1 = 1;
  logarithm0 = 0;
  logarithm1 = 0;
}

/** Multiplies |pivot|²/(yT)² in; takes the logarithm before the product can overflow. */
@inline function takePivot(scaledSquare: v128): void {
  product0 *= f64x2.extract_lane(scaledSquare, 0);
  product1 *= f64x2.extract_lane(scaledSquare, 1);
  if (!(product0 < 1e140 && product1 < 1e140 && product0 > 1e-140 && product1 > 1e-140)) {
    finishDeterminant();
  }
}

export function finishDeterminant(): void {
  logarithm0 += Math.log(product0);
  logarithm1 += Math.log(product1);
  product0 = 1;
  product1 = 1;
}

/**
 * Replaces the symmetric block M of shape [size, size], of which the lower triangle is read, by the
 * whole of -M⁻¹. The pivots are taken in order: the imaginary part of M is definite, so none can
 * vanish and their growth is bounded.
 *
 * @param inverseSquares 1/(yT)² of the two poles, by which the pivots' squares are scaled
 * @param scratch room for `size` entries
 */
export function negativeInverse(
  m: usize, size: i32, inverseSquares: v128, scratch: usize,
): void {
  for (let k = 0; k < size; k++) {
    const pivot = at(m, size, k, k);
    const pr = v128.load(pivot), pi = v128.load(pivot, 16);
    const square = f64x2.add(f64x2.mul(pr, pr), f64x2.mul(pi, pi));
    takePivot(f64x2.mul(square, inverseSquares));
    const inverse = f64x2.div(f64x2.splat(1), square);
    const dr = f64x2.mul(pr, inverse), di = f64x2.neg(f64x2.mul(pi, inverse));

    // Row k, of which the part right of the diagonal stands below it in column k.
    for (let j = 0; j < size; j++) {
      copyEntry(j < k ? at(m, size, k, j) : at(m, size, j, k), scratch + <usize>j * ENTRY);
    }
    for (let i = 0; i < size; i++) {
      if (i == k) continue;
      const s = scratch + <usize>i * ENTRY;
      const sr = v128.load(s), si = v128.load(s, 16);
      const fr = f64x2.sub(f64x2.mul(sr, dr), f64x2.mul(si, di));
      const fi = f64x2.add(f64x2.mul(sr, di), f64x2.mul(si, dr));
      let row = at(m, size, i, 0), column = scratch;
      for (let j = 0; j <= i; j++) {
        const cr = v128.load(column), ci = v128.load(column, 16);
        const real = f64x2.relaxed_nmadd(fr, cr, v128.load(row));
        const imaginary = f64x2.relaxed_nmadd(fr, ci, v128.load(row, 16));
        v128.store(row, f64x2.relaxed_madd(fi, ci, real));
        v128.store(row, f64x2.relaxed_nmadd(fi, cr, imaginary), 16);
        row += ENTRY;
        column += ENTRY;
      }
      const scaled = i < k ? at(m, size, k, i) : at(m, size, i, k);
      v128.store(scaled, fr);
      v128.store(scaled, fi, 16);
    }
    v128.store(pivot, f64x2.neg(dr));
    v128.store(pivot, f64x2.neg(di), 16);
  }
  for (let i = 1; i < size; i++) {
    for (let j = 0; j < i; j++) copyEntry(at(m, size, i, j), at(m, size, j, i));
  }
}
