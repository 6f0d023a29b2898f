// The operation that brings an environment into its standard orientation, r_x ≥ r_y ≥ 0: turn x
// round, turn y round, exchange x and y, in this order, each or not.

import { A2, B1, B2, E, get, REFERENCE, SIZE } from "./layout";

const FLIP_X: i32 = 1;
const FLIP_Y: i32 = 2;
const SWAP: i32 = 4;
const SIGN_BIT: u64 = 0x8000000000000000;

/** Where the operations of two sites stand, behind their coefficients: three masks. */
@inline const OPERATION: usize = <usize>SIZE << 4;

/** The sign bit of x if x is to be turned round. */
@inline export function flipX(coefficients: usize): v128 {
  return v128.load(coefficients + OPERATION);
}

/** The sign bit of y if y is to be turned round. */
@inline export function flipY(coefficients: usize): v128 {
  return v128.load(coefficients + OPERATION, 16);
}

/** All bits if x and y are to be exchanged. */
@inline export function swap(coefficients: usize): v128 {
  return v128.load(coefficients + OPERATION, 32);
}

/** Finds the operations of two sites. */
@inline export function findOperations(coefficients: usize): void {
  const rx = get(coefficients, REFERENCE);
  const ry = get(coefficients, REFERENCE + 1);
  const absX = f64x2.abs(rx);
  const absY = f64x2.abs(ry);
  const signBit = i64x2.splat(SIGN_BIT);
  v128.store(coefficients + OPERATION, v128.and(rx, signBit));
  v128.store(coefficients + OPERATION, v128.and(ry, signBit), 16);
  v128.store(coefficients + OPERATION, f64x2.lt(absX, absY), 32);
  const zero = f64x2.splat(0);
  const onMirror = v128.or(
    f64x2.eq(absX, absY), v128.or(f64x2.eq(absX, zero), f64x2.eq(absY, zero)),
  );
  if (v128.any_true(onMirror)) {
    if (i64x2.extract_lane(onMirror, 0)) decide(coefficients, 0);
    if (i64x2.extract_lane(onMirror, 1)) decide(coefficients, 8);
  }
}

/** Finds the operation of one of two sites by comparing all eight images. */
function decide(coefficients: usize, lane: usize): void {
  let best = 0;
  if (!isFullySymmetric(coefficients + lane)) {
    for (let operation = 1; operation < 8; operation++) {
      if (comesBefore(coefficients + lane, operation, best)) best = operation;
    }
  }
  const at = coefficients + OPERATION + lane;
  store<u64>(at, best & FLIP_X ? SIGN_BIT : 0);
  store<u64>(at, best & FLIP_Y ? SIGN_BIT : 0, 16);
  store<u64>(at, best & SWAP ? <u64>-1 : 0, 32);
}

/** Whether all eight images are the same: a perfect crystal is done as fast as a random field. */
function isFullySymmetric(site: usize): bool {
  for (let k = A2; k < SIZE; k++) {
    if (load<f64>(site + (<usize>k << 4)) != 0) return false;
  }
  return true;
}

/** Whether image a has the larger coefficient where images a and b first differ. */
function comesBefore(site: usize, a: i32, b: i32): bool {
  let difference = compareDoublets(site, REFERENCE, a, b);
  for (let k = E; k < SIZE && difference == 0; k += 2) {
    difference = compareDoublets(site, k, a, b);
  }
  for (let k = A2; k < E && difference == 0; k++) {
    const value = load<f64>(site + (<usize>k << 4));
    difference = compare(sign(k, a) * value, sign(k, b) * value);
  }
  return difference > 0;
}

function compareDoublets(site: usize, k: i32, a: i32, b: i32): i32 {
  const inX = compare(component(site, k, 0, a), component(site, k, 0, b));
  return inX != 0 ? inX : compare(component(site, k, 1, a), component(site, k, 1, b));
}

@inline function compare(a: f64, b: f64): i32 {
  return i32(a > b) - i32(a < b);
}

/** Component 0 (x) or 1 (y) of an image of doublet k. */
function component(site: usize, k: i32, which: i32, operation: i32): f64 {
  const from = operation & SWAP ? 1 - which : which;
  const value = load<f64>(site + (<usize>(k + from) << 4));
  return operation & (from == 0 ? FLIP_X : FLIP_Y) ? -value : value;
}

/** What an operation multiplies the one-dimensional coefficient k with. */
function sign(k: i32, operation: i32): f64 {
  const flips = (operation & FLIP_X ? 1 : 0) ^ (operation & FLIP_Y ? 1 : 0);
  const swaps = operation & SWAP ? 1 : 0;
  const turned = k < B1 ? flips ^ swaps : k < B2 ? swaps : flips;
  return turned ? -1 : 1;
}
