import { ParameterError } from "../errors.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { squaredReach } from "../lattice/sites_in_plane.ts";
import { spacing } from "../lattice/plane_geometry.ts";
import { requireSpectrum, type SpectrumCentre, waveVectorLengths } from "./wave_vectors.ts";

/** A structure factor averaged over directions. */
export interface SpectralProfile {
  /** Mean |k - k0| of the wave vectors in each bin, in rising order. */
  readonly k: Float64Array;
  /** Mean S of each bin. */
  readonly S: Float64Array;
  /** Number of wave vectors in each bin. */
  readonly count: Int32Array;
}

/** Options of `circularAverage`. */
export interface CircularAverageOptions {
  /** Where |k| is measured from; `origin` when left out. */
  readonly centre?: SpectrumCentre;
  /** Width of the bins; 2π over the shortest way around the lattice when left out. */
  readonly binWidth?: number;
}

/**
 * The circular average S(|k - k0|). The first bin is the centre alone, bin j ≥ 1 holds the wave
 * vectors with |k - k0| from (j - 1/2) to (j + 1/2) bin widths; empty bins are left out. It ends at
 * |k - k0| = π over the larger of the distances of columns and rows: beyond, circles leave the zone.
 *
 * @param S structure factor of one field or averaged over an ensemble, shape [N]
 * @throws {ShapeError} if S is of another lattice
 * @throws {ParameterError} if the bin width is not positive
 */
export function circularAverage(
  lattice: Lattice,
  S: Float64Array,
  options: CircularAverageOptions = {},
): SpectralProfile {
  const { centre = "origin", binWidth = Math.PI / Math.sqrt(squaredReach(lattice)) } = options;
  requireSpectrum(lattice, S);
  if (!(binWidth > 0 && Number.isFinite(binWidth))) {
    throw new ParameterError(
      `The bin width must be a positive number: current value is ${binWidth}`,
    );
  }
  const lengths = waveVectorLengths(lattice, centre);
  const largest = Math.PI / Math.max(...spacing(lattice.geometry));
  const bins = Math.floor(largest / binWidth + 0.5) + 2;
  const k = new Float64Array(bins);
  const sum = new Float64Array(bins);
  const count = new Int32Array(bins);
  for (let i = 0; i < S.length; i++) {
    // A hair above: that point of the zone boundary is inside however it was rounded.
    if (lengths[i] > largest * (1 + 1e-12)) continue;
    const bin = lengths[i] === 0 ? 0 : Math.max(1, Math.floor(lengths[i] / binWidth + 0.5));
    k[bin] += lengths[i];
    sum[bin] += S[i];
    count[bin]++;
  }
  const filled = Array.from(count.keys()).filter((bin) => count[bin] > 0);
  return {
    k: Float64Array.from(filled, (bin) => k[bin] / count[bin]),
    S: Float64Array.from(filled, (bin) => sum[bin] / count[bin]),
    count: Int32Array.from(filled, (bin) => count[bin]),
  };
}
