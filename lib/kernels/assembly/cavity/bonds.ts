// The bonds from a site to +x and to +y in the tree approximation of ln det A.

import { modulusSquare, timesIm, timesRe } from "./complex";
import { complexBytes, planeBytes, rowOf, width } from "./rows";
import { takeFactors, takeTerms } from "./sums";

/** Re m m' of the messages along a bond. */
@inline export function bondRe(m: usize, opposite: usize): v128 {
  const br = v128.load(opposite), bi = v128.load(opposite + planeBytes);
  return timesRe(v128.load(m), v128.load(m + planeBytes), br, bi);
}

/** Im m m'. */
@inline export function bondIm(m: usize, opposite: usize): v128 {
  const br = v128.load(opposite), bi = v128.load(opposite + planeBytes);
  return timesIm(v128.load(m), v128.load(m + planeBytes), br, bi);
}

/** |1 - m m'|². */
@inline export function bondFactor(re: v128, im: v128): v128 {
  return modulusSquare(f32x4.sub(f32x4.splat(1), re), im);
}

/** Re m m'/(1 - m m'), without cancellation where it is small. */
@inline export function bondTerm(re: v128, im: v128, factor: v128): v128 {
  return f32x4.div(f32x4.sub(re, modulusSquare(re, im)), factor);
}

/** Sums of a row of the tree approximation: Π |z - Σ m|²/Π |1 - m m'|², and -Σ of the bonds' terms. */
export function treeSumsRow(node: usize, row: i32): void {
  let here = rowOf(node, row), above = rowOf(node, row + 1);
  for (let x = 0; x < width; x += 4) {
    const at = here + 4 * complexBytes;
    const west = here + complexBytes + 4, south = above + 3 * complexBytes;
    const north = here + 2 * complexBytes;
    const ar = bondRe(here, west), ai = bondIm(here, west);
    const br = bondRe(north, south), bi = bondIm(north, south);
    const a = bondFactor(ar, ai), b = bondFactor(br, bi);
    const tree = modulusSquare(v128.load(at), v128.load(at + planeBytes));
    takeFactors(x, f32x4.div(f32x4.splat(1), f32x4.mul(f32x4.mul(a, b), tree)));
    takeTerms(x, f32x4.neg(f32x4.add(bondTerm(ar, ai, a), bondTerm(br, bi, b))));
    here += 16, above += 16;
  }
}
