import { firstOf, ONE_DIMENSIONAL, REFERENCE_DOUBLET, SYMMETRY_BASIS } from "./symmetry_basis.ts";

const REFERENCE_SHELL = SYMMETRY_BASIS[REFERENCE_DOUBLET].shell;
const FIRST_NOT_A1 = firstOf("A2");

/** For each coefficient of A2, B1 and B2 that of the same representation on the reference shell. */
const REFERENCE_OF: readonly number[] = SYMMETRY_BASIS.map(({ irrep }) =>
  SYMMETRY_BASIS.findIndex((vector) => vector.irrep === irrep && vector.shell === REFERENCE_SHELL)
);

/**
 * The features of the paper (Sec. III) and of its authors' code, with norms for power spectra:
 *
 * - A1 coefficients as they are;
 * - A2, B1 and B2 coefficients times the sign of that of the reference shell, whose own take their
 *   signs from its doublet r: sgn(r_x r_y (r_x² - r_y²)), sgn(r_x² - r_y²) and sgn(r_x r_y);
 * - of each E doublet f its norm and its projection f·r / |r|, of r the norm and the larger of |r_x|
 *   and |r_y|.
 *
 * They do not tell all environments apart: a norm and a projection leave open to which side of r a
 * doublet points, and nothing ties the signs of most of the one-dimensional coefficients to r.
 *
 * @param c coefficients, shape [45]
 * @returns shape [45], each feature in the place of its coefficient
 */
export function paperFeatures(c: Float64Array): Float64Array {
  const features = c.slice();
  const rx = c[REFERENCE_DOUBLET];
  const ry = c[REFERENCE_DOUBLET + 1];
  const length = norm(rx, ry);
  const b1 = Math.sign(Math.abs(rx) - Math.abs(ry));
  const b2 = Math.sign(rx) * Math.sign(ry);
  const ownSign: Readonly<Record<string, number>> = { A2: b1 * b2, B1: b1, B2: b2 };
  for (let k = FIRST_NOT_A1; k < ONE_DIMENSIONAL; k++) {
    const reference = REFERENCE_OF[k];
    features[k] *= reference === k ? ownSign[SYMMETRY_BASIS[k].irrep] : Math.sign(c[reference]);
  }
  for (let k = ONE_DIMENSIONAL; k < c.length; k += 2) {
    features[k] = norm(c[k], c[k + 1]);
    features[k + 1] = length === 0 ? 0 : (c[k] * rx + c[k + 1] * ry) / length;
  }
  features[REFERENCE_DOUBLET + 1] = Math.max(Math.abs(rx), Math.abs(ry));
  return features;
}

function norm(x: number, y: number): number {
  return Math.sqrt(x * x + y * y);
}
