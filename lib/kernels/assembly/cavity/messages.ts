// Messages m_{j→i} = 1/(z_j - Σ_{k≠i} m_{k→j}) in units of t, stored with their sender: quantity d of
// a level is what a site sends in direction d. Directions 0 … 3 are +x, -x, +y, -y, so that d and
// d ^ 1 are opposite.

import { inverseSquare, modulusSquare } from "./complex";
import { complexBytes, planeBytes, rowOf, width, wrapComplex } from "./rows";

/**
 * First messages, the same in all directions: those of a uniform tree, 3m² - z m + 1 = 0, with the
 * sender's z everywhere: m = 2/(z + √(z² - 12)), the root in the upper half plane.
 */
export function startRow(v: usize, eta: f32, target: usize): void {
  const y = f32x4.splat(eta), half = f32x4.splat(0.5), two = f32x4.splat(2);
  const below = f32x4.splat(eta * eta + 12);
  let to = target;
  for (let x = 0; x < width; x += 4) {
    const x0 = v128.load(v);
    const re = f32x4.sub(f32x4.mul(x0, x0), below);
    const im = f32x4.mul(f32x4.mul(two, x0), y);
    const modulus = f32x4.sqrt(modulusSquare(re, im));
    const large = f32x4.sqrt(f32x4.mul(half, f32x4.add(modulus, f32x4.abs(re))));
    const small = f32x4.div(f32x4.mul(half, im), large);
    const right = f32x4.ge(re, f32x4.splat(0));
    // The larger part is real right of the imaginary axis, with the sign of Im z² = 2 v y.
    const sign = v128.and(x0, i32x4.splat(0x80000000));
    const rootRe = v128.bitselect(v128.or(large, sign), small, right);
    const rootIm = v128.bitselect(f32x4.abs(small), large, right);
    const sumRe = f32x4.add(x0, rootRe), sumIm = f32x4.add(y, rootIm);
    const scale = f32x4.mul(two, inverseSquare(sumRe, sumIm));
    v128.store(to, f32x4.mul(sumRe, scale));
    v128.store(to + planeBytes, f32x4.neg(f32x4.mul(sumIm, scale)));
    v += 16, to += 16;
  }
  wrapComplex(target);
}

/**
 * One sweep: what a site sends, from what its neighbours sent to it.
 *
 * @param below, here, above the rows around of the sweep before
 * @param step bytes between their directions: 0 where a site sends the same in all
 */
export function sweepRow(
  v: usize, eta: f32, below: usize, here: usize, above: usize, step: usize, target: usize,
): void {
  const y = f32x4.splat(eta), one = f32x4.splat(1);
  const im = planeBytes;
  let east = here + step + 4, west = here - 4, north = above + 3 * step, south = below + 2 * step;
  let to = target;
  for (let x = 0; x < width; x += 4) {
    const er = v128.load(east), ei = v128.load(east + im);
    const wr = v128.load(west), wi = v128.load(west + im);
    const nr = v128.load(north), ni = v128.load(north + im);
    const sr = v128.load(south), si = v128.load(south + im);
    // z - Σ m, and what each direction must not count.
    const re = f32x4.sub(v128.load(v), f32x4.add(f32x4.add(er, wr), f32x4.add(nr, sr)));
    const ie = f32x4.sub(y, f32x4.add(f32x4.add(ei, wi), f32x4.add(ni, si)));
    send(to, f32x4.add(re, er), f32x4.add(ie, ei), one);
    send(to + complexBytes, f32x4.add(re, wr), f32x4.add(ie, wi), one);
    send(to + 2 * complexBytes, f32x4.add(re, nr), f32x4.add(ie, ni), one);
    send(to + 3 * complexBytes, f32x4.add(re, sr), f32x4.add(ie, si), one);
    v += 16, to += 16, east += 16, west += 16, north += 16, south += 16;
  }
  wrapComplex(target);
  wrapComplex(target + complexBytes);
}

@inline function send(to: usize, re: v128, im: v128, one: v128): void {
  const inverse = f32x4.div(one, modulusSquare(re, im));
  v128.store(to, f32x4.mul(re, inverse));
  v128.store(to + planeBytes, f32x4.neg(f32x4.mul(im, inverse)));
}

/**
 * What a site receives from direction d as quantities 0 … 3 of the node, and the inverse of the tree
 * approximation, 1/(z - Σ m), as quantity 4.
 */
export function nodeRow(
  v: usize, eta: f32, below: usize, here: usize, above: usize, step: usize, node: usize, row: i32,
): void {
  const y = f32x4.splat(eta);
  const im = planeBytes;
  let east = here + step + 4, west = here - 4, north = above + 3 * step, south = below + 2 * step;
  let to = rowOf(node, row);
  for (let x = 0; x < width; x += 4) {
    const er = v128.load(east), ei = v128.load(east + im);
    const wr = v128.load(west), wi = v128.load(west + im);
    const nr = v128.load(north), ni = v128.load(north + im);
    const sr = v128.load(south), si = v128.load(south + im);
    const re = f32x4.sub(v128.load(v), f32x4.add(f32x4.add(er, wr), f32x4.add(nr, sr)));
    const ie = f32x4.sub(y, f32x4.add(f32x4.add(ei, wi), f32x4.add(ni, si)));
    put(to, er, ei);
    put(to + complexBytes, wr, wi);
    put(to + 2 * complexBytes, nr, ni);
    put(to + 3 * complexBytes, sr, si);
    send(to + 4 * complexBytes, re, ie, f32x4.splat(1));
    v += 16, to += 16, east += 16, west += 16, north += 16, south += 16;
  }
  for (let d: usize = 0; d < 4; d++) wrapComplex(rowOf(node + d * complexBytes, row));
}

@inline function put(to: usize, re: v128, im: v128): void {
  v128.store(to, re);
  v128.store(to + planeBytes, im);
}
