// What a row adds to ln|det A| and to its derivative in t, summed in double precision.

import { lastLanes, width } from "./rows";

/** ln of all factors taken since `startSums`, and four partial sums of terms. */
let logarithm: f64 = 0;
let product = f64x2.splat(1);
let factors = 0;
let terms = f32x4.splat(0);

export function startSums(): void {
  logarithm = 0;
  product = f64x2.splat(1);
  factors = 0;
  terms = f32x4.splat(0);
}

/** Multiplies by the factors of the sites from column x on. */
@inline export function takeFactors(x: i32, values: v128): void {
  let inside = values;
  if (x + 4 > width) inside = v128.bitselect(values, f32x4.splat(1), lastLanes);
  product = f64x2.mul(product, f64x2.promote_low_f32x4(inside));
  product = f64x2.mul(
    product,
    f64x2.promote_low_f32x4(v128.shuffle<f32>(inside, inside, 2, 3, 2, 3)),
  );
  // Single factors lie between 1e-38 and 1e38: eight of them are within the range of doubles.
  if (++factors == 4) foldProduct();
}

/** Multiplies by one and these of the sites from column x on. */
@inline export function takeFactorsOfOneAnd(x: i32, values: v128): void {
  const inside = x + 4 > width ? v128.and(values, lastLanes) : values;
  const one = f64x2.splat(1);
  product = f64x2.mul(product, f64x2.add(one, f64x2.promote_low_f32x4(inside)));
  const high = v128.shuffle<f32>(inside, inside, 2, 3, 2, 3);
  product = f64x2.mul(product, f64x2.add(one, f64x2.promote_low_f32x4(high)));
  if (++factors == 4) foldProduct();
}

/** Adds terms of the sites from column x on. */
@inline export function takeTerms(x: i32, values: v128): void {
  terms = f32x4.add(terms, x + 4 > width ? v128.and(values, lastLanes) : values);
}

function foldProduct(): void {
  logarithm += Math.log(f64x2.extract_lane(product, 0)) + Math.log(f64x2.extract_lane(product, 1));
  product = f64x2.splat(1);
  factors = 0;
}

/** The sum of the logarithms of the factors. */
export function sumOfLogarithms(): f64 {
  foldProduct();
  return logarithm;
}

/** The sum of the terms. */
export function sumOfTerms(): f64 {
  return <f64>f32x4.extract_lane(terms, 0) + <f64>f32x4.extract_lane(terms, 1) +
    <f64>f32x4.extract_lane(terms, 2) + <f64>f32x4.extract_lane(terms, 3);
}
