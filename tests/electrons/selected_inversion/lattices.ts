import type { Lattice } from "../../../lib/lattice/lattice.ts";
import { SquareLattice } from "../../../lib/lattice/square_lattice.ts";

/** The square lattice with every site bonded to four sites along the row, two of them far. */
export function longBonds(width: number, height: number): Lattice {
  const square = new SquareLattice(width, height);
  const neighbours = Int32Array.from({ length: 4 * square.sites }, (_, k) => {
    const i = Math.floor(k / 4), step = [1, -1, 2, -2][k % 4];
    return square.site(i % width + step, Math.floor(i / width));
  });
  const { sites, sublatticeSign, geometry } = square;
  return {
    ...{ kind: "chains", width, height, sites, coordination: 4 },
    ...{ neighbours, sublatticeSign, geometry },
  };
}
