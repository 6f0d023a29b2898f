import { validateField } from "../lattice/field.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { transformOf } from "./fourier/lattice_transform.ts";

/**
 * f̃(k) = Σ_i f_i e^{-ik·r_i} of a real field, the sites taken where columns and rows cross, without
 * any factor: real and imaginary part, shape [N], index a + width·b for k = 2π (a/width, b/height).
 */
export function fieldTransform(
  lattice: Lattice,
  field: Float64Array,
): { readonly re: Float64Array; readonly im: Float64Array } {
  validateField(lattice, field);
  const parts = { re: field.slice(), im: new Float64Array(lattice.sites) };
  transformOf(lattice).forward(parts);
  return parts;
}

/** |f̃(k)|² of a real field, shape [N] as `fieldTransform` has it. */
export function powerSpectrum(lattice: Lattice, field: Float64Array): Float64Array {
  const { re, im } = fieldTransform(lattice, field);
  for (let k = 0; k < re.length; k++) re[k] = re[k] * re[k] + im[k] * im[k];
  return re;
}
