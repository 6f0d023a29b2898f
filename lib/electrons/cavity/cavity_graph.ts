import type { Lattice } from "../../lattice/lattice.ts";

/** A ring of four sites, each bonded to the next and the last to the first. */
export type Plaquette = readonly [number, number, number, number];

/** A graph as the cavity method sees it: who is bonded to whom, and the rings of four sites. */
export interface CavityGraph {
  /** `neighbours[i]` lists the sites bonded to i. */
  readonly neighbours: readonly (readonly number[])[];
  /** `back[i][a]` is the place of i in the list of its neighbour `neighbours[i][a]`. */
  readonly back: readonly (readonly number[])[];
  /** Every ring of four bonds, once. */
  readonly plaquettes: readonly Plaquette[];
}

/**
 * The graph of these bonds.
 *
 * @param neighbours `neighbours[i]` lists the sites bonded to i, each once; i is on each one's list
 */
export function cavityGraph(neighbours: readonly (readonly number[])[]): CavityGraph {
  const back = neighbours.map((list, i) => list.map((j) => neighbours[j].indexOf(i)));
  return { neighbours, back, plaquettes: findPlaquettes(neighbours) };
}

/** The graph of a lattice's bonds. On sides of 4 its plaquettes include those around the torus. */
export function latticeGraph({ sites, coordination, neighbours }: Lattice): CavityGraph {
  return cavityGraph(
    Array.from(
      { length: sites },
      (_, i) => [...neighbours.subarray(coordination * i, coordination * (i + 1))],
    ),
  );
}

/** Every 4-cycle i - a - k - b, started at its lowest site and walked towards the lower neighbour. */
function findPlaquettes(neighbours: readonly (readonly number[])[]): Plaquette[] {
  const found: Plaquette[] = [];
  neighbours.forEach((list, i) => {
    for (const a of list) {
      for (const b of list) {
        if (a <= i || b <= a) continue;
        for (const k of neighbours[a]) {
          if (k > i && k !== b && neighbours[b].includes(k)) found.push([i, a, k, b]);
        }
      }
    }
  });
  return found;
}
