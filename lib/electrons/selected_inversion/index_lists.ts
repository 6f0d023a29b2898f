import type { Lattice } from "../../lattice/lattice.ts";
import type { Supernode, SupernodeTree } from "./symbolic.ts";

/** The index lists of a supernode. Places in its front count its rows first, then its pivots. */
export interface IndexLists {
  /** For each row, its place in the parent's front, ascending. */
  readonly map: Int32Array;
  /** Site of each pivot. */
  readonly sites: Int32Array;
  /** Bonds of the pivots to rows and to each other: place, earlier place, and so on. */
  readonly bonds: readonly number[];
}

/** The index lists of every supernode. */
export function indexLists(
  { neighbours, coordination, sites }: Lattice,
  tree: SupernodeTree,
): IndexLists[] {
  // Place of each site in the front at hand; -1 for sites that are not in it.
  const place = new Int32Array(sites).fill(-1);
  const enter = ({ pivots, rows }: Supernode) => {
    rows.forEach((site, p) => place[site] = p);
    pivots.forEach((site, p) => place[site] = rows.length + p);
  };
  const leave = ({ pivots, rows }: Supernode) => {
    for (const site of rows) place[site] = -1;
    for (const site of pivots) place[site] = -1;
  };
  const maps = new Array<Int32Array>(tree.length);
  const bonds = tree.map((node) => {
    const pairs: number[] = [];
    enter(node);
    for (const site of node.pivots) {
      for (let a = 0; a < coordination; a++) {
        const other = place[neighbours[coordination * site + a]];
        if (other >= 0 && other < place[site]) pairs.push(place[site], other);
      }
    }
    for (const child of node.children) maps[child] = tree[child].rows.map((site) => place[site]);
    leave(node);
    return pairs;
  });
  return tree.map(({ pivots }, k) => ({
    map: maps[k] ?? new Int32Array(0),
    sites: pivots,
    bonds: bonds[k],
  }));
}
