// Deflation: eigenvalues that a rank-one change cannot move, to the accuracy of the matrix, are set
// aside before it is applied. On a lattice with degenerate levels this is most of the work saved.

import { get, getIndex, rotate, set, setIndex } from "./array.ts";
import { EPSILON, hypotenuse } from "./implicit_ql.ts";
import {
  BOTH, chosen, DEFLATED, hi, kept, kinds, lo, placedPoles, places, poles, row, setActive,
  sorted, UPPER, weights, z,
} from "./merge_state.ts";
import { basis, diagonal, gathered } from "./workspace.ts";

/**
 * Sets aside the rows whose z is negligible, and one of each two rows whose eigenvalues are so
 * close that a rotation can make its z zero. The rest, ascending, opens `chosen`; returns how many.
 */
export function deflate(rho: f64): i32 {
  const size = hi - lo;
  const largest = Math.max(
    Math.abs(get(diagonal, getIndex(sorted(), 0))),
    Math.abs(get(diagonal, getIndex(sorted(), size - 1))),
  );
  const tolerance = 8 * EPSILON * Math.max(largest, rho);
  let count = 0;
  let previous = -1;
  for (let i = 0; i < size; i++) {
    const r = getIndex(sorted(), i);
    if (rho * Math.abs(get(z(), r)) <= tolerance) {
      setIndex(kinds(), r, DEFLATED);
      continue;
    }
    if (previous >= 0 && !rotateAway(previous, r, tolerance)) {
      setIndex(chosen(), count++, previous);
    }
    previous = r;
  }
  if (previous >= 0) setIndex(chosen(), count++, previous);
  return count;
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
export function gather(active: i32): void {
  let upper = 0, both = 0;
  for (let a = 0; a < active; a++) {
    const kind = getIndex(kinds(), getIndex(chosen(), a));
    if (kind == UPPER) upper++;
    else if (kind == BOTH) both++;
  }
  setActive(active, upper + both, active - upper);
  let nextUpper = 0, nextBoth = upper, nextLower = upper + both;
  const bytes = <usize>(hi - lo) << 3;
  for (let a = 0; a < active; a++) {
    const r = getIndex(chosen(), a);
    const kind = getIndex(kinds(), r);
    const place = kind == UPPER ? nextUpper++ : kind == BOTH ? nextBoth++ : nextLower++;
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
      setIndex(chosen(), k, getIndex(chosen(), k - 1));
      k--;
    }
    set(kept(), k, value);
    setIndex(chosen(), k, r);
  }
  for (let k = active; k < size; k++) {
    memory.copy(row(gathered, lo + k), row(basis, getIndex(chosen(), k)), bytes);
  }
  for (let k = active; k < size; k++) set(diagonal, lo + k, get(kept(), k));
}
