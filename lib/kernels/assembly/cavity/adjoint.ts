// The response of the messages to the rings: adjoints λ_{k→j} run against the messages. Kept with j
// is b = λ_{k→j} m_{k→j}², quantity d for the message from direction d: what j passes on to k.

import { timesIm, timesRe } from "./complex";
import { complexBytes, planeBytes, rowOf, width, wrapComplex } from "./rows";
import { takeTerms } from "./sums";

/** b = λ m². */
@inline function returned(to: usize, re: v128, im: v128, message: usize): void {
  const mr = v128.load(message), mi = v128.load(message + planeBytes);
  const sr = timesRe(mr, mi, mr, mi), si = timesIm(mr, mi, mr, mi);
  v128.store(to, timesRe(re, im, sr, si));
  v128.store(to + planeBytes, timesIm(re, im, sr, si));
}

/**
 * λ as far as it comes from the rings themselves, as quantities 0 … 3 of the source, the tree's
 * inverse with what the rings add directly as quantity 4, and the first b.
 */
export function sourceRow(
  node: usize, ring: usize, source: usize, target: usize, row: i32,
): void {
  let here = rowOf(node, row), to = rowOf(source, row), out = target;
  let upper = rowOf(ring, row), lower = rowOf(ring, row - 1);
  for (let x = 0; x < width; x += 4) {
    const tree = here + 4 * complexBytes;
    // The four rings of a site by quadrant: the site is their corner 0, 1, 2 or 3.
    const northEast = upper, northWest = upper + complexBytes - 4;
    const southWest = lower + 2 * complexBytes - 4, southEast = lower + 3 * complexBytes;
    combine(to, tree, northEast, northWest, southWest, southEast);
    const p = planeBytes;
    combine(to + p, tree + p, northEast + p, northWest + p, southWest + p, southEast + p);
    const c = complexBytes;
    returned(out, v128.load(to), v128.load(to + p), here);
    returned(out + c, v128.load(to + c), v128.load(to + c + p), here + c);
    returned(out + 2 * c, v128.load(to + 2 * c), v128.load(to + 2 * c + p), here + 2 * c);
    returned(out + 3 * c, v128.load(to + 3 * c), v128.load(to + 3 * c + p), here + 3 * c);
    here += 16, to += 16, out += 16, upper += 16, lower += 16;
  }
  wrapComplex(target);
  wrapComplex(target + complexBytes);
}

/** One component, real or imaginary, of the source, from those of a site's four rings. */
@inline function combine(
  to: usize, tree: usize, northEast: usize, northWest: usize, southWest: usize, southEast: usize,
): void {
  const g = v128.load(tree), twice = f32x4.add(g, g);
  const ne = v128.load(northEast), nw = v128.load(northWest);
  const sw = v128.load(southWest), se = v128.load(southEast);
  // Rings that do not hold the bond in direction d see its message from outside.
  const east = f32x4.sub(f32x4.add(ne, se), twice), west = f32x4.sub(f32x4.add(nw, sw), twice);
  v128.store(to, f32x4.neg(west));
  v128.store(to + complexBytes, f32x4.neg(east));
  v128.store(to + 2 * complexBytes, f32x4.sub(twice, f32x4.add(sw, se)));
  v128.store(to + 3 * complexBytes, f32x4.sub(twice, f32x4.add(nw, ne)));
  v128.store(to + 4 * complexBytes, f32x4.add(g, f32x4.add(east, west)));
}

/**
 * One sweep of the adjoints.
 *
 * @param below, before, above the rows around of the sweep before
 * @param counted whether to add Σ λ m to the terms
 */
export function adjointRow(
  node: usize, source: usize, below: usize, before: usize, above: usize, target: usize, row: i32,
  counted: bool,
): void {
  const im = planeBytes;
  let east = before + complexBytes + 4, west = before - 4;
  let north = above + 3 * complexBytes, south = below + 2 * complexBytes;
  let here = rowOf(node, row), own = rowOf(source, row), to = target;
  for (let x = 0; x < width; x += 4) {
    const er = v128.load(east), ei = v128.load(east + im);
    const wr = v128.load(west), wi = v128.load(west + im);
    const nr = v128.load(north), ni = v128.load(north + im);
    const sr = v128.load(south), si = v128.load(south + im);
    const re = f32x4.add(f32x4.add(er, wr), f32x4.add(nr, sr));
    const ie = f32x4.add(f32x4.add(ei, wi), f32x4.add(ni, si));
    const c = complexBytes;
    pass(x, to, own, here, f32x4.sub(re, er), f32x4.sub(ie, ei), counted);
    pass(x, to + c, own + c, here + c, f32x4.sub(re, wr), f32x4.sub(ie, wi), counted);
    pass(x, to + 2 * c, own + 2 * c, here + 2 * c, f32x4.sub(re, nr), f32x4.sub(ie, ni), counted);
    pass(x, to + 3 * c, own + 3 * c, here + 3 * c, f32x4.sub(re, sr), f32x4.sub(ie, si), counted);
    east += 16, west += 16, north += 16, south += 16, here += 16, own += 16, to += 16;
  }
  wrapComplex(target);
  wrapComplex(target + complexBytes);
}

/** λ = source + others, and its b. */
@inline function pass(
  x: i32, to: usize, own: usize, message: usize, re: v128, im: v128, counted: bool,
): void {
  const lr = f32x4.add(v128.load(own), re), li = f32x4.add(v128.load(own + planeBytes), im);
  returned(to, lr, li, message);
  if (counted) {
    takeTerms(x, timesRe(lr, li, v128.load(message), v128.load(message + planeBytes)));
  }
}

/** One component, real or imaginary, of what the neighbours passed back, to be taken from G. */
@inline export function passedBack(below: usize, here: usize, above: usize, at: usize): v128 {
  return f32x4.add(
    f32x4.add(v128.load(here + complexBytes + at + 4), v128.load(here + at - 4)),
    f32x4.add(
      v128.load(above + 3 * complexBytes + at),
      v128.load(below + 2 * complexBytes + at),
    ),
  );
}
