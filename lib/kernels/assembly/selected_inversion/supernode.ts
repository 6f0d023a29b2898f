// The plan of a factorisation as it lies in memory: one record of 32-bit words a supernode, in
// postorder. The layout is written by lib/electrons/selected_inversion/memory_layout.ts.
//
// The front of a supernode holds its rows and pivots, last eliminated first: rows, then pivots. What
// is left of it after an elimination is then always its leading block.

@unmanaged export class Supernode {
  /** Number of pivots s. */
  pivots: i32;
  /** Number of rows r that the pivots couple to. */
  rows: i32;
  /** 1 where there are no children and the pivots fit one panel. */
  leaf: i32;
  /** Record of the parent, of the first child and of the next sibling; 0 where there is none. */
  parent: usize;
  firstChild: usize;
  nextSibling: usize;
  /** For each row, its place in the parent's front, ascending; shape [r]. */
  map: usize;
  /** Site of each pivot, shape [s]. */
  sites: usize;
  /** Bonds of the pivots to the rows and to each other: pairs (place, earlier place) in the front. */
  bonds: usize;
  bondCount: i32;
  /** Factors kept for the inversion: for each panel of b pivots, P [b, b] and W [b, m + 1]. */
  factor: usize;
  /** Update matrix, lower triangle of [r, r] in rows of r + 1. */
  update: usize;
  /** Inverse over the front, shape [s + r, s + r]; not used by leaves. */
  inverse: usize;
}

/** Entries between the rows of a front: odd, lest they all fall into the same cache sets. */
@inline export function frontStride(node: Supernode): i32 {
  return (node.pivots + node.rows + 1) | 1;
}
