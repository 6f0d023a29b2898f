import { modulo } from "./modulo.ts";
import type { Lattice } from "./lattice.ts";
import type { Offset } from "./offset.ts";
import type { PlaneGeometry } from "./plane_geometry.ts";
import { requireSides } from "./sides.ts";

/** What tells one lattice of two sublattices on a grid from another. */
export interface GridPlan {
  /** Name of the geometry, as configurations and run records spell it. */
  readonly kind: string;
  /** Steps from a site of sublattice A (x + y even) to its neighbours, in columns and rows. */
  readonly bonds: readonly Offset[];
  /** How the sites lie in the plane. */
  readonly geometry: PlaneGeometry;
}

/**
 * A periodic lattice whose sites stand in a grid of columns and rows, with the sublattices of a
 * checkerboard: site index i = x + width·y. Bonds from a site of sublattice B are those of A turned
 * about, so that j is a neighbour of i where i is one of j.
 */
export class GridLattice implements Lattice {
  readonly kind: string;
  readonly width: number;
  readonly height: number;
  readonly sites: number;
  readonly coordination: number;
  readonly neighbours: Int32Array;
  readonly sublatticeSign: Int8Array;
  readonly geometry: PlaneGeometry;

  /**
   * Lays out the sites and their neighbours.
   *
   * @param width number of columns, even and at least 4
   * @param height number of rows, even and at least 4
   * @throws {ParameterError} (a RangeError) if a side is odd, below 4 or not an integer, or if there
   *   are more than 4096² sites
   */
  constructor({ kind, bonds, geometry }: GridPlan, width: number, height: number) {
    requireSides(kind, width, height);
    this.kind = kind;
    this.width = width;
    this.height = height;
    this.sites = width * height;
    this.coordination = bonds.length;
    this.neighbours = new Int32Array(bonds.length * this.sites);
    this.sublatticeSign = new Int8Array(this.sites);
    this.geometry = geometry;
    const turned = turnedAbout(bonds);
    for (let y = 0, k = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const sign = (x + y) % 2 === 0 ? 1 : -1;
        this.sublatticeSign[x + width * y] = sign;
        for (const [dx, dy] of sign > 0 ? bonds : turned) {
          this.neighbours[k++] = this.site(x + dx, y + dy);
        }
      }
    }
  }

  /** Index of the site at column x and row y, both taken modulo the sides. */
  site(x: number, y: number): number {
    return modulo(x, this.width) + this.width * modulo(y, this.height);
  }

  /** The nearest neighbours of site i. */
  neighboursOf(i: number): Int32Array {
    return this.neighbours.subarray(this.coordination * i, this.coordination * (i + 1));
  }
}

/**
 * The steps of sublattice B: minus those of A. Where the same step is among those of A it keeps its
 * place in the list.
 */
function turnedAbout(bonds: readonly Offset[]): Offset[] {
  return bonds.map(([dx, dy]): Offset => {
    const both = bonds.some(([x, y]) => x === -dx && y === -dy);
    return both ? [dx, dy] : [-dx, -dy];
  });
}
