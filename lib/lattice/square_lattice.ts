import { GridLattice, type GridPlan } from "./grid_lattice.ts";

const PLAN: GridPlan = {
  kind: "square",
  bonds: [[1, 0], [-1, 0], [0, 1], [0, -1]],
  geometry: {
    squaredSpacing: [1, 1],
    buckling: 0,
    isTranslation: () => true,
    axes: [[1, 0], [0, 1]],
    nextSteps: [[1, 1], [-1, 1], [1, -1], [-1, -1]],
  },
};

/**
 * Periodic square lattice of `width` × `height` sites, site index i = x + width·y.
 *
 * Sides are even, so that the checkerboard fits, and at least 4, so that the four neighbours of a
 * site are four different sites.
 *
 * @example
 * ```ts
 * import { SquareLattice } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const lattice = new SquareLattice(6, 4);
 * assert.equal(lattice.sites, 24);
 * assert.deepEqual([...lattice.neighboursOf(0)], [1, 5, 6, 18]);
 * ```
 */
export class SquareLattice extends GridLattice {
  /**
   * Lays out the sites and their four neighbours, in the order +x, -x, +y, -y.
   *
   * @param width number of columns, even and at least 4
   * @param height number of rows, even and at least 4; a square lattice when left out
   * @throws {ParameterError} (a RangeError) if a side is odd, below 4 or not an integer, or if there
   *   are more than 4096² sites
   */
  constructor(width: number, height: number = width) {
    super(PLAN, width, height);
  }
}
