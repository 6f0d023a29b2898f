import type { Lattice } from "../../lib/lattice/lattice.ts";
import { CounterRng } from "../../lib/random/counter_rng.ts";

/** Stripes of +1 and -1 along y, each `width` columns wide. */
export function stripes(lattice: Lattice, width: number): Float64Array {
  return Float64Array.from(
    { length: lattice.sites },
    (_, i) => Math.floor((i % lattice.width) / width) % 2 === 0 ? 1 : -1,
  );
}

/** Independent normal numbers. */
export function whiteNoise(lattice: Lattice, trajectory = 0): Float64Array {
  return new CounterRng(1, "initialDisplacement").normals(lattice.sites, { trajectory });
}

/** The largest difference between two arrays. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  return Array.from(a, (value, i) => Math.abs(value - b[i])).reduce((x, y) => Math.max(x, y), 0);
}
