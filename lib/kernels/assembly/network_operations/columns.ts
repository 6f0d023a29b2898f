// Matrices by columns: sums down each, and a factor for each.

import { fma } from "./vector";

/** Rows summed before the sum joins that of the rows before: keeps rounding small. */
@inline const ROW_BLOCK: i32 = 128;

/** Σ_i x_ij y_ij of every column j of m × n matrices; without y, Σ_i x_ij. */
export function columnSums(m: i32, n: i32, x: usize, y: usize, out: usize): void {
  const stride = <usize>n << 2;
  memory.fill(out, 0, stride);
  for (let i = 0; i < m; i += ROW_BLOCK) {
    const rows = min(ROW_BLOCK, m - i);
    const p = x + <usize>i * stride, q = y == 0 ? <usize>0 : y + <usize>i * stride;
    let j: usize = 0;
    for (; j + 32 <= stride; j += 32) addEight(rows, p + j, q == 0 ? <usize>0 : q + j, stride, out + j);
    for (; j < stride; j += 4) addOne(rows, p + j, q == 0 ? <usize>0 : q + j, stride, out + j);
  }
}

function addEight(rows: i32, p: usize, q: usize, stride: usize, out: usize): void {
  let s0 = f32x4.splat(0), s1 = s0;
  for (let i = 0; i < rows; i++) {
    if (q == 0) {
      s0 = f32x4.add(s0, v128.load(p));
      s1 = f32x4.add(s1, v128.load(p, 16));
    } else {
      s0 = fma(v128.load(p), v128.load(q), s0);
      s1 = fma(v128.load(p, 16), v128.load(q, 16), s1);
      q += stride;
    }
    p += stride;
  }
  v128.store(out, f32x4.add(v128.load(out), s0));
  v128.store(out, f32x4.add(v128.load(out, 16), s1), 16);
}

function addOne(rows: i32, p: usize, q: usize, stride: usize, out: usize): void {
  let sum: f32 = 0;
  for (let i = 0; i < rows; i++) {
    sum += q == 0 ? load<f32>(p) : load<f32>(p) * load<f32>(q);
    p += stride;
    if (q != 0) q += stride;
  }
  store<f32>(out, load<f32>(out) + sum);
}

/** Every column of an m × n matrix times its factor. */
export function scaleColumns(m: i32, n: i32, x: usize, factors: usize, out: usize): void {
  const bytes = <usize>n << 2;
  for (let i = 0; i < m; i++) {
    let j: usize = 0;
    for (; j + 16 <= bytes; j += 16) {
      v128.store(out + j, f32x4.mul(v128.load(x + j), v128.load(factors + j)));
    }
    for (; j < bytes; j += 4) store<f32>(out + j, load<f32>(x + j) * load<f32>(factors + j));
    x += bytes;
    out += bytes;
  }
}
