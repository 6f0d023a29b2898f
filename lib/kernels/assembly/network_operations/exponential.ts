// Exponential and logarithm of four numbers in single precision, right to a rounding or two.

import {
  constant, EXPONENTIAL, HIGHEST, LOG2_E, LOGARITHM, LOWEST, MINUS_LN2_HIGH, MINUS_LN2_LOW, ONE,
  ROUNDER, TWO,
} from "./constants";
import { fma } from "./vector";

/**
 * eˣ = 2ⁿ eʳ with |r| ≤ ln 2 / 2, and a polynomial for eʳ. Arguments below -87.3 and above 88.3
 * count as these; NaN stays NaN.
 */
@inline export function exponential(argument: v128, table: usize): v128 {
  // With the argument first, pmin and pmax keep a NaN.
  const x = f32x4.pmax(
    f32x4.pmin(argument, constant(table, HIGHEST)), constant(table, LOWEST),
  );
  const rounder = constant(table, ROUNDER), one = constant(table, ONE);
  const shifted = fma(x, constant(table, LOG2_E), rounder);
  const n = f32x4.sub(shifted, rounder);
  const most = fma(n, constant(table, MINUS_LN2_HIGH), x);
  const r = fma(n, constant(table, MINUS_LN2_LOW), most);
  let p = fma(r, constant(table, EXPONENTIAL), constant(table, EXPONENTIAL + 16));
  p = fma(p, r, constant(table, EXPONENTIAL + 32));
  p = fma(p, r, constant(table, EXPONENTIAL + 48));
  p = fma(p, r, constant(table, EXPONENTIAL + 64));
  p = fma(p, r, constant(table, EXPONENTIAL + 80));
  const y = f32x4.add(fma(f32x4.mul(r, r), p, r), one);
  // n stands in the lowest bits of `shifted`: with it in the exponent of 1, 2ⁿ.
  return f32x4.mul(y, i32x4.add(i32x4.shl(shifted, 23), one));
}

/** ln(1 + u) for 0 ≤ u ≤ 1: 2 artanh z with z = u/(2 + u) ≤ 1/3. */
@inline export function logarithm1p(u: v128, table: usize): v128 {
  const z = f32x4.div(u, f32x4.add(u, constant(table, TWO)));
  const w = f32x4.mul(z, z);
  let p = fma(w, constant(table, LOGARITHM), constant(table, LOGARITHM + 16));
  p = fma(p, w, constant(table, LOGARITHM + 32));
  p = fma(p, w, constant(table, LOGARITHM + 48));
  p = fma(p, w, constant(table, LOGARITHM + 64));
  p = fma(p, w, constant(table, LOGARITHM + 80));
  p = fma(p, w, constant(table, LOGARITHM + 96));
  const twice = f32x4.add(z, z);
  return fma(f32x4.mul(twice, w), p, twice);
}
