// Rings of four sites. The ring of site (x, y) has the corners 0 = (x, y), 1 = (x + 1, y),
// 2 = (x + 1, y + 1) and 3 = (x, y + 1), each with X = z - what it receives from outside:
// det = X0 X1 X2 X3 - (X0 + X2)(X1 + X3).

import { bondFactor, bondIm, bondRe, bondTerm } from "./bonds";
import { modulusSquare, timesIm, timesRe } from "./complex";
import { complexBytes, planeBytes, rowOf, width, wrapComplex } from "./rows";
import { takeFactors, takeTerms } from "./sums";

/** Re X of a corner: v less the messages p and q. */
@inline function cornerRe(v: usize, p: usize, q: usize): v128 {
  return f32x4.sub(v128.load(v), f32x4.add(v128.load(p), v128.load(q)));
}

/** Im X of a corner. */
@inline function cornerIm(y: v128, p: usize, q: usize): v128 {
  return f32x4.sub(y, f32x4.add(v128.load(p + planeBytes), v128.load(q + planeBytes)));
}

/** [A_p⁻¹] of a corner: (X_opposite · product - sum)/det of the two others. */
@inline function corneredInverse(
  to: usize, xr: v128, xi: v128, pr: v128, pi: v128, sr: v128, si: v128, dr: v128, di: v128,
): void {
  const re = f32x4.sub(timesRe(xr, xi, pr, pi), sr), im = f32x4.sub(timesIm(xr, xi, pr, pi), si);
  v128.store(to, timesRe(re, im, dr, di));
  v128.store(to + planeBytes, timesIm(re, im, dr, di));
}

/**
 * The inverses of the corners of the rings of a row, as quantities 0 … 3, and the row's part of
 * ln|det A| and of its derivative in t as far as messages stay as they are.
 *
 * @param above v of the next row
 * @param counted whether the row belongs to the strip
 */
export function ringRow(
  v: usize, above: usize, eta: f32, node: usize, ring: usize, row: i32, counted: bool,
): void {
  const y = f32x4.splat(eta), one = f32x4.splat(1);
  let low = rowOf(node, row), high = rowOf(node, row + 1), to = rowOf(ring, row);
  for (let x = 0; x < width; x += 4) {
    const east = low, west = low + complexBytes, south = low + 3 * complexBytes;
    const eastHigh = high, westHigh = high + complexBytes, northHigh = high + 2 * complexBytes;
    const x0r = cornerRe(v, west, south), x0i = cornerIm(y, west, south);
    const x1r = cornerRe(v + 4, east + 4, south + 4), x1i = cornerIm(y, east + 4, south + 4);
    const x2r = cornerRe(above + 4, eastHigh + 4, northHigh + 4);
    const x2i = cornerIm(y, eastHigh + 4, northHigh + 4);
    const x3r = cornerRe(above, westHigh, northHigh), x3i = cornerIm(y, westHigh, northHigh);
    const evensR = timesRe(x0r, x0i, x2r, x2i), evensI = timesIm(x0r, x0i, x2r, x2i);
    const oddsR = timesRe(x1r, x1i, x3r, x3i), oddsI = timesIm(x1r, x1i, x3r, x3i);
    const evenR = f32x4.add(x0r, x2r), evenI = f32x4.add(x0i, x2i);
    const oddR = f32x4.add(x1r, x3r), oddI = f32x4.add(x1i, x3i);
    const cutR = timesRe(evenR, evenI, oddR, oddI), cutI = timesIm(evenR, evenI, oddR, oddI);
    const detR = f32x4.sub(timesRe(evensR, evensI, oddsR, oddsI), cutR);
    const detI = f32x4.sub(timesIm(evensR, evensI, oddsR, oddsI), cutI);
    const square = modulusSquare(detR, detI), inverse = f32x4.div(one, square);
    const dr = f32x4.mul(detR, inverse), di = f32x4.neg(f32x4.mul(detI, inverse));
    corneredInverse(to, x2r, x2i, oddsR, oddsI, oddR, oddI, dr, di);
    corneredInverse(to + complexBytes, x3r, x3i, evensR, evensI, evenR, evenI, dr, di);
    corneredInverse(to + 2 * complexBytes, x0r, x0i, oddsR, oddsI, oddR, oddI, dr, di);
    corneredInverse(to + 3 * complexBytes, x1r, x1i, evensR, evensI, evenR, evenI, dr, di);
    if (counted) {
      // A site lies in four rings, a bond in two: |det|² Π |1 - m m'|² |1/(z - Σ m)|^6.
      const at = low + 4 * complexBytes;
      const tree = modulusSquare(v128.load(at), v128.load(at + planeBytes));
      const ar = bondRe(east, west + 4), ai = bondIm(east, west + 4);
      const north = low + 2 * complexBytes, southHigh = high + 3 * complexBytes;
      const br = bondRe(north, southHigh), bi = bondIm(north, southHigh);
      const a = bondFactor(ar, ai), b = bondFactor(br, bi);
      const term = f32x4.add(bondTerm(ar, ai, a), bondTerm(br, bi, b));
      let factor = f32x4.mul(a, b);
      factor = f32x4.mul(f32x4.mul(factor, tree), f32x4.mul(f32x4.mul(square, tree), tree));
      takeFactors(x, factor);
      takeTerms(x, f32x4.sub(term, timesRe(cutR, cutI, dr, di)));
    }
    v += 16, above += 16, low += 16, high += 16, to += 16;
  }
  wrapComplex(rowOf(ring + complexBytes, row));
  wrapComplex(rowOf(ring + 2 * complexBytes, row));
}
