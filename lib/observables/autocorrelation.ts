import type { Lattice } from "../lattice/lattice.ts";
import { transformOf } from "./fourier/lattice_transform.ts";
import { powerSpectrum } from "./power_spectrum.ts";

/**
 * The correlation function of a field with itself for every displacement of a periodic lattice,
 *
 *   G(d) = (1/N) Σ_i f_i f_{i+d},
 *
 * by two fast Fourier transforms (Wiener-Khinchin). G(0) is the mean of f²; no mean is taken off.
 *
 * @param field one number a site, shape [N]
 * @returns G, shape [N]: index dx + width·dy, with dx and dy taken modulo the sides
 * @throws {ShapeError} if the field does not hold one number a site
 * @throws {ParameterError} if a value is not finite
 */
export function autocorrelation(lattice: Lattice, field: Float64Array): Float64Array {
  const re = powerSpectrum(lattice, field);
  const im = new Float64Array(lattice.sites);
  transformOf(lattice).inverse({ re, im });
  for (let d = 0; d < re.length; d++) re[d] /= lattice.sites ** 2;
  return re;
}
