// From the coefficients of two sites to their features, in place.

import {
  A2, B1, B2, E, get, REFERENCE, REFERENCE_A2, REFERENCE_B1, REFERENCE_B2, set, SIZE,
} from "./layout";
import { findOperations, flipX, flipY, swap } from "./orientation";

@inline const SIGN_BIT: u64 = 0x8000000000000000;

/** The environment in its standard orientation. */
@inline export function orientedFeatures(c: usize): void {
  findOperations(c);
  const turnX = flipX(c);
  const turnY = flipY(c);
  const exchange = swap(c);
  const turnB1 = v128.and(exchange, i64x2.splat(SIGN_BIT));
  const turnB2 = v128.xor(turnX, turnY);
  const turnA2 = v128.xor(turnB1, turnB2);
  for (let k = A2; k < B1; k++) set(c, k, v128.xor(get(c, k), turnA2));
  for (let k = B1; k < B2; k++) set(c, k, v128.xor(get(c, k), turnB1));
  for (let k = B2; k < E; k++) set(c, k, v128.xor(get(c, k), turnB2));
  for (let k = E; k < SIZE; k += 2) {
    const x = v128.xor(get(c, k), turnX);
    const y = v128.xor(get(c, k + 1), turnY);
    set(c, k, v128.bitselect(y, x, exchange));
    set(c, k + 1, v128.bitselect(x, y, exchange));
  }
}

/** The same with each doublet along and across the reference doublet r. */
@inline export function completeFeatures(c: usize): void {
  orientedFeatures(c);
  const one = f64x2.splat(1);
  const rx = get(c, REFERENCE);
  const ry = get(c, REFERENCE + 1);
  const slope = v128.and(f64x2.div(ry, rx), f64x2.ne(rx, f64x2.splat(0)));
  const cosine = f64x2.div(one, f64x2.sqrt(f64x2.add(one, f64x2.mul(slope, slope))));
  const sine = f64x2.mul(slope, cosine);
  for (let k = E; k < SIZE; k += 2) {
    const x = get(c, k);
    const y = get(c, k + 1);
    set(c, k, f64x2.add(f64x2.mul(x, cosine), f64x2.mul(y, sine)));
    set(c, k + 1, f64x2.sub(f64x2.mul(x, sine), f64x2.mul(y, cosine)));
  }
  set(c, REFERENCE, rx);
  set(c, REFERENCE + 1, ry);
}

/** Coefficients with the signs of their references, doublets by norm and projection. */
@inline export function paperFeatures(c: usize): void {
  const rx = get(c, REFERENCE);
  const ry = get(c, REFERENCE + 1);
  const absX = f64x2.abs(rx);
  const absY = f64x2.abs(ry);
  const a2 = get(c, REFERENCE_A2);
  const b1 = get(c, REFERENCE_B1);
  const b2 = get(c, REFERENCE_B2);
  for (let k = A2; k < B1; k++) set(c, k, withSignOf(a2, get(c, k)));
  for (let k = B1; k < B2; k++) set(c, k, withSignOf(b1, get(c, k)));
  for (let k = B2; k < E; k++) set(c, k, withSignOf(b2, get(c, k)));
  const ownB1 = withSignOf(f64x2.sub(absX, absY), b1);
  const ownB2 = withSignOf(rx, withSignOf(ry, b2));
  const ownA2 = withSignOf(f64x2.sub(absX, absY), withSignOf(rx, withSignOf(ry, a2)));
  set(c, REFERENCE_A2, ownA2);
  set(c, REFERENCE_B1, ownB1);
  set(c, REFERENCE_B2, ownB2);
  const length = norm(rx, ry);
  const notZero = f64x2.ne(length, f64x2.splat(0));
  for (let k = E; k < SIZE; k += 2) {
    const x = get(c, k);
    const y = get(c, k + 1);
    const product = f64x2.add(f64x2.mul(x, rx), f64x2.mul(y, ry));
    set(c, k, norm(x, y));
    set(c, k + 1, v128.and(f64x2.div(product, length), notZero));
  }
  set(c, REFERENCE + 1, f64x2.max(absX, absY));
}

@inline function norm(x: v128, y: v128): v128 {
  return f64x2.sqrt(f64x2.add(f64x2.mul(x, x), f64x2.mul(y, y)));
}

/** value · sgn(reference), with sgn(0) = 0. */
@inline function withSignOf(reference: v128, value: v128): v128 {
  const turned = v128.xor(value, v128.and(reference, i64x2.splat(SIGN_BIT)));
  return v128.and(turned, f64x2.ne(reference, f64x2.splat(0)));
}
