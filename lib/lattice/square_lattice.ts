import type { Lattice } from "./lattice.ts";
import type { PlaneGeometry } from "./plane_geometry.ts";
import { requireSides } from "./sides.ts";

const GEOMETRY: PlaneGeometry = {
  squaredSpacing: [1, 1],
  buckling: 0,
  isTranslation: () => true,
  axes: [[1, 0], [0, 1]],
  nextSteps: [[1, 1], [-1, 1], [1, -1], [-1, -1]],
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
export class SquareLattice implements Lattice {
  readonly kind = "square";
  readonly width: number;
  readonly height: number;
  readonly sites: number;
  readonly coordination = 4;
  readonly neighbours: Int32Array;
  readonly sublatticeSign: Int8Array;
  readonly geometry = GEOMETRY;

  /**
   * Lays out the sites and their neighbours.
   *
   * @param width number of columns, even and at least 4
   * @param height number of rows, even and at least 4; a square lattice when left out
   * @throws {ParameterError} (a RangeError) if a side is odd, below 4 or not an integer, or if there
   *   are more than 4096² sites
   */
  constructor(width: number, height: number = width) {
    requireSides(this.kind, width, height);
    this.width = width;
    this.height = height;
    this.sites = width * height;
    this.neighbours = new Int32Array(4 * this.sites);
    this.sublatticeSign = new Int8Array(this.sites);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const i = x + width * y;
        this.neighbours[4 * i] = this.site(x + 1, y);
        this.neighbours[4 * i + 1] = this.site(x - 1, y);
        this.neighbours[4 * i + 2] = this.site(x, y + 1);
        this.neighbours[4 * i + 3] = this.site(x, y - 1);
        this.sublatticeSign[i] = (x + y) % 2 === 0 ? 1 : -1;
      }
    }
  }

  /** Index of the site at column x and row y, both taken modulo the sides. */
  site(x: number, y: number): number {
    const { width, height } = this;
    return ((x % width) + width) % width + width * (((y % height) + height) % height);
  }

  /** The four nearest neighbours of site i, in the order +x, -x, +y, -y. */
  neighboursOf(i: number): Int32Array {
    return this.neighbours.subarray(4 * i, 4 * i + 4);
  }
}
