import type { Lattice } from "./lattice.ts";
import type { PlaneGeometry } from "./plane_geometry.ts";
import { requireSides } from "./sides.ts";

/**
 * Drawn with its bonds of length 1: columns √3/2 apart, rows 3/2, and the two sublattices 1/4 above
 * and below the middle of their row.
 */
const GEOMETRY: PlaneGeometry = {
  squaredSpacing: [0.75, 2.25],
  buckling: 0.25,
  isTranslation: ([dx, dy]) => (dx + dy) % 2 === 0,
  axes: [[2, 0], [1, 1], [-1, 1]],
  nextSteps: [[2, 0], [-2, 0], [1, 1], [-1, 1], [1, -1], [-1, -1]],
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
export class HoneycombLattice implements Lattice {
  readonly kind = "honeycomb";
  readonly width: number;
  readonly height: number;
  readonly sites: number;
  readonly coordination = 3;
  readonly neighbours: Int32Array;
  readonly sublatticeSign: Int8Array;
  readonly geometry = GEOMETRY;

  /**
   * Lays out the sites and their neighbours.
   *
   * @param width number of columns, even and at least 4
   * @param height number of rows, even and at least 4; `width` when left out
   * @throws {ParameterError} (a RangeError) if a side is odd, below 4 or not an integer, or if there
   *   are more than 4096² sites
   */
  constructor(width: number, height: number = width) {
    requireSides(this.kind, width, height);
    this.width = width;
    this.height = height;
    this.sites = width * height;
    this.neighbours = new Int32Array(3 * this.sites);
    this.sublatticeSign = new Int8Array(this.sites);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const i = x + width * y;
        const sign = (x + y) % 2 === 0 ? 1 : -1;
        this.neighbours[3 * i] = (x + 1) % width + width * y;
        this.neighbours[3 * i + 1] = (x - 1 + width) % width + width * y;
        this.neighbours[3 * i + 2] = x + width * ((y + sign + height) % height);
        this.sublatticeSign[i] = sign;
      }
    }
  }
}
