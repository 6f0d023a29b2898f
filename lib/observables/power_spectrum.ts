import { validateField } from "../lattice/field.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { transformOf } from "./fourier/lattice_transform.ts";

/**
 * |f̃(k)|² of a real field with f̃(k) = Σ_i f_i e^{-ik·r_i}, without any factor, shape [N]: index
 * a + width·b holds k = 2π (a/width, b/height).
 */
export function powerSpectrum(lattice: Lattice, field: Float64Array): Float64Array {
  validateField(lattice, field);
  const re = field.slice();
  const im = new Float64Array(lattice.sites);
  transformOf(lattice).forward({ re, im });
  for (let k = 0; k < re.length; k++) re[k] = re[k] * re[k] + im[k] * im[k];
  return re;
}
