import { ParameterError, ShapeError } from "../errors.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { minimumImage } from "../lattice/minimum_image.ts";
import type { Offset } from "../lattice/offset.ts";
import { spacing } from "../lattice/plane_geometry.ts";

/**
 * The wave vector that lengths are measured from: `origin`, k = 0, where the order parameter of
 * Eq. (24) orders, or `ordering`, Q, where densities and distortions do: (π, π) on the square
 * lattice, the reciprocal-lattice vector (2π/√3, 2π/3) on the honeycomb lattice.
 */
export type SpectrumCentre = "origin" | "ordering";

/** Q of the density wave that changes sign between neighbours: (π over the distance of columns, of rows). */
export function orderingWaveVector({ geometry }: Lattice): readonly [kx: number, ky: number] {
  const [x, y] = spacing(geometry);
  return [Math.PI / x, Math.PI / y];
}

/**
 * Distance |k - k0| of every wave vector of a periodic lattice from a centre k0, taken around the
 * zone of wave vectors the shorter way, shape [N] in the layout of `structureFactor`.
 *
 * @throws {ParameterError} if the centre is unknown
 */
export function waveVectorLengths(lattice: Lattice, centre: SpectrumCentre): Float64Array {
  const { width, height, sites, geometry } = lattice;
  const [x, y] = spacing(geometry);
  const from = centreIndex(lattice, centre);
  return Float64Array.from({ length: sites }, (_, k) => {
    const [a, b] = aroundCentre(lattice, from, k);
    return 2 * Math.PI * Math.sqrt((a / (width * x)) ** 2 + (b / (height * y)) ** 2);
  });
}

/**
 * The place (a, b) of a centre among the wave vectors.
 *
 * @throws {ParameterError} if the centre is unknown
 */
export function centreIndex({ width, height }: Lattice, centre: SpectrumCentre): Offset {
  if (centre !== "origin" && centre !== "ordering") {
    throw new ParameterError(
      `Unknown centre "${centre}" of the spectrum: accepted are origin, ordering`,
    );
  }
  return centre === "origin" ? [0, 0] : [width / 2, height / 2];
}

/** How far from a centre the wave vector of index k lies, by the nearest of its images. */
export function aroundCentre(lattice: Lattice, [a0, b0]: Offset, k: number): Offset {
  const { width } = lattice;
  return minimumImage(lattice, [k % width - a0, Math.floor(k / width) - b0]);
}

/** Refuses a spectrum of another lattice. */
export function requireSpectrum(lattice: Lattice, S: Float64Array): void {
  if (S.length !== lattice.sites) {
    throw new ShapeError(
      `A structure factor of the ${lattice.width}×${lattice.height} lattice has ` +
        `${lattice.sites} values: got ${S.length}`,
    );
  }
}
