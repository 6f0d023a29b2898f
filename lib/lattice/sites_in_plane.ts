import type { Lattice } from "./lattice.ts";
import { spacing } from "./plane_geometry.ts";

/** Where site i lies; site 0 is in the first column and about the first row. */
export function sitePosition(
  { geometry, width, sublatticeSign }: Lattice,
  i: number,
): readonly [x: number, y: number] {
  const [dx, dy] = spacing(geometry);
  return [dx * (i % width), dy * Math.floor(i / width) + geometry.buckling * sublatticeSign[i]];
}

/**
 * The square of half the shortest way around the lattice: further apart, two sites have another
 * image of each other as near.
 */
export function squaredReach({ geometry, width, height }: Lattice): number {
  const { squaredSpacing: [x, y] } = geometry;
  return Math.min(x * width * width, y * height * height) / 4;
}

/** The sites at the second distance from each site, shape [N, z'], in the order of `nextSteps`. */
export function nextNeighbours({ geometry, width, height, sites }: Lattice): Int32Array {
  const { nextSteps } = geometry;
  const table = new Int32Array(sites * nextSteps.length);
  for (let i = 0, k = 0; i < sites; i++) {
    const x = i % width, y = Math.floor(i / width);
    for (const [dx, dy] of nextSteps) {
      table[k++] = (x + dx + width) % width + width * ((y + dy + height) % height);
    }
  }
  return table;
}
