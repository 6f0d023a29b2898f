import { GridLattice, type GridPlan } from "./grid_lattice.ts";

const PLAN: GridPlan = {
  kind: "honeycomb",
  bonds: [[1, 0], [-1, 0], [0, 1]],
  // Bonds of length 1: columns √3/2 apart, rows 3/2, the sublattices 1/4 above and below their row.
  geometry: {
    squaredSpacing: [0.75, 2.25],
    buckling: 0.25,
    isTranslation: ([dx, dy]) => (dx + dy) % 2 === 0,
    axes: [[2, 0], [1, 1], [-1, 1]],
    nextSteps: [[2, 0], [-2, 0], [1, 1], [-1, 1], [1, -1], [-1, -1]],
  },
};

/**
 * Periodic honeycomb lattice of `width` × `height` sites as a brick wall, site index
 * i = x + width·y: bonds along the rows as in the square lattice, and from every site of sublattice
 * A (x + y even) one to the row above, from every site of B one to the row below. Half of the sites
 * belong to each sublattice, so that `width`·`height`/2 is the number of unit cells.
 *
 * A field is stored as on the square lattice; `sitePosition` says where its sites lie. The period is
 * √3/2·`width` by 3/2·`height` bonds: about as long as wide for `width` = √3 `height`.
 *
 * @example
 * ```ts
 * import { HoneycombLattice, sitePosition } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const lattice = new HoneycombLattice(6, 4);
 * assert.deepEqual([...lattice.neighbours.subarray(0, 3)], [1, 5, 6]);
 * const [x, y] = sitePosition(lattice, 1);
 * const [x0, y0] = sitePosition(lattice, 0);
 * assert.ok(Math.abs(Math.hypot(x - x0, y - y0) - 1) < 1e-15);
 * ```
 */
export class HoneycombLattice extends GridLattice {
  /**
   * Lays out the sites and their three neighbours, those along the row first.
   *
   * @param width number of columns, even and at least 4
   * @param height number of rows, even and at least 4; `width` when left out
   * @throws {ParameterError} (a RangeError) if a side is odd, below 4 or not an integer, or if there
   *   are more than 4096² sites
   */
  constructor(width: number, height: number = width) {
    super(PLAN, width, height);
  }
}
