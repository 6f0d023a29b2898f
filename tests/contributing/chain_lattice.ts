import { type Lattice, type PlaneGeometry, SquareLattice } from "../../mod.ts";

/** Chains side by side: bonds along the rows of a square lattice, none between them. */
export class ChainLattice implements Lattice {
  readonly kind = "chains";
  readonly width: number;
  readonly height: number;
  readonly sites: number;
  readonly coordination = 2;
  readonly neighbours: Int32Array;
  readonly sublatticeSign: Int8Array;
  readonly geometry: PlaneGeometry;

  /** So many chains, `height`, of so many sites, `width`; even and at least 4. */
  constructor(width: number, height: number) {
    const square = new SquareLattice(width, height);
    this.width = width;
    this.height = height;
    this.sites = square.sites;
    this.sublatticeSign = square.sublatticeSign;
    this.geometry = square.geometry;
    this.neighbours = Int32Array.from(
      { length: 2 * this.sites },
      (_, k) => square.neighboursOf(k >> 1)[k % 2],
    );
  }
}
