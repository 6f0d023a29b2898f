import { ParameterError } from "../errors.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { requireSquareGeometry } from "../lattice/minimum_image.ts";
import { requireSpectrum, type SpectrumCentre, waveVectorLengths } from "./wave_vectors.ts";

/** Lengths from the moments of a structure factor, in lattice constants. */
export interface MomentLengths {
  /** 2π/⟨k⟩ with ⟨k⟩ = Σ |k| S(k) / Σ S(k). */
  readonly first: number;
  /** 2π/√⟨k²⟩ with ⟨k²⟩ = Σ k² S(k) / Σ S(k). */
  readonly second: number;
}

/** Options of the lengths from a structure factor. */
export interface SpectralLengthOptions {
  /** Where k is measured from; `origin` when left out. */
  readonly centre?: SpectrumCentre;
  /** Largest |k| of the sums; π when left out. */
  readonly cutoff?: number;
}

/**
 * Domain sizes from the first and second moment of S(k), an alternative to C(L) = 1/2 that needs no
 * interpolation. The centre counts in the denominators; infinite if all weight is there.
 *
 * Sharp domain walls give the tail S ~ k⁻³ of Porod's law, for which the first moment depends on
 * the cutoff logarithmically and the second linearly. At a fixed cutoff both grow too slowly (model
 * A, t from 100 to 1000: exponents 0.38 and 0.25 for a true 1/2, where C(L) = 1/2 gives 0.49): they
 * serve comparisons at one time, not exponents.
 *
 * @param S structure factor of one field or averaged over an ensemble, shape [N]
 * @throws {ShapeError} if S is of another lattice
 * @throws {ParameterError} if the cutoff is not positive
 */
export function momentLengths(
  lattice: Lattice,
  S: Float64Array,
  { centre = "origin", cutoff = Math.PI }: SpectralLengthOptions = {},
): MomentLengths {
  requireSpectrum(lattice, S);
  if (!(cutoff > 0)) {
    throw new ParameterError(`The cutoff must be a positive number: current value is ${cutoff}`);
  }
  const lengths = waveVectorLengths(lattice, centre);
  let zeroth = 0, first = 0, second = 0;
  for (let i = 0; i < S.length; i++) {
    const k = lengths[i];
    if (k > cutoff) continue;
    zeroth += S[i];
    first += k * S[i];
    second += k * k * S[i];
  }
  return { first: 2 * Math.PI * zeroth / first, second: 2 * Math.PI * Math.sqrt(zeroth / second) };
}

/**
 * The second-moment correlation length of lattice field theory,
 *
 *   ξ = √(S(k0)/S(k0 + k_min) - 1) / (2 sin(k_min/2)),   k_min = 2π/side,
 *
 * with S averaged over ±k_min and ξ² over the two axes. It is exact for the lattice
 * Ornstein-Zernike form and uses the smallest wave vectors alone, so it knows nothing of walls or
 * of the cutoff; it needs S averaged over an ensemble, with the mean of the field kept.
 *
 * @param S structure factor averaged over an ensemble, shape [N]
 * @returns ξ in lattice constants, NaN where S does not fall away from the centre
 * @throws {ShapeError} if S is of another lattice
 * @throws {ParameterError} if the lattice is not square in kind
 */
export function secondMomentCorrelationLength(
  lattice: Lattice,
  S: Float64Array,
  centre: SpectrumCentre = "origin",
): number {
  requireSquareGeometry(lattice);
  requireSpectrum(lattice, S);
  const { width, height, sites } = lattice;
  const k0 = waveVectorLengths(lattice, centre).indexOf(0);
  const [a, b] = [k0 % width, Math.floor(k0 / width)];
  const at = (a: number, b: number) => S[(a + width) % width + (width * (b + height)) % sites];
  const peak = at(a, b);
  const alongX = (at(a + 1, b) + at(a - 1, b)) / 2;
  const alongY = (at(a, b + 1) + at(a, b - 1)) / 2;
  const squared = (side: number, S1: number) =>
    (peak / S1 - 1) / (2 * Math.sin(Math.PI / side)) ** 2;
  return Math.sqrt((squared(width, alongX) + squared(height, alongY)) / 2);
}
