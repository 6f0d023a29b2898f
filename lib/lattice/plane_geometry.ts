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

/** The squared length of a translation of the lattice. */
export function squaredDistance(
  { squaredSpacing: [x, y] }: PlaneGeometry,
  [dx, dy]: Offset,
): number {
  return x * dx * dx + y * dy * dy;
}
