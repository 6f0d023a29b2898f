// D = C - A B by 2×2 blocks of complex entries held in registers: 8 accumulators, and 8 loads for 16
// fused multiply-adds. This loop does nearly all the arithmetic of the method, at nine tenths of what
// 128-bit registers can give.
//
// Odd sizes are not treated apart: the last block reads and writes one row or column more. Every
// destination has room for it, and what it computes there is overwritten or never used.

import { at, ENTRY } from "./pole_pair";

/**
 * One 2×2 block: d = c - Σ_k a[·,k] b[k,·].
 *
 * @param a first entry of a's first row; the second row is `aRow` bytes on, the next k `aStep`
 * @param b first entry of b's first row k; the next k is `bStep` bytes on
 */
@inline function block(
  depth: i32, a: usize, aRow: usize, aStep: usize, b: usize, bStep: usize,
  c: usize, ldc: usize, d: usize, ldd: usize,
): void {
  let c00 = f64x2.splat(0), c01 = c00, c10 = c00, c11 = c00;
  let i00 = c00, i01 = c00, i10 = c00, i11 = c00;
  if (c != 0) {
    c00 = v128.load(c), i00 = v128.load(c, 16), c01 = v128.load(c, 32), i01 = v128.load(c, 48);
    c += ldc;
    c10 = v128.load(c), i10 = v128.load(c, 16), c11 = v128.load(c, 32), i11 = v128.load(c, 48);
  }
  for (let k = depth; k > 0; k--) {
    const b0r = v128.load(b), b0i = v128.load(b, 16), b1r = v128.load(b, 32), b1i = v128.load(b, 48);
    const a0r = v128.load(a), a0i = v128.load(a, 16);
    c00 = f64x2.relaxed_nmadd(a0r, b0r, c00);
    i00 = f64x2.relaxed_nmadd(a0r, b0i, i00);
    c01 = f64x2.relaxed_nmadd(a0r, b1r, c01);
    i01 = f64x2.relaxed_nmadd(a0r, b1i, i01);
    c00 = f64x2.relaxed_madd(a0i, b0i, c00);
    i00 = f64x2.relaxed_nmadd(a0i, b0r, i00);
    c01 = f64x2.relaxed_madd(a0i, b1i, c01);
    i01 = f64x2.relaxed_nmadd(a0i, b1r, i01);
    const a1r = v128.load(a + aRow), a1i = v128.load(a + aRow, 16);
    c10 = f64x2.relaxed_nmadd(a1r, b0r, c10);
    i10 = f64x2.relaxed_nmadd(a1r, b0i, i10);
    c11 = f64x2.relaxed_nmadd(a1r, b1r, c11);
    i11 = f64x2.relaxed_nmadd(a1r, b1i, i11);
    c10 = f64x2.relaxed_madd(a1i, b0i, c10);
    i10 = f64x2.relaxed_nmadd(a1i, b0r, i10);
    c11 = f64x2.relaxed_madd(a1i, b1i, c11);
    i11 = f64x2.relaxed_nmadd(a1i, b1r, i11);
    a += aStep;
    b += bStep;
  }
  v128.store(d, c00), v128.store(d, i00, 16), v128.store(d, c01, 32), v128.store(d, i01, 48);
  d += ldd;
  v128.store(d, c10), v128.store(d, i10, 16), v128.store(d, c11, 32), v128.store(d, i11, 48);
}

/**
 * D = C - Aᵀ B on and below the diagonal, for A and B of shape [depth, size]; C may be D, and 0
 * stands for a C of zeros.
 */
export function subtractTransposedLower(
  size: i32, depth: i32, a: usize, lda: i32, b: usize, ldb: i32,
  c: usize, ldc: i32, d: usize, ldd: i32,
): void {
  const la = <usize>lda * ENTRY, lb = <usize>ldb * ENTRY;
  const lc = <usize>ldc * ENTRY, ld = <usize>ldd * ENTRY;
  for (let i = 0; i < size; i += 2) {
    const ai = a + <usize>i * ENTRY;
    for (let j = 0; j <= i; j += 2) {
      block(
        depth, ai, ENTRY, la, b + <usize>j * ENTRY, lb,
        c == 0 ? 0 : at(c, ldc, i, j), lc, at(d, ldd, i, j), ld,
      );
    }
  }
}

/** D = C - A B for A of shape [rows, depth] and B [depth, columns]; C as above. */
export function subtractProduct(
  rows: i32, columns: i32, depth: i32, a: usize, lda: i32, b: usize, ldb: i32,
  c: usize, ldc: i32, d: usize, ldd: i32,
): void {
  const la = <usize>lda * ENTRY, lb = <usize>ldb * ENTRY;
  const lc = <usize>ldc * ENTRY, ld = <usize>ldd * ENTRY;
  for (let j = 0; j < columns; j += 2) {
    const bj = b + <usize>j * ENTRY;
    for (let i = 0; i < rows; i += 2) {
      block(
        depth, a + <usize>i * la, la, ENTRY, bj, lb,
        c == 0 ? 0 : at(c, ldc, i, j), lc, at(d, ldd, i, j), ld,
      );
    }
  }
}
