import type { PlaneGeometry } from "./plane_geometry.ts";

/**
 * What every lattice offers. Electrons, networks and observables see a lattice through this
 * interface only, so a lattice of another geometry is one new file.
 */
export interface Lattice {
  /** Name of the geometry, as configurations and run records spell it. */
  readonly kind: string;
  /** Number of columns of sites; a field on the lattice is stored as `height` rows of `width`. */
  readonly width: number;
  /** Number of rows of sites. */
  readonly height: number;
  /** Number of sites N = width·height; site i sits in column `i % width` and row `⌊i / width⌋`. */
  readonly sites: number;
  /** Number z of nearest neighbours of every site. */
  readonly coordination: number;
  /** Nearest neighbours, shape [N, z] row-major: those of site i start at `i·z`. */
  readonly neighbours: Int32Array;
  /** +1 on sublattice A, -1 on sublattice B, shape [N]: (-1)^(x+y), e^{iQ·r} of a checkerboard. */
  readonly sublatticeSign: Int8Array;
  /** How the sites lie in the plane. */
  readonly geometry: PlaneGeometry;
}
