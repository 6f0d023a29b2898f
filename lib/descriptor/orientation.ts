import { D4 } from "../lattice/d4.ts";
import { ONE_DIMENSIONAL, REFERENCE_DOUBLET, SYMMETRY_BASIS } from "./symmetry_basis.ts";
import { transformCoefficients } from "./symmetry_coefficients.ts";

/**
 * What decides the orientation, first things first: the reference doublet, which settles it unless
 * it lies on a mirror line or is 0; then the other doublets, then A2, B1 and B2.
 */
const KEYS: readonly number[] = [
  ...[...SYMMETRY_BASIS.keys()].filter((k) => k >= ONE_DIMENSIONAL).sort((a, b) =>
    Number(isReference(b)) - Number(isReference(a))
  ),
  ...[...SYMMETRY_BASIS.keys()].filter((k) =>
    k < ONE_DIMENSIONAL && SYMMETRY_BASIS[k].irrep !== "A1"
  ),
];

/**
 * The coefficients of an environment turned and mirrored into its standard orientation: of its
 * eight images the one whose reference doublet r has r_x ≥ r_y ≥ 0.
 *
 * Where r lies on a mirror line (r_y = 0, r_x = r_y or r = 0, as in symmetric environments), more
 * than one image has that, and the first coefficient in which they differ decides: the image where
 * it is largest is taken. So all eight images have the same result, whatever the environment.
 *
 * @param c coefficients, shape [45]
 * @returns shape [45]
 */
export function standardOrientation(c: Float64Array): Float64Array {
  return D4.map((_, g) => transformCoefficients(c, g))
    .reduce((best, image) => comesBefore(image, best) ? image : best);
}

function comesBefore(a: Float64Array, b: Float64Array): boolean {
  const decisive = KEYS.find((k) => a[k] !== b[k]);
  return decisive !== undefined && a[decisive] > b[decisive];
}

function isReference(k: number): boolean {
  return k === REFERENCE_DOUBLET || k === REFERENCE_DOUBLET + 1;
}
