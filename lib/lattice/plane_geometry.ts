import type { Lattice } from "./lattice.ts";
import type { Offset } from "./offset.ts";

/**
 * How the sites of a lattice lie in the plane, in units of the distance between neighbours. Sites
 * stand in straight columns; in a row, those of sublattice A may lie above its middle and those of B
 * as far below it.
 */
export interface PlaneGeometry {
  /** Squares of the distances between columns and between rows: unlike these, exact in binary. */
  readonly squaredSpacing: readonly [columns: number, rows: number];
  /** How far a site of sublattice A lies above the middle of its row, and one of B below it. */
  readonly buckling: number;
  /** Whether a displacement carries every site to a site, in columns and rows. */
  readonly isTranslation: (offset: Offset) => boolean;
  /** The shortest translations, one of each pair ±. */
  readonly axes: readonly Offset[];
  /** The steps to the sites at the second distance, the same from every site. */
  readonly nextSteps: readonly Offset[];
}

/** Distances between columns and between rows. */
export function spacing({ squaredSpacing: [x, y] }: PlaneGeometry): readonly [number, number] {
  return [Math.sqrt(x), Math.sqrt(y)];
}

/** Where site i lies; site 0 is in the first column and about the first row. */
export function sitePosition(
  { geometry, width, sublatticeSign }: Lattice,
  i: number,
): readonly [x: number, y: number] {
  const [dx, dy] = spacing(geometry);
  return [dx * (i % width), dy * Math.floor(i / width) + geometry.buckling * sublatticeSign[i]];
}

/** The squared length of a translation of the lattice. */
export function squaredDistance(
  { squaredSpacing: [x, y] }: PlaneGeometry,
  [dx, dy]: Offset,
): number {
  return x * dx * dx + y * dy * dy;
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
