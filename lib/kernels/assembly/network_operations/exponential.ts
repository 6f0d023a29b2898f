// Exponential and logarithm of four numbers in single precision, right to a rounding or two.

import { fma, splat } from "./vector";

/**
 * eˣ: 2ⁿ eʳ with |r| ≤ ln 2 / 2, and a polynomial for eʳ (Moshier's Cephes, expf). Arguments below
 * -87.3 and above 88.3 count as these; NaN stays NaN.
 */
@inline export function exponential(argument: v128): v128 {
  // With the argument first, pmin and pmax keep a NaN.
  const x = f32x4.pmax(f32x4.pmin(argument, splat(88.3)), splat(-87.3));
  // Adding 1.5·2²³ rounds to an integer, which then stands in the lowest bits.
  const shifted = fma(x, splat(1.44269504088896341), splat(12582912));
  const n = f32x4.sub(shifted, splat(12582912));
  // ln 2 in two parts, the first with so few bits that n times it is exact.
  const r = fma(n, splat(2.12194440e-4), fma(n, splat(-0.693359375), x));
  let p = fma(r, splat(1.9875691500e-4), splat(1.3981999507e-3));
  p = fma(p, r, splat(8.3334519073e-3));
  p = fma(p, r, splat(4.1665795894e-2));
  p = fma(p, r, splat(1.6666665459e-1));
  p = fma(p, r, splat(5.0000001201e-1));
  const y = f32x4.add(fma(f32x4.mul(r, r), p, r), splat(1));
  return f32x4.mul(y, i32x4.add(i32x4.shl(shifted, 23), i32x4.splat(0x3f800000)));
}

/** ln(1 + u) for 0 ≤ u ≤ 1: 2 artanh z with z = u/(2 + u) ≤ 1/3. */
@inline export function logarithm1p(u: v128): v128 {
  const z = f32x4.div(u, f32x4.add(u, splat(2)));
  const w = f32x4.mul(z, z);
  let p = fma(w, splat(1.0 / 15), splat(1.0 / 13));
  p = fma(p, w, splat(1.0 / 11));
  p = fma(p, w, splat(1.0 / 9));
  p = fma(p, w, splat(1.0 / 7));
  p = fma(p, w, splat(1.0 / 5));
  p = fma(p, w, splat(1.0 / 3));
  const twice = f32x4.add(z, z);
  return fma(f32x4.mul(twice, w), p, twice);
}
