import type { Lattice } from "../lattice/lattice.ts";
import { spacing } from "../lattice/plane_geometry.ts";
import { fieldTransform } from "./power_spectrum.ts";
import { aroundCentre, centreIndex, type SpectrumCentre } from "./wave_vectors.ts";

/** How `structureFactor` treats the field. */
export interface StructureFactorOptions {
  /**
   * Whether the mean of the field is taken off first, which makes S(0) = 0 and changes no other
   * wave vector; false when left out.
   */
  readonly removeMean?: boolean;
  /**
   * Only for lattices with a basis, whose S is not the same in every zone: which wave vector, of all
   * with the same index, is meant, the one nearest to this centre; `origin` when left out.
   */
  readonly centre?: SpectrumCentre;
}

/**
 * The structure factor (Eq. 25) of a field on a periodic lattice, by a fast Fourier transform:
 *
 *   S(k) = (1/N) |Σ_i f_i e^{-ik·r_i}|².
 *
 * The factor 1/N (the paper prints none) makes S(k) of a disordered field independent of N and
 * gives (1/N) Σ_k S(k) = (1/N) Σ_i f_i². S(0) = N f̄² is kept unless `removeMean` is set: for
 * densities it is the trivial peak of the mean density, for the order parameter of Eq. (24) it is
 * the ordering peak itself. A perfect checkerboard f̄ ± Δ has S(π, π) = N Δ². On the honeycomb
 * lattice, whose sublattices lie above and below the middle of their row, the same field has
 * S(2π/√3, 2π/3) = ¾ N Δ² with `removeMean`.
 *
 * @param field densities n, distortions Q or the order parameter, shape [N]
 * @returns S, shape [height, width]: index a + width·b holds k = 2π (a/width, b/height) over
 *   the distances of columns and rows, so that k = 0 is in the corner and the ordering wave vector in
 *   the middle, at a = width/2, b = height/2
 * @throws {ShapeError} if the field does not hold one number a site
 * @throws {ParameterError} if a value is not finite
 */
export function structureFactor(
  lattice: Lattice,
  field: Float64Array,
  { removeMean = false, centre = "origin" }: StructureFactorOptions = {},
): Float64Array {
  const { sites, geometry } = lattice;
  const { re, im } = fieldTransform(lattice, field);
  if (removeMean) re[0] = im[0] = 0;
  const S = geometry.buckling === 0
    ? re.map((x, k) => x * x + im[k] * im[k])
    : buckledSpectrum(lattice, re, im, centre);
  for (let k = 0; k < S.length; k++) S[k] /= sites;
  return S;
}

/**
 * |f̃(k)|² where sublattices A and B (s = ±1) lie a height ±h beside their rows. The sum over rows and
 * columns F(k) is that of sites without it; e^{-ik_y h s} = cos k_y h - i s sin k_y h, and the sum
 * with s is F half a zone away.
 */
function buckledSpectrum(
  lattice: Lattice,
  re: Float64Array,
  im: Float64Array,
  centre: SpectrumCentre,
): Float64Array {
  const { width, height, geometry } = lattice;
  const [, rows] = spacing(geometry);
  const from = centreIndex(lattice, centre);
  return re.map((_, k) => {
    const [, b] = aroundCentre(lattice, from, k);
    const angle = 2 * Math.PI * (b + from[1]) / (height * rows) * geometry.buckling;
    const cosine = Math.cos(angle), sine = Math.sin(angle);
    const column = (k % width + width / 2) % width;
    const other = column + width * ((Math.floor(k / width) + height / 2) % height);
    // cos F(k) - i sin F(k + Q)
    const real = cosine * re[k] + sine * im[other];
    const imaginary = cosine * im[k] - sine * re[other];
    return real * real + imaginary * imaginary;
  });
}
