// The plan of a factorisation as it lies in memory: one record of 32-bit words a supernode, in
// postorder. The layout is written by lib/electrons/selected_inversion/memory_layout.ts.

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
  /** For each row, its place among the parent's pivots and rows; shape [r]. */
  map: usize;
  /** Site of each pivot, shape [s]. */
  sites: usize;
  /** Bonds of the pivots to each other and to the rows: pairs (place, later place) in the front. */
  bonds: usize;
  bondCount: i32;
  /** Factors kept for the inversion: for each panel of b pivots, P [b, b] and X [m, b]. */
  factor: usize;
  /** Update matrix, upper triangle of [r, r] in rows of r + 1. */
  update: usize;
  /** Inverse over pivots and rows, shape [s + r, s + r]; not used by leaves. */
  inverse: usize;
}

/** Rows of a front are an odd number of entries apart, lest they all fall into the same cache sets. */
@inline export function frontStride(node: Supernode): i32 {
  return (node.pivots + node.rows + 1) | 1;
}

/** Rows of the inverse over a front, likewise. */
@inline export function inverseStride(node: Supernode): i32 {
  return (node.pivots + node.rows) | 1;
}
