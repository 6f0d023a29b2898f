// Windows: the inverse of A at the centre of the (2R + 1)² sites around each site, exact within the
// window and with the messages of the tree from outside. Column by column from both sides to the middle
// one: what lies beyond a column adds -(its inverse) to it, as neighbouring columns are coupled by -1.

import { inverseSquare, timesIm, timesRe } from "./complex";
import { complexBytes, planeBytes, rowOf, width } from "./rows";

/** Largest R. */
export const MOST_RADIUS = 3;
const MOST_SIDE = 2 * MOST_RADIUS + 1;
const MOST_ENTRIES: usize = MOST_SIDE * (MOST_SIDE + 1) / 2;
/** Bytes of a complex number of four sites. */
const ENTRY: usize = 32;

/** Bytes of scratch: two symmetric matrices by their lower triangles, and a column. */
export const WINDOW_BYTES: usize = ENTRY * (2 * MOST_ENTRIES + MOST_SIDE);

/** The rows of v that a row of windows needs, from below. */
const rows = memory.data(4 * MOST_SIDE);

let radius = 2;
let side = 5;

/** Sets R, the sites from the centre to the rim. */
export function setRadius(R: i32): void {
  radius = R;
  side = 2 * R + 1;
}

/** Tells where v of row `row + dy` lies. */
export function setWindowRow(dy: i32, v: usize): void {
  store<u32>(rows + 4 * (dy + radius), <u32>v);
}

@inline function at(matrix: usize, i: i32, j: i32): usize {
  return matrix + ENTRY * <usize>(i >= j ? i * (i + 1) / 2 + j : j * (j + 1) / 2 + i);
}

/** The inverses at the centres of the windows around the sites of a row, as a quantity at `target`. */
export function windowRow(
  eta: f32, node: usize, scratch: usize, target: usize, row: i32,
): void {
  const left = scratch, right = scratch + MOST_ENTRIES * ENTRY;
  const column = right + MOST_ENTRIES * ENTRY;
  let to = rowOf(target, row);
  for (let x = 0; x < width; x += 4) {
    memory.fill(left, 0, 2 * MOST_ENTRIES * ENTRY);
    for (let dx = radius; dx > 0; dx--) {
      addColumn(left, eta, node, row, x, -dx);
      invert(left, column);
      addColumn(right, eta, node, row, x, dx);
      invert(right, column);
    }
    for (let entry: usize = 0; entry < MOST_ENTRIES * ENTRY; entry += 16) {
      v128.store(left + entry, f32x4.add(v128.load(left + entry), v128.load(right + entry)));
    }
    addColumn(left, eta, node, row, x, 0);
    // The middle site last: what is left of its diagonal is 1/G.
    for (let k = 0; k < radius; k++) {
      sweep(left, column, k);
      sweep(left, column, side - 1 - k);
    }
    const centre = at(left, radius, radius);
    const re = v128.load(centre), im = v128.load(centre + 16);
    const scale = inverseSquare(re, im);
    v128.store(to, f32x4.mul(re, scale));
    v128.store(to + planeBytes, f32x4.neg(f32x4.mul(im, scale)));
    to += 16;
  }
}

/**
 * Adds the column `dx` of the window to the matrix, which holds minus the inverse of what lies beyond:
 * z on the diagonal, less the messages from outside the window, and -1 between neighbours.
 */
function addColumn(
  matrix: usize, eta: f32, node: usize, row: i32, x: i32, dx: i32,
): void {
  const shift = 4 * (x + dx);
  for (let k = 0; k < side; k++) {
    const dy = k - radius;
    let re = v128.load(<usize>load<u32>(rows + 4 * k) + shift), im = f32x4.splat(eta);
    const here = rowOf(node, row + dy) + shift;
    if (dx == radius) {
      re = f32x4.sub(re, v128.load(here));
      im = f32x4.sub(im, v128.load(here + planeBytes));
    } else if (dx == -radius) {
      re = f32x4.sub(re, v128.load(here + complexBytes));
      im = f32x4.sub(im, v128.load(here + complexBytes + planeBytes));
    }
    if (k == side - 1) {
      re = f32x4.sub(re, v128.load(here + 2 * complexBytes));
      im = f32x4.sub(im, v128.load(here + 2 * complexBytes + planeBytes));
    } else if (k == 0) {
      re = f32x4.sub(re, v128.load(here + 3 * complexBytes));
      im = f32x4.sub(im, v128.load(here + 3 * complexBytes + planeBytes));
    }
    const diagonal = at(matrix, k, k);
    v128.store(diagonal, f32x4.add(v128.load(diagonal), re));
    v128.store(diagonal + 16, f32x4.add(v128.load(diagonal + 16), im));
    if (k > 0) {
      const bond = at(matrix, k, k - 1);
      v128.store(bond, f32x4.sub(v128.load(bond), f32x4.splat(1)));
    }
  }
}

/** Turns a matrix into minus its inverse. */
function invert(matrix: usize, column: usize): void {
  for (let k = 0; k < side; k++) sweep(matrix, column, k);
}

/**
 * The sweep operator: eliminates row and column k, M_ij - M_ik M_kj/M_kk, and leaves M_ik/M_kk and
 * -1/M_kk in their place. After all k, the matrix is minus its inverse. Im A > 0 makes it stable
 * without pivots.
 */
function sweep(matrix: usize, column: usize, k: i32): void {
  const diagonal = at(matrix, k, k);
  const dr = v128.load(diagonal), di = v128.load(diagonal + 16);
  const square = inverseSquare(dr, di);
  const pr = f32x4.mul(dr, square), pi = f32x4.neg(f32x4.mul(di, square));
  for (let i = 0; i < side; i++) {
    const own = at(matrix, i, k), to = column + ENTRY * <usize>i;
    const br = v128.load(own), bi = v128.load(own + 16);
    v128.store(to, timesRe(br, bi, pr, pi));
    v128.store(to + 16, timesIm(br, bi, pr, pi));
  }
  for (let i = 0; i < side; i++) {
    if (i == k) continue;
    const own = at(matrix, i, k);
    const br = v128.load(own), bi = v128.load(own + 16);
    for (let j = 0; j <= i; j++) {
      if (j == k) continue;
      const c = column + ENTRY * <usize>j, to = at(matrix, i, j);
      const cr = v128.load(c), ci = v128.load(c + 16);
      v128.store(to, f32x4.sub(v128.load(to), timesRe(br, bi, cr, ci)));
      v128.store(to + 16, f32x4.sub(v128.load(to + 16), timesIm(br, bi, cr, ci)));
    }
  }
  for (let i = 0; i < side; i++) {
    const own = at(matrix, i, k), from = column + ENTRY * <usize>i;
    v128.store(own, v128.load(from));
    v128.store(own + 16, v128.load(from + 16));
  }
  v128.store(diagonal, f32x4.neg(pr));
  v128.store(diagonal + 16, f32x4.neg(pi));
}
