import type { Lattice } from "../lattice/lattice.ts";
import { powerSpectrum } from "./power_spectrum.ts";

/** How `structureFactor` treats the field. */
export interface StructureFactorOptions {
  /**
   * Whether the mean of the field is taken off first, which makes S(0) = 0 and changes no other
   * wave vector; false when left out.
   */
  readonly removeMean?: boolean;
}

/**
 * The structure factor (Eq. 25) of a field on a periodic lattice, by a fast Fourier transform:
 *
 *   S(k) = (1/N) |Σ_i f_i e^{-ik·r_i}|².
 *
 * The factor 1/N (the paper prints none) makes S(k) of a disordered field independent of N and
 * gives (1/N) Σ_k S(k) = (1/N) Σ_i f_i². S(0) = N f̄² is kept unless `removeMean` is set: for
 * densities it is the trivial peak of the mean density, for the order parameter of Eq. (24) it is
 * the ordering peak itself. A perfect checkerboard f̄ ± Δ has S(π, π) = N Δ².
 *
 * @param field densities n, distortions Q or the order parameter, shape [N]
 * @returns S, shape [height, width]: index a + width·b holds k = 2π (a/width, b/height), so that
 *   k = 0 is in the corner and (π, π) in the middle, at a = width/2, b = height/2
 * @throws {ShapeError} if the field does not hold one number a site
 * @throws {ParameterError} if a value is not finite
 */
export function structureFactor(
  lattice: Lattice,
  field: Float64Array,
  { removeMean = false }: StructureFactorOptions = {},
): Float64Array {
  const S = powerSpectrum(lattice, field);
  for (let k = 0; k < S.length; k++) S[k] /= lattice.sites;
  if (removeMean) S[0] = 0;
  return S;
}
