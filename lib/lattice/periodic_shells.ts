import type { Lattice } from "./lattice.ts";
import { minimumImage, requireSquareGeometry, squaredLength } from "./offset.ts";

/**
 * The displacements of a periodic square lattice sorted by length, where the length of a
 * displacement is that of its shortest image.
 *
 * Displacement d stands for dx = d % width and dy = ⌊d / width⌋, as a correlation function G(d) is
 * stored.
 */
export interface PeriodicShells {
  /** Squared length of each shell in rising order, from 0, shape [S]. */
  readonly squaredDistance: Float64Array;
  /** Length of each shell, shape [S]. */
  readonly distance: Float64Array;
  /** Number of displacements in each shell, shape [S]; they add up to N. */
  readonly count: Int32Array;
  /** The shell of each displacement, shape [N]. */
  readonly shellOf: Int32Array;
}

const cache = new WeakMap<Lattice, PeriodicShells>();

/**
 * The shells of a periodic square lattice; computed once for each lattice.
 *
 * @throws {ParameterError} if the lattice is not square in kind
 */
export function periodicShells(lattice: Lattice): PeriodicShells {
  const known = cache.get(lattice);
  if (known) return known;
  requireSquareGeometry(lattice);
  const { width, sites } = lattice;
  const lengths = new Float64Array(sites);
  for (let d = 0; d < sites; d++) {
    lengths[d] = squaredLength(minimumImage(lattice, [d % width, Math.floor(d / width)]));
  }
  const squaredDistance = Float64Array.from(new Set(lengths)).sort();
  const indexOf = new Map(Array.from(squaredDistance, (r2, shell) => [r2, shell]));
  const shellOf = new Int32Array(sites);
  const count = new Int32Array(squaredDistance.length);
  for (let d = 0; d < sites; d++) {
    shellOf[d] = indexOf.get(lengths[d])!;
    count[shellOf[d]]++;
  }
  const shells = { squaredDistance, distance: squaredDistance.map(Math.sqrt), count, shellOf };
  cache.set(lattice, shells);
  return shells;
}
