import { GridLattice, type GridPlan, SquareLattice } from "../../mod.ts";

const PLAN: GridPlan = {
  kind: "chains",
  bonds: [[1, 0], [-1, 0]],
  geometry: new SquareLattice(4).geometry,
};

/** Chains side by side: bonds along the rows of a square lattice, none between them. */
export class ChainLattice extends GridLattice {
  /** So many chains, `height`, of so many sites, `width`; even and at least 4. */
  constructor(width: number, height: number) {
    super(PLAN, width, height);
  }
}
