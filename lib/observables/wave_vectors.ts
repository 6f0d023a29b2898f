import { ParameterError, ShapeError } from "../errors.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { minimumImage, requireSquareGeometry } from "../lattice/offset.ts";

/**
 * The wave vector that lengths are measured from: `origin`, k = 0, where the order parameter of
 * Eq. (24) orders, or `ordering`, Q = (π, π), where densities and distortions do.
 */
export type SpectrumCentre = "origin" | "ordering";

/**
 * Distance |k - k0| of every wave vector of a periodic square lattice from a centre k0, taken
 * around the Brillouin zone the shorter way, shape [N] in the layout of `structureFactor`.
 *
 * @throws {ParameterError} if the centre is unknown or the lattice is not square in kind
 */
export function waveVectorLengths(lattice: Lattice, centre: SpectrumCentre): Float64Array {
  requireSquareGeometry(lattice);
  if (centre !== "origin" && centre !== "ordering") {
    throw new ParameterError(
      `Unknown centre "${centre}" of the spectrum: accepted are origin, ordering`,
    );
  }
  const { width, height, sites } = lattice;
  const [a0, b0] = centre === "origin" ? [0, 0] : [width / 2, height / 2];
  return Float64Array.from({ length: sites }, (_, k) => {
    const [a, b] = minimumImage(lattice, [k % width - a0, Math.floor(k / width) - b0]);
    return 2 * Math.PI * Math.sqrt((a / width) ** 2 + (b / height) ** 2);
  });
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
