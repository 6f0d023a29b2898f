import { standardOrientation } from "./orientation.ts";
import { ONE_DIMENSIONAL, REFERENCE_DOUBLET } from "./symmetry_basis.ts";

/**
 * Features that tell any two environments apart that are not images of each other:
 *
 * - A1 coefficients as they are;
 * - A2, B1 and B2 coefficients with signs from the reference doublet r: times
 *   sgn(r_x r_y (r_x² - r_y²)), sgn(r_x² - r_y²) and sgn(r_x r_y);
 * - of each E doublet f its components along and across r, f·r̂ and (f × r̂) sgn(r_x r_y (r_x² - r_y²)),
 *   of r itself the larger and the smaller of |r_x| and |r_y|.
 *
 * That is the environment in its standard orientation, its doublets seen in a frame along r. Where r
 * lies on a mirror line the signs are those of the standard orientation, and where r = 0 the frame
 * is along x.
 *
 * @param c coefficients, shape [45]
 * @returns shape [45], each feature in the place of its coefficient
 */
export function completeFeatures(c: Float64Array): Float64Array {
  const features = standardOrientation(c);
  const rx = features[REFERENCE_DOUBLET];
  const ry = features[REFERENCE_DOUBLET + 1];
  // The direction of r in [0°, 45°] without squares that could underflow.
  const slope = rx === 0 ? 0 : ry / rx;
  const cosine = 1 / Math.sqrt(1 + slope * slope);
  const sine = slope * cosine;
  for (let k = ONE_DIMENSIONAL; k < c.length; k += 2) {
    if (k === REFERENCE_DOUBLET) continue;
    const [x, y] = features.subarray(k, k + 2);
    features[k] = x * cosine + y * sine;
    features[k + 1] = x * sine - y * cosine;
  }
  return features;
}
