// One step of Cuppen's divide and conquer: the eigensystems of two neighbouring diagonal blocks
// become that of the block that they and their coupling form, a rank-one change of a diagonal
// matrix, D + ρ z zᵀ. Eigenvalues that the change cannot move are set aside first (deflation);
// the vector z is then recomputed from the roots found, which makes the eigenvectors orthogonal to
// machine precision however close the roots are (Gu and Eisenstat, SIAM J. Matrix Anal. Appl. 16,
// 172 (1995)).

import {
  at, get, getIndex, rotate, scale, set, setIndex, sumLanes,
} from "./array.ts";
import { multiplyAdd } from "./gemm.ts";
import { EPSILON, hypotenuse } from "./implicit_ql.ts";
import { findRoot } from "./secular.ts";
import {
  basis, coefficients, diagonal, gathered, indices, order, scratch, stride, vector, VECTORS,
} from "./workspace.ts";

// Where the vector of a row is non-zero: in the columns of the upper block, of both, of the lower.
@inline const UPPER: i32 = 0;
@inline const BOTH: i32 = 1;
@inline const LOWER: i32 = 2;
@inline const DEFLATED: i32 = 3;

/** The merge in hand; after the last one, all that is needed to form single eigenvectors. */
let lo: i32 = 0;
let mid: i32 = 0;
let hi: i32 = 0;
/** Rows that take part, and how many of them are non-zero in the upper and the lower block. */
export let active: i32 = 0;
let inUpper: i32 = 0;
let inLower: i32 = 0;

// Index arrays.
@inline function sorted(): usize { return indices; }
@inline function actives(): usize { return indices + stride; }
@inline function kinds(): usize { return indices + 2 * stride; }
@inline function places(): usize { return indices + 3 * stride; }
// Vectors: z by row; the poles and z of the active rows, ascending; the same by their place among
// the gathered rows; the roots as distances from poles; deflated eigenvalues.
@inline function z(): usize { return vector(1); }
@inline function poles(): usize { return vector(2); }
@inline function weights(): usize { return vector(3); }
@inline function placedPoles(): usize { return vector(4); }
@inline function placedWeights(): usize { return vector(5); }
@inline function origins(): usize { return vector(6); }
@inline function shifts(): usize { return vector(7); }
@inline function refined(): usize { return vector(8); }
@inline function kept(): usize { return vector(9); }

@inline function row(array: usize, index: i32): usize {
  return array + <usize>index * stride + (<usize>lo << 3);
}

/**
 * Merges the blocks of rows first ... middle - 1 and middle ... end - 1, torn apart at the
 * off-diagonal element `coupling`. Fills in eigenvalues and their order; the eigenvectors are left
 * to `rootVector` if this is the last merge.
 */
export function merge(first: i32, middle: i32, end: i32, coupling: f64, isLast: bool): void {
  lo = first;
  mid = middle;
  hi = end;
  const rho = 2 * Math.abs(coupling);
  for (let r = lo; r < mid; r++) {
    set(z(), r, Math.SQRT1_2 * get(basis + <usize>r * stride, mid - 1));
    setIndex(kinds(), r, UPPER);
  }
  const half = coupling < 0 ? -Math.SQRT1_2 : Math.SQRT1_2;
  for (let r = mid; r < hi; r++) {
    set(z(), r, half * get(basis + <usize>r * stride, mid));
    setIndex(kinds(), r, LOWER);
  }
  mergeOrders(order, lo, mid, order, mid, hi, diagonal, sorted(), 0);
  deflate(rho);
  gather();
  if (active > 0) solveSecular(rho);
  // The order of all new rows: `active` roots, then the deflated ones, both ascending.
  for (let i = 0; i < active; i++) {
    set(diagonal, lo + i, get(origins(), i) + get(shifts(), i));
  }
  for (let i = lo; i < hi; i++) setIndex(sorted(), i, i);
  mergeOrders(sorted(), lo, lo + active, sorted(), lo + active, hi, diagonal, order, lo);
  if (!isLast) formVectors();
}

/** Merges two ascending lists of rows into `out` from place `start` on. */
function mergeOrders(
  a: usize, fromA: i32, toA: i32, b: usize, fromB: i32, toB: i32,
  values: usize, out: usize, start: i32,
): void {
  while (fromA < toA || fromB < toB) {
    const takeA = fromB >= toB || (fromA < toA &&
      get(values, getIndex(a, fromA)) <= get(values, getIndex(b, fromB)));
    setIndex(out, start++, takeA ? getIndex(a, fromA++) : getIndex(b, fromB++));
  }
}

/**
 * Sets aside the rows whose z is negligible, and one of each two rows whose eigenvalues are so
 * close that a rotation can make its z zero. The rest, ascending, becomes `actives`.
 */
function deflate(rho: f64): void {
  const size = hi - lo;
  const largest = Math.max(
    Math.abs(get(diagonal, getIndex(sorted(), 0))),
    Math.abs(get(diagonal, getIndex(sorted(), size - 1))),
  );
  const tolerance = 8 * EPSILON * Math.max(largest, rho);
  active = 0;
  let previous = -1;
  for (let i = 0; i < size; i++) {
    const r = getIndex(sorted(), i);
    if (rho * Math.abs(get(z(), r)) <= tolerance) {
      setIndex(kinds(), r, DEFLATED);
      continue;
    }
    if (previous >= 0 && !rotateAway(previous, r, tolerance)) {
      setIndex(actives(), active++, previous);
    }
    previous = r;
  }
  if (previous >= 0) setIndex(actives(), active++, previous);
}

/** Rotates rows p and r so that z_p = 0, if their eigenvalues are close enough for that. */
function rotateAway(p: i32, r: i32, tolerance: f64): bool {
  const norm = hypotenuse(get(z(), p), get(z(), r));
  const c = get(z(), r) / norm, s = get(z(), p) / norm;
  const dp = get(diagonal, p), dr = get(diagonal, r);
  if (Math.abs((dr - dp) * c * s) > tolerance) return false;
  set(z(), r, norm);
  rotate(row(basis, p), row(basis, r), c, s, hi - lo);
  set(diagonal, p, dp * c * c + dr * s * s);
  set(diagonal, r, dp * s * s + dr * c * c);
  if (getIndex(kinds(), p) != getIndex(kinds(), r)) setIndex(kinds(), r, BOTH);
  setIndex(kinds(), p, DEFLATED);
  return true;
}

/**
 * Copies the rows to `gathered`: the active ones by kind, so that the zero halves of their vectors
 * drop out of the products, then the deflated ones by ascending eigenvalue.
 */
function gather(): void {
  let counts0 = 0, counts1 = 0, counts2 = 0;
  for (let a = 0; a < active; a++) {
    const kind = getIndex(kinds(), getIndex(actives(), a));
    if (kind == UPPER) counts0++;
    else if (kind == BOTH) counts1++;
    else counts2++;
  }
  inUpper = counts0 + counts1;
  inLower = counts1 + counts2;
  let next0 = 0, next1 = counts0, next2 = inUpper;
  const bytes = <usize>(hi - lo) << 3;
  for (let a = 0; a < active; a++) {
    const r = getIndex(actives(), a);
    const kind = getIndex(kinds(), r);
    const place = kind == UPPER ? next0++ : kind == BOTH ? next1++ : next2++;
    memory.copy(row(gathered, lo + place), row(basis, r), bytes);
    setIndex(places(), a, place);
    set(poles(), a, get(diagonal, r));
    set(weights(), a, get(z(), r));
    set(placedPoles(), place, get(diagonal, r));
  }
  const size = hi - lo;
  let count = active;
  for (let i = 0; i < size; i++) {
    const r = getIndex(sorted(), i);
    if (getIndex(kinds(), r) != DEFLATED) continue;
    // Rotations move eigenvalues by no more than the tolerance: a few steps sort them.
    let k = count++;
    const value = get(diagonal, r);
    while (k > active && get(kept(), k - 1) > value) {
      set(kept(), k, get(kept(), k - 1));
      setIndex(actives(), k, getIndex(actives(), k - 1));
      k--;
    }
    set(kept(), k, value);
    setIndex(actives(), k, r);
  }
  for (let k = active; k < size; k++) {
    memory.copy(row(gathered, lo + k), row(basis, getIndex(actives(), k)), bytes);
  }
  for (let k = active; k < size; k++) set(diagonal, lo + k, get(kept(), k));
}

/** The roots, and from them the z whose exact eigenvalues they are. */
function solveSecular(rho: f64): void {
  let sum: f64 = 0;
  for (let a = 0; a < active; a++) sum += get(weights(), a) * get(weights(), a);
  for (let i = 0; i < active; i++) {
    findRoot(i, active, poles(), weights(), rho, sum, origins(), shifts());
  }
  const product = refined();
  for (let a = 0; a < active; a++) {
    set(product, a, get(poles(), a) - get(origins(), a) - get(shifts(), a));
  }
  for (let i = 0; i < active; i++) {
    multiplyRatios(product, 0, i, i);
    multiplyRatios(product, i + 1, active, i);
  }
  for (let a = 0; a < active; a++) {
    const size = Math.sqrt(Math.abs(get(product, a)));
    set(placedWeights(), getIndex(places(), a), get(weights(), a) < 0 ? -size : size);
  }
}

/** product_a *= (d_a - λ_i) / (d_a - d_i) for a = from ... to - 1. */
function multiplyRatios(product: usize, from: i32, to: i32, i: i32): void {
  const origin = get(origins(), i), shift = get(shifts(), i), pole = get(poles(), i);
  const o = f64x2.splat(origin), t = f64x2.splat(shift), p = f64x2.splat(pole);
  const d = poles();
  let a = from;
  for (; a + 2 <= to; a += 2) {
    const x = v128.load(at(d, a));
    const ratio = f64x2.div(f64x2.sub(f64x2.sub(x, o), t), f64x2.sub(x, p));
    v128.store(at(product, a), f64x2.mul(v128.load(at(product, a)), ratio));
  }
  if (a < to) {
    const x = get(d, a);
    set(product, a, get(product, a) * ((x - origin - shift) / (x - pole)));
  }
}

/** Coefficients of the eigenvector of root i in the gathered rows. */
function writeCoefficients(i: i32, out: usize): void {
  const origin = get(origins(), i), shift = get(shifts(), i);
  const o = f64x2.splat(origin), t = f64x2.splat(shift);
  let squares = f64x2.splat(0);
  let a = 0;
  for (; a + 2 <= active; a += 2) {
    const difference = f64x2.sub(f64x2.sub(v128.load(at(placedPoles(), a)), o), t);
    const c = f64x2.div(v128.load(at(placedWeights(), a)), difference);
    v128.store(at(out, a), c);
    squares = f64x2.add(squares, f64x2.mul(c, c));
  }
  let sum = sumLanes(squares);
  if (a < active) {
    const c = get(placedWeights(), a) / (get(placedPoles(), a) - origin - shift);
    set(out, a, c);
    sum += c * c;
  }
  scale(out, 1 / Math.sqrt(sum), active);
}

/** out = coefficients · gathered rows, for `count` rows of coefficients; out must be zero. */
function combine(count: i32, out: usize): void {
  const upper = <usize>(mid - lo) << 3;
  multiplyAdd(
    count, mid - lo, inUpper, 1, coefficients, stride,
    row(gathered, lo), stride, false, out, stride, scratch,
  );
  multiplyAdd(
    count, hi - mid, inLower, 1, at(coefficients, active - inLower), stride,
    row(gathered, lo + active - inLower) + upper, stride, false, out + upper, stride, scratch,
  );
}

/** All eigenvectors of the block, as rows of `basis`. */
function formVectors(): void {
  const bytes = <usize>(hi - lo) << 3;
  for (let first = 0; first < active; first += VECTORS) {
    const count = min(VECTORS, active - first);
    for (let i = 0; i < count; i++) {
      writeCoefficients(first + i, coefficients + <usize>i * stride);
      memory.fill(row(basis, lo + first + i), 0, bytes);
    }
    combine(count, row(basis, lo + first));
  }
  for (let k = lo + active; k < hi; k++) memory.copy(row(basis, k), row(gathered, k), bytes);
}

/**
 * After the last merge: eigenvectors number list[0] ... list[count - 1], counted by ascending
 * eigenvalue, as rows of `out`; count is at most VECTORS.
 */
export function selectVectors(list: usize, count: i32, out: usize): void {
  const bytes = <usize>(hi - lo) << 3;
  // The products want their rows together: row i of the coefficients is zero if i is deflated.
  for (let i = 0; i < count; i++) {
    const r = getIndex(order, getIndex(list, i));
    const target = out + <usize>i * stride;
    const coefficient = coefficients + <usize>i * stride;
    if (r < active) {
      memory.fill(target, 0, bytes);
      writeCoefficients(r, coefficient);
    } else {
      memory.copy(target, row(gathered, r), bytes);
      memory.fill(coefficient, 0, <usize>active << 3);
    }
  }
  if (active > 0) combine(count, out);
}

/** Makes a matrix that is one leaf look like the outcome of a merge in which nothing was active. */
export function keepLeaf(size: i32): void {
  lo = 0;
  mid = 0;
  hi = size;
  active = 0;
  memory.copy(gathered, basis, <usize>size * stride);
}
