// Eigenvectors of a merged block: combinations of the gathered rows whose coefficients the roots of
// the secular equation give.

import { at, get, getIndex, scale, set, sumLanes } from "./array.ts";
import { multiplyAdd } from "./gemm.ts";
import {
  active, hi, inLower, inUpper, lo, mid, origins, placedPoles, placedWeights, row, setActive,
  setBlocks, shifts,
} from "./merge_state.ts";
import { basis, coefficients, gathered, order, scratch, stride, VECTORS } from "./workspace.ts";

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
export function formVectors(): void {
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
  setBlocks(0, 0, size);
  setActive(0, 0, 0);
  memory.copy(gathered, basis, <usize>size * stride);
}
