// The bonds from a site to +x and to +y in the tree approximation of ln det A.

import { modulusSquare, timesIm, timesRe } from "./complex";
import { complexBytes, planeBytes, rowOf, width } from "./rows";
import { takeFactorsOfOneAnd, takeTerms } from "./sums";

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

/** |1 - m m'|² - 1. */
@inline function bondExcess(re: v128, im: v128): v128 {
  return f32x4.sub(modulusSquare(re, im), f32x4.add(re, re));
}

/**
 * Sums of a row of the tree approximation: Π |z - Σ m|²/η² / Π |1 - m m'|², and -Σ of the bonds'
 * terms. Far poles have large weights and factors close to 1: what they differ from 1 by is computed
 * as such, so that Ω does not lose it in rounding.
 */
export function treeSumsRow(v: usize, eta: f32, node: usize, row: i32): void {
  const one = f32x4.splat(1), twice = f32x4.splat(2 * eta), scale = f32x4.splat(1 / (eta * eta));
  let here = rowOf(node, row), above = rowOf(node, row + 1);
  for (let x = 0; x < width; x += 4) {
    const east = here, west = here + complexBytes;
    const north = here + 2 * complexBytes, south = here + 3 * complexBytes;
    const westThere = west + 4, southThere = above + 3 * complexBytes;
    const ar = bondRe(east, westThere), ai = bondIm(east, westThere);
    const br = bondRe(north, southThere), bi = bondIm(north, southThere);
    const p = planeBytes;
    // |v - Re Σ m + i (η - Im Σ m)|²/η² - 1, and both bonds' excess.
    const re = f32x4.sub(
      v128.load(v),
      f32x4.add(
        f32x4.add(v128.load(east), v128.load(west)),
        f32x4.add(v128.load(north), v128.load(south)),
      ),
    );
    const im = f32x4.add(
      f32x4.add(v128.load(east + p), v128.load(west + p)),
      f32x4.add(v128.load(north + p), v128.load(south + p)),
    );
    const site = f32x4.mul(
      scale,
      f32x4.add(f32x4.mul(re, re), f32x4.mul(im, f32x4.sub(im, twice))),
    );
    const a = bondExcess(ar, ai), b = bondExcess(br, bi);
    const both = f32x4.add(a, f32x4.relaxed_madd(a, b, b));
    const bonds = f32x4.neg(f32x4.div(both, f32x4.add(one, both)));
    takeFactorsOfOneAnd(x, f32x4.add(site, f32x4.relaxed_madd(site, bonds, bonds)));
    takeTerms(
      x,
      f32x4.neg(
        f32x4.add(bondTerm(ar, ai, f32x4.add(one, a)), bondTerm(br, bi, f32x4.add(one, b))),
      ),
    );
    v += 16, here += 16, above += 16;
  }
}
