// Diagonal and bond entries of (H - μ + i y T)⁻¹ and the determinant, for two poles at a time, by
// multifrontal L D Lᵀ and selected inversion (Lin, Lu, Ying, Car and E, Comm. Math. Sci. 7, 755
// (2009)). The plan in memory comes from lib/electrons/selected_inversion/.

import { eliminate } from "./selected_inversion/factorize";
import { bondSum, invertSupernode, startBondSum } from "./selected_inversion/invert";
import {
  finishDeterminant, logarithm0, logarithm1, startDeterminant,
} from "./selected_inversion/pivot";
import { Supernode } from "./selected_inversion/supernode";

/** First byte above this kernel's static data. */
export function heapBase(): usize {
  return __heap_base;
}

/**
 * Factorises and inverts for the poles y0 T and y1 T.
 *
 * @param nodes records of the supernodes in postorder, `count` of them
 * @param onsite v_i as f64, shape [N]
 * @param diagonal receives Σ weight·Re Z_ii over both poles as f64, shape [N]
 * @param sums receives three f64: ln|det|² - 2N ln(yT) of each pole, and Σ weight·Re Z_ij over all
 * bonds and both poles
 */
export function selectedInversion(
  nodes: usize, count: i32, front: usize, scratch: usize, panel: i32,
  onsite: usize, chemicalPotential: f64, hopping: f64,
  y0: f64, y1: f64, weight0: f64, weight1: f64, diagonal: usize, sums: usize,
): void {
  const imaginary = f64x2.replace_lane(f64x2.splat(y0), 1, y1);
  const weights = f64x2.replace_lane(f64x2.splat(weight0), 1, weight1);
  const inverseSquares = f64x2.div(f64x2.splat(1), f64x2.mul(imaginary, imaginary));
  const record = offsetof<Supernode>();
  startDeterminant();
  for (let k = 0; k < count; k++) {
    eliminate(
      changetype<Supernode>(nodes + <usize>k * record), front, scratch, onsite,
      chemicalPotential, hopping, imaginary, inverseSquares, panel,
    );
  }
  finishDeterminant();
  startBondSum();
  for (let k = count - 1; k >= 0; k--) {
    invertSupernode(
      changetype<Supernode>(nodes + <usize>k * record), front, weights, diagonal, panel,
    );
  }
  store<f64>(sums, logarithm0);
  store<f64>(sums, logarithm1, 8);
  store<f64>(sums, bondSum, 16);
}
