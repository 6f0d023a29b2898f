// Householder reduction of a symmetric matrix to tridiagonal form, A = Q T Qᵀ, in panels: the
// trailing matrix is updated once a panel by a matrix product of rank 2·PANEL, so that only half
// of the work is bound by the speed of memory (Dongarra, Hammarling, Sorensen, J. Comput. Appl.
// Math. 27, 215 (1989)).

import {
  addScaled, at, dot, fma, get, rowsTimesVector, scale, set, subtractRows, sumLanes,
} from "./array.ts";
import { packColumns, partialTile, tile } from "./gemm.ts";
import { diagonal, matrix, n, offDiagonal, PANEL, scratch, stride, tau, vector } from "./workspace.ts";

/** Tiles of four columns that stay in the first-level cache while rows pass by. */
@inline const COLUMN_TILES: i32 = 8;

/** Address of element (i, j) of the matrix. */
@inline function element(i: i32, j: i32): usize {
  return matrix + <usize>i * stride + (<usize>j << 3);
}

/**
 * Reduces the matrix, of which only the upper triangle is read. Row j keeps the Householder vector
 * v_j in columns above j, and zeros up to j; Q = H_0 H_1 ... with H_j = 1 - τ_j v_j v_jᵀ.
 */
export function tridiagonalise(): void {
  for (let first = 0; first < n; first += PANEL) {
    const count = min(PANEL, n - first);
    reducePanel(first, count);
    updateTrailing(first, count);
    for (let j = first; j < first + count; j++) {
      memory.fill(element(j, 0), 0, <usize>(j + 1) << 3);
    }
  }
}

/**
 * Rows first ... first + count - 1. The rows w_j of `scratch` collect the update
 * A ← A - Σ_j (v_j w_jᵀ + w_j v_jᵀ), which is applied to a row only when its turn comes.
 */
function reducePanel(first: i32, count: i32): void {
  const products = vector(0);
  for (let done = 0; done < count; done++) {
    const j = first + done;
    const w = scratch + <usize>done * stride;
    const row = element(j, j);
    const length = n - j;
    subtractRows(row, at(scratch, j), stride, done, element(first, j), stride, length);
    subtractRows(row, element(first, j), stride, done, at(scratch, j), stride, length);
    set(diagonal, j, load<f64>(row));
    const rest = length - 1;
    if (rest == 0) {
      set(tau, j, 0);
      return;
    }
    const v = row + 8;
    const factor = reflect(v, rest, j);
    set(tau, j, factor);
    const target = at(w, j + 1);
    multiplySymmetric(j + 1, v, target);
    rowsTimesVector(at(scratch, j + 1), stride, done, v, rest, products);
    subtractRows(target, element(first, j + 1), stride, done, products, 8, rest);
    rowsTimesVector(element(first, j + 1), stride, done, v, rest, products);
    subtractRows(target, at(scratch, j + 1), stride, done, products, 8, rest);
    scale(target, factor, rest);
    addScaled(target, -0.5 * factor * dot(target, v, rest), v, rest);
  }
}

/**
 * Turns x into the Householder vector v with v_0 = 1 such that (1 - τ v vᵀ) x has only its first
 * element, which becomes off-diagonal element j. Returns τ.
 */
function reflect(x: usize, count: i32, j: i32): f64 {
  const alpha = load<f64>(x);
  const below = dot(x + 8, x + 8, count - 1);
  store<f64>(x, 1);
  if (below == 0) {
    set(offDiagonal, j, alpha);
    return 0;
  }
  const norm = Math.sqrt(alpha * alpha + below);
  const beta = alpha > 0 ? -norm : norm;
  set(offDiagonal, j, beta);
  scale(x + 8, 1 / (alpha - beta), count - 1);
  return (beta - alpha) / beta;
}

/** y = A x with A the trailing matrix from row `first` on, each element of its upper half read once. */
function multiplySymmetric(first: i32, x: usize, y: usize): void {
  const size = n - first;
  memory.fill(y, 0, <usize>size << 3);
  let r = 0;
  for (; r + 4 <= size; r += 4) {
    for (let i = r; i < r + 4; i++) {
      const a = element(first + i, first);
      let sum = get(y, i) + get(a, i) * get(x, i);
      for (let j = i + 1; j < r + 4; j++) {
        sum += get(a, j) * get(x, j);
        set(y, j, get(y, j) + get(a, j) * get(x, i));
      }
      set(y, i, sum);
    }
    fourRows(element(first + r, first + r + 4), at(x, r), at(y, r), size - r - 4);
  }
  for (; r < size; r++) {
    const a = element(first + r, first);
    set(y, r, get(y, r) + get(a, r) * get(x, r) + dot(at(a, r + 1), at(x, r + 1), size - r - 1));
    addScaled(at(y, r + 1), get(x, r), at(a, r + 1), size - r - 1);
  }
}

/** The part of four rows right of their diagonal block, as rows and as columns at once. */
function fourRows(a: usize, x: usize, y: usize, count: i32): void {
  const x0 = v128.load64_splat(x), x1 = v128.load64_splat(x, 8);
  const x2 = v128.load64_splat(x, 16), x3 = v128.load64_splat(x, 24);
  let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0;
  let p = x + 32, q = y + 32;
  let j = 0;
  for (; j + 2 <= count; j += 2) {
    const v = v128.load(p);
    const a0 = v128.load(a), a1 = v128.load(a + stride);
    const a2 = v128.load(a + 2 * stride), a3 = v128.load(a + 3 * stride);
    s0 = fma(a0, v, s0);
    s1 = fma(a1, v, s1);
    s2 = fma(a2, v, s2);
    s3 = fma(a3, v, s3);
    const even = fma(a0, x0, fma(a1, x1, v128.load(q)));
    v128.store(q, f64x2.add(even, fma(a2, x2, f64x2.mul(a3, x3))));
    a += 16;
    p += 16;
    q += 16;
  }
  let t0 = sumLanes(s0), t1 = sumLanes(s1), t2 = sumLanes(s2), t3 = sumLanes(s3);
  if (j < count) {
    const v = load<f64>(p);
    const a0 = load<f64>(a), a1 = load<f64>(a + stride);
    const a2 = load<f64>(a + 2 * stride), a3 = load<f64>(a + 3 * stride);
    t0 += a0 * v;
    t1 += a1 * v;
    t2 += a2 * v;
    t3 += a3 * v;
    store<f64>(
      q,
      load<f64>(q) + a0 * get(x, 0) + a1 * get(x, 1) + a2 * get(x, 2) + a3 * get(x, 3),
    );
  }
  set(y, 0, get(y, 0) + t0);
  set(y, 1, get(y, 1) + t1);
  set(y, 2, get(y, 2) + t2);
  set(y, 3, get(y, 3) + t3);
}

/** Upper triangle of the trailing matrix: A -= VᵀW + WᵀV for the panel's rows V and W. */
function updateTrailing(first: i32, count: i32): void {
  const start = first + count;
  const size = n - start;
  if (size <= 0) return;
  // [-V; -W] packed stands on the left, [W; V] on the right: the same two halves, exchanged.
  const groups = (size + 3) >> 2;
  const half = <usize>count << 5;
  const group = half + half;
  const left = scratch + <usize>PANEL * stride;
  const right = left + <usize>groups * group;
  const corner = right + <usize>groups * group;
  const w = at(scratch, start);
  packColumns(element(first, start), stride, size, count, right + half, group);
  packColumns(w, stride, size, count, right, group);
  negate(right + half, left, half, groups, group);
  negate(right, left + half, half, groups, group);
  for (let block = 0; block < groups; block += COLUMN_TILES) {
    const end = min(groups, block + COLUMN_TILES);
    for (let i = 0; i < end; i++) {
      const rows = size - 4 * i;
      for (let j = max(i, block); j < end; j++) {
        const columns = size - 4 * j;
        const a = left + <usize>i * group, b = right + <usize>j * group;
        const c = element(start + 4 * i, start + 4 * j);
        if (rows >= 4 && columns >= 4) tile(2 * count, a, b, c, stride);
        else partialTile(2 * count, a, b, c, stride, rows, columns, corner);
      }
    }
  }
}

/** out = -source for `bytes` bytes at the start of each of `groups` groups. */
function negate(source: usize, out: usize, bytes: usize, groups: i32, group: usize): void {
  for (let i = 0; i < groups; i++) {
    for (let offset: usize = 0; offset < bytes; offset += 16) {
      v128.store(out + offset, f64x2.neg(v128.load(source + offset)));
    }
    source += group;
    out += group;
  }
}
