// The merge in hand of the divide and conquer: which rows, which of them take part, and the arrays
// that its steps hand on. After the last merge it holds what single eigenvectors are formed from.

import { indices, stride, vector } from "./workspace.ts";

// Where the vector of a row is non-zero: in the columns of the upper block, of both, of the lower.
export const UPPER: i32 = 0;
export const BOTH: i32 = 1;
export const LOWER: i32 = 2;
export const DEFLATED: i32 = 3;

/** Rows lo ... mid - 1 form the upper block, mid ... hi - 1 the lower one. */
export let lo: i32 = 0;
export let mid: i32 = 0;
export let hi: i32 = 0;
/** Number of rows that take part; the others are deflated. */
export let active: i32 = 0;
/** How many of the active rows are non-zero in the upper block, and how many in the lower. */
export let inUpper: i32 = 0;
export let inLower: i32 = 0;

export function setBlocks(first: i32, middle: i32, end: i32): void {
  lo = first;
  mid = middle;
  hi = end;
}

export function setActive(count: i32, upper: i32, lower: i32): void {
  active = count;
  inUpper = upper;
  inLower = lower;
}

// Row numbers. `chosen` lists the active rows by ascending eigenvalue, then the deflated ones;
// `places` says where among the gathered rows the active ones stand.
@inline export function sorted(): usize { return indices; }
@inline export function chosen(): usize { return indices + stride; }
@inline export function kinds(): usize { return indices + 2 * stride; }
@inline export function places(): usize { return indices + 3 * stride; }

// Numbers: z by row; pole and z of the active rows in the order of `chosen`; the same by place; the
// roots as a pole and the distance from it; the eigenvalues of deflated rows.
@inline export function z(): usize { return vector(1); }
@inline export function poles(): usize { return vector(2); }
@inline export function weights(): usize { return vector(3); }
@inline export function placedPoles(): usize { return vector(4); }
@inline export function placedWeights(): usize { return vector(5); }
@inline export function origins(): usize { return vector(6); }
@inline export function shifts(): usize { return vector(7); }
@inline export function refined(): usize { return vector(8); }
@inline export function kept(): usize { return vector(9); }

/** Address of row `index` of an array at the first column of the merge. */
@inline export function row(array: usize, index: i32): usize {
  return array + <usize>index * stride + (<usize>lo << 3);
}
