// Layer norm without gain and bias, row by row, and its first two derivatives.
//
// For a row x of n numbers: y = r (x - mean x) with r = 1/√(mean of squares of x - mean x, plus ε).
// The derivative J = r (1 - 1 1ᵀ/n - y yᵀ/n) is symmetric.

import { fma, splat, sumLanes } from "./vector";

/** Σ_j x_j. */
function sum(n: i32, x: usize): f32 {
  let total = splat(0);
  let j = 0;
  for (; j + 4 <= n; j += 4) {
    total = f32x4.add(total, v128.load(x));
    x += 16;
  }
  let result = sumLanes(total);
  for (; j < n; j++) {
    result += load<f32>(x);
    x += 4;
  }
  return result;
}

/** Σ_j x_j y_j. */
function dot(n: i32, x: usize, y: usize): f32 {
  let total = splat(0);
  let j = 0;
  for (; j + 4 <= n; j += 4) {
    total = fma(v128.load(x), v128.load(y), total);
    x += 16;
    y += 16;
  }
  let result = sumLanes(total);
  for (; j < n; j++) {
    result += load<f32>(x) * load<f32>(y);
    x += 4;
    y += 4;
  }
  return result;
}

/** out_j = α u_j + β v_j + γ w_j + δ; out may be one of them. */
function combine(
  n: i32, alpha: f32, u: usize, beta: f32, v: usize, gamma: f32, w: usize, delta: f32, out: usize,
): void {
  const a = splat(alpha), b = splat(beta), c = splat(gamma), d = splat(delta);
  let j = 0;
  for (; j + 4 <= n; j += 4) {
    const rest = fma(c, v128.load(w), d);
    v128.store(out, fma(a, v128.load(u), fma(b, v128.load(v), rest)));
    u += 16;
    v += 16;
    w += 16;
    out += 16;
  }
  for (; j < n; j++) {
    store<f32>(out, alpha * load<f32>(u) + (beta * load<f32>(v) + (gamma * load<f32>(w) + delta)));
    u += 4;
    v += 4;
    w += 4;
    out += 4;
  }
}

/** Writes y of one row and returns r. */
function normaliseRow(n: i32, x: usize, epsilon: f32, out: usize): f32 {
  const mean = sum(n, x) / <f32>n;
  combine(n, 1, x, 0, x, 0, x, -mean, out);
  const r: f32 = 1 / sqrt<f32>(dot(n, out, out) / <f32>n + epsilon);
  combine(n, r, out, 0, out, 0, out, 0, out);
  return r;
}

/** y of every row of an m × n matrix. */
export function normalise(m: i32, n: i32, epsilon: f32, x: usize, out: usize): void {
  const stride = <usize>n << 2;
  for (let i = 0; i < m; i++) {
    normaliseRow(n, x, epsilon, out);
    x += stride;
    out += stride;
  }
}

/** J g of every row. */
export function normaliseSlope(
  m: i32, n: i32, epsilon: f32, x: usize, g: usize, out: usize,
): void {
  const stride = <usize>n << 2;
  for (let i = 0; i < m; i++) {
    const r = normaliseRow(n, x, epsilon, out);
    const mean = sum(n, g) / <f32>n, b = dot(n, g, out) / <f32>n;
    combine(n, r, g, -r * b, out, 0, g, -r * mean, out);
    x += stride;
    g += stride;
    out += stride;
  }
}

/** The derivative in x of h·J g of every row: with ā for a less its mean and a·b for Σ_j a_j b_j,
 * -r²/n ((h̄·ḡ - 3 (h·y)(g·y)/n) y + (g·y) h̄ + (h·y) ḡ). */
export function normaliseCurvature(
  m: i32, n: i32, epsilon: f32, x: usize, g: usize, h: usize, out: usize,
): void {
  const stride = <usize>n << 2;
  const size = <f32>n;
  for (let i = 0; i < m; i++) {
    const r = normaliseRow(n, x, epsilon, out);
    const factor = -r * r / size;
    const meanG = sum(n, g) / size, meanH = sum(n, h) / size;
    const gy = dot(n, g, out), hy = dot(n, h, out);
    const both = dot(n, g, h) - size * meanG * meanH;
    combine(
      n, factor * (both - 3 * gy * hy / size), out, factor * gy, h, factor * hy, g,
      -factor * (gy * meanH + hy * meanG), out,
    );
    x += stride;
    g += stride;
    h += stride;
    out += stride;
  }
}
