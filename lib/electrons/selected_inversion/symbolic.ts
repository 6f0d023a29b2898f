import type { Lattice } from "../../lattice/lattice.ts";
import type { Separator } from "./dissection.ts";

/**
 * A supernode of the factorisation: sites eliminated together, and the later sites that their
 * elimination couples.
 */
export interface Supernode {
  /** Sites eliminated here (the pivot block J), last eliminated first. */
  pivots: Int32Array;
  /** Sites eliminated later that J couples to (the rows R), last eliminated first. */
  readonly rows: Int32Array;
  /** Index of the supernode that takes up the update of R, or -1 at a root. */
  parent: number;
  /** Indices of the supernodes whose updates are taken up here. */
  children: number[];
}

/** Supernodes in postorder: children before parents. */
export type SupernodeTree = readonly Supernode[];

/** Symbolic factorisation: which entries fill in when the separators are eliminated, last to first. */
export function symbolicFactorization(lattice: Lattice, roots: readonly Separator[]): Supernode[] {
  const { neighbours, coordination, sites } = lattice;
  const nodes: Supernode[] = [];
  const order = new Int32Array(sites).fill(-1);
  const mark = new Int32Array(sites).fill(-1);
  let eliminated = 0;

  const number = (separator: Separator): number => {
    const children = separator.parts.map(number);
    for (const i of separator.sites.toReversed()) order[i] = eliminated++;
    const index = nodes.length;
    for (const child of children) nodes[child].parent = index;
    nodes.push({ pivots: separator.sites, rows: new Int32Array(0), parent: -1, children });
    return index;
  };
  roots.forEach(number);

  return nodes.map((node, index) => {
    const rows: number[] = [];
    for (const i of node.pivots) mark[i] = index;
    const take = (j: number) => {
      if (mark[j] === index) return;
      mark[j] = index;
      rows.push(j);
    };
    const last = order[node.pivots[0]];
    for (const i of node.pivots) {
      for (let a = 0; a < coordination; a++) {
        const j = neighbours[coordination * i + a];
        if (order[j] > last) take(j);
      }
    }
    for (const child of node.children) nodes[child].rows.forEach(take);
    return nodes[index] = {
      ...node,
      rows: Int32Array.from(rows).sort((i, j) => order[j] - order[i]),
    };
  });
}

/** Complex multiply-adds of the factorisation and inversion of one supernode, for one pole. */
export function supernodeOperations(pivots: number, rows: number): number {
  return 1.5 * pivots * rows * (pivots + rows) + 0.5 * pivots ** 3;
}

/**
 * What a supernode costs in units of one multiply-add: its arithmetic, the traffic of assembling a
 * front (leaves have none to assemble) and a fixed overhead.
 */
function supernodeCost(pivots: number, rows: number, leaf: boolean): number {
  const front = pivots + rows;
  return supernodeOperations(pivots, rows) + 100 + 1.5 * rows * rows + (leaf ? 0 : front * front);
}

/**
 * Merges supernodes with their parents where the zeros thereby stored cost less than the overhead
 * saved, and renumbers what is left in postorder.
 */
export function amalgamate(nodes: readonly Supernode[]): Supernode[] {
  const merged = nodes.map((node) => ({ ...node, children: [...node.children] }));
  for (const node of merged) {
    for (;;) {
      const choice = bestMerger(merged, node);
      if (choice < 0) break;
      const child = merged[choice];
      node.pivots = Int32Array.from([...node.pivots, ...child.pivots]);
      node.children.splice(node.children.indexOf(choice), 1, ...child.children);
    }
  }
  const result: Supernode[] = [];
  const place = (index: number): number => {
    const children = merged[index].children.map(place);
    for (const child of children) result[child].parent = result.length;
    result.push({ ...merged[index], parent: -1, children });
    return result.length - 1;
  };
  nodes.forEach((node, index) => {
    if (node.parent < 0) place(index);
  });
  return result;
}

/** The child of a supernode that it pays most to merge with it, or -1. */
function bestMerger(nodes: readonly Supernode[], node: Supernode): number {
  let best = -1, gain = 0;
  const s = node.pivots.length, r = node.rows.length;
  for (const index of node.children) {
    const child = nodes[index];
    const sc = child.pivots.length, leaf = child.children.length === 0;
    const apart = supernodeCost(sc, child.rows.length, leaf) + supernodeCost(s, r, false);
    const together = supernodeCost(s + sc, r, leaf && node.children.length === 1);
    if (apart - together > gain) {
      gain = apart - together;
      best = index;
    }
  }
  return best;
}
