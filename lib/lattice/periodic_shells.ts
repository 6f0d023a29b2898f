import type { Lattice } from "./lattice.ts";
import { minimumImage } from "./minimum_image.ts";
import { squaredDistance } from "./plane_geometry.ts";

/**
 * The translations of a periodic lattice sorted by length, where the length of a displacement is
 * that of its shortest image.
 *
 * Displacement d stands for dx = d % width and dy = ⌊d / width⌋, as a correlation function G(d) is
 * stored.
 */
export interface PeriodicShells {
  /** Squared length of each shell in rising order, from 0, shape [S]. */
  readonly squaredDistance: Float64Array;
  /** Length of each shell, shape [S]. */
  readonly distance: Float64Array;
  /** Number of displacements in each shell, shape [S]. */
  readonly count: Int32Array;
  /** The shell of each displacement, shape [N]; -1 where it is no translation of the lattice. */
  readonly shellOf: Int32Array;
}

const cache = new WeakMap<Lattice, PeriodicShells>();

/** The shells of a periodic lattice; computed once for each lattice. */
export function periodicShells(lattice: Lattice): PeriodicShells {
  const known = cache.get(lattice);
  if (known) return known;
  const { geometry, width, sites } = lattice;
  const lengths = new Float64Array(sites);
  for (let d = 0; d < sites; d++) {
    const offset = minimumImage(lattice, [d % width, Math.floor(d / width)]);
    lengths[d] = geometry.isTranslation(offset) ? squaredDistance(geometry, offset) : -1;
  }
  const squares = Float64Array.from(new Set(lengths)).filter((r2) => r2 >= 0).sort();
  const indexOf = new Map(Array.from(squares, (r2, shell) => [r2, shell]));
  const shellOf = new Int32Array(sites);
  const count = new Int32Array(squares.length);
  for (let d = 0; d < sites; d++) {
    shellOf[d] = indexOf.get(lengths[d]) ?? -1;
    if (shellOf[d] >= 0) count[shellOf[d]]++;
  }
  const shells = { squaredDistance: squares, distance: squares.map(Math.sqrt), count, shellOf };
  cache.set(lattice, shells);
  return shells;
}
