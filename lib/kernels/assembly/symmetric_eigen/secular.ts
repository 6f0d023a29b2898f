// Roots of the secular equation f(λ) = 1/ρ + Σ_j z_j² / (d_j - λ) = 0, the eigenvalues of
// diag(d) + ρ z zᵀ with d ascending and ρ > 0: one root above each pole d_i.
//
// A root is kept as its distance from the nearer pole, which keeps every difference d_j - λ
// accurate to the last digits, however close root and pole are (Li, LAPACK Working Note 89).

import { at, fma, get, set, sumLanes } from "./array.ts";
import { EPSILON } from "./implicit_ql.ts";

// Sums over the poles at the last trial point: f = 1/ρ + below + above, and their slopes.
let below: f64 = 0;
let above: f64 = 0;
let slopeBelow: f64 = 0;
let slopeAbove: f64 = 0;
// Of the partial sums.
let value: f64 = 0;
let slope: f64 = 0;

/** Σ z_j²/δ_j and its derivative Σ (z_j/δ_j)² over poles from ... to - 1, with δ_j = d_j - origin - shift. */
function sumPoles(d: usize, z: usize, from: i32, to: i32, origin: f64, shift: f64): void {
  const o = f64x2.splat(origin), t = f64x2.splat(shift);
  let v0 = f64x2.splat(0), v1 = v0, s0 = v0, s1 = v0;
  let p = at(d, from), q = at(z, from);
  let j = from;
  for (; j + 4 <= to; j += 4) {
    const z0 = v128.load(q), z1 = v128.load(q, 16);
    const x0 = f64x2.div(z0, f64x2.sub(f64x2.sub(v128.load(p), o), t));
    const x1 = f64x2.div(z1, f64x2.sub(f64x2.sub(v128.load(p, 16), o), t));
    v0 = fma(z0, x0, v0);
    v1 = fma(z1, x1, v1);
    s0 = fma(x0, x0, s0);
    s1 = fma(x1, x1, s1);
    p += 32;
    q += 32;
  }
  value = sumLanes(f64x2.add(v0, v1));
  slope = sumLanes(f64x2.add(s0, s1));
  for (; j < to; j++) {
    const x = get(z, j) / (get(d, j) - origin - shift);
    value += get(z, j) * x;
    slope += x * x;
  }
}

/** f at origin + shift, split into the poles up to `split` and those behind. */
function evaluate(
  count: i32, d: usize, z: usize, inverseRho: f64, split: i32, origin: f64, shift: f64,
): f64 {
  sumPoles(d, z, 0, split + 1, origin, shift);
  below = value;
  slopeBelow = slope;
  sumPoles(d, z, split + 1, count, origin, shift);
  above = value;
  slopeAbove = slope;
  return inverseRho + below + above;
}

/**
 * Finds root i of `count` and writes the pole it is measured from and its distance to
 * `origins[i]` and `shifts[i]`.
 *
 * @param sumOfSquares Σ z_j²
 */
export function findRoot(
  i: i32, count: i32, d: usize, z: usize, rho: f64, sumOfSquares: f64,
  origins: usize, shifts: usize,
): void {
  if (count == 1) {
    set(origins, 0, get(d, 0));
    set(shifts, 0, rho * sumOfSquares);
    return;
  }
  const inverseRho = 1 / rho;
  const last = i == count - 1;
  // The two poles that the rational model of f has: around the root, or the last two below it.
  const split = last ? i - 1 : i;
  const gap = get(d, split + 1) - get(d, split);
  const zl = get(z, split), zr = get(z, split + 1);
  // The bracket and the first trial: the middle of the interval that holds the root.
  let origin = get(d, i);
  let lower: f64 = 0;
  let upper: f64 = last ? rho * sumOfSquares : gap;
  let f = evaluate(count, d, z, inverseRho, split, origin, 0.5 * upper);
  let shift = 0.5 * upper;
  if (last) {
    if (f > 0) upper = shift;
    else lower = shift;
    const c = f + zl * zl / (gap + shift) + zr * zr / shift;
    const guess = rootAbove(c, -(c * gap) + zl * zl + zr * zr, -(zr * zr * gap));
    if (guess > lower && guess < upper) shift = guess;
  } else {
    const c = f + (zl * zl - zr * zr) / shift;
    let guess: f64;
    if (f > 0) {
      upper = shift;
      guess = rootBetween(c, c * gap + zl * zl + zr * zr, zl * zl * gap);
    } else {
      // Nearer to the pole above: measure from there, downwards.
      origin = get(d, i + 1);
      lower = -shift;
      upper = 0;
      guess = rootBetween(c, -(c * gap) + zl * zl + zr * zr, -(zr * zr * gap));
    }
    shift = guess > lower && guess < upper ? guess : 0.5 * (lower + upper);
  }
  const left = get(d, split) - origin, right = get(d, split + 1) - origin;
  let previous = Infinity;
  let halve = false;
  for (;;) {
    f = evaluate(count, d, z, inverseRho, split, origin, shift);
    const derivative = slopeBelow + slopeAbove;
    const rounding = 8 * (inverseRho + Math.abs(below) + Math.abs(above)) +
      Math.abs(shift) * derivative;
    if (Math.abs(f) <= EPSILON * rounding) break;
    if (f > 0) upper = shift;
    else lower = shift;
    // A rational model that stops halving |f| is not to be trusted for the next step.
    halve = !halve && Math.abs(f) > 0.5 * previous;
    previous = Math.abs(f);
    let next = shift + step(f, derivative, left - shift, right - shift, last, zr);
    if (halve || !(next > lower && next < upper)) next = 0.5 * (lower + upper);
    if (next == shift || next == lower || next == upper) break;
    shift = next;
  }
  set(origins, i, origin);
  set(shifts, i, shift);
}

/**
 * Step to the root of the model c + s/(left - x) + S/(right - x) that has f's value and whose two
 * terms have the slopes of the sums below and above ("the middle way").
 */
function step(f: f64, derivative: f64, left: f64, right: f64, last: bool, zr: f64): f64 {
  const a = (left + right) * f - left * right * derivative;
  const b = left * right * f;
  if (last) {
    const own = (zr / right) * (zr / right);
    const c = f - left * (derivative - own) - right * own;
    return rootAbove(c, a, b);
  }
  return rootBetween(f - left * slopeBelow - right * slopeAbove, a, b);
}

/** The root of c x² - a x + b that lies between the poles. */
function rootBetween(c: f64, a: f64, b: f64): f64 {
  const root = Math.sqrt(Math.abs(a * a - 4 * b * c));
  return a <= 0 ? (a - root) / (2 * c) : 2 * b / (a + root);
}

/** The root of c x² - a x + b that lies above both poles. */
function rootAbove(c: f64, a: f64, b: f64): f64 {
  const root = Math.sqrt(Math.abs(a * a - 4 * b * c));
  return a >= 0 ? (a + root) / (2 * c) : 2 * b / (a - root);
}
