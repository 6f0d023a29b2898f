// Downward pass: the entries of A⁻¹ where the factors have entries, supernode by supernode in
// reverse postorder. With the panel's P = F_JJ⁻¹ and W = P F_JR and the inverse Z_RR known from the
// supernodes above: Z_JR = -W Z_RR and Z_JJ = P - W Z_RJ.

import { at, copyEntry, ENTRY } from "./pole_pair";
import { subtractProduct } from "./multiply";
import { frontStride, Supernode } from "./supernode";

/** Sum over the bonds visited of Σ weight·Re Z_ij over both poles. */
export let bondSum: f64 = 0;

export function startBondSum(): void {
  bondSum = 0;
}

/** Rows of Z multiplied at a time: with as many columns of W they fit the first-level cache. */
@inline const DEPTH: i32 = 48;

/**
 * Inverts on the front of one supernode, and writes Σ weight·Re Z_ii over both poles for the sites
 * of its pivots.
 *
 * @param gathered room for the inverse over the largest leaf's front
 */
export function invertSupernode(
  node: Supernode, gathered: usize, weights: v128, diagonal: usize, panel: i32,
): void {
  const rows = node.rows, size = node.pivots + rows;
  const z = node.leaf ? gathered : node.inverse;
  const ld = frontStride(node);
  if (rows > 0) gather(node, z, ld);

  // Factors lie in the order of elimination; the last panel is inverted first.
  let p = node.factor + <usize>factorEntries(node, panel) * ENTRY;
  for (let rest = rows; rest < size;) {
    // All panels are full but the last one eliminated.
    const remainder = (size - rest) % panel;
    const width = remainder > 0 ? remainder : panel;
    p -= <usize>(width * (width + rest + 1)) * ENTRY;
    const w = at(p, width, width, 0), ldw = rest + 1, zj = at(z, ld, rest, 0);
    for (let k = 0; k < rest; k += DEPTH) {
      subtractProduct(
        width, rest, min(DEPTH, rest - k), at(w, ldw, 0, k), ldw, at(z, ld, k, 0), ld,
        k == 0 ? 0 : zj, ld, zj, ld,
      );
    }
    for (let i = 0; i < rest; i++) {
      for (let j = 0; j < width; j++) copyEntry(at(zj, ld, j, i), at(z, ld, i, rest + j));
    }
    const zjj = at(zj, ld, 0, rest);
    subtractProduct(width, width, rest, w, ldw, at(z, ld, 0, rest), ld, p, width, zjj, ld);
    rest += width;
  }

  for (let i = 0; i < node.pivots; i++) {
    const site = load<u32>(node.sites + (<usize>i << 2));
    store<f64>(diagonal + (<usize>site << 3), weighted(at(z, ld, rows + i, rows + i), weights));
  }
  for (let k = 0; k < node.bondCount; k++) {
    const pair = node.bonds + (<usize>k << 3);
    bondSum += weighted(at(z, ld, load<i32>(pair), load<i32>(pair, 4)), weights);
  }
}

/** Entries of the factors of a supernode: Σ over panels of width·(width + rest + 1). */
function factorEntries(node: Supernode, panel: i32): i32 {
  let entries = 0;
  for (let end = node.pivots + node.rows; end > node.rows; end -= panel) {
    entries += min(panel, end - node.rows) * (end + 1);
  }
  return entries;
}

/** Z_RR of a front, read from the inverse over the parent's front. */
function gather(node: Supernode, z: usize, ld: i32): void {
  const parent = changetype<Supernode>(node.parent);
  const ldp = frontStride(parent), rows = node.rows, map = node.map;
  for (let i = 0; i < rows; i++) {
    const from = at(parent.inverse, ldp, load<i32>(map + (<usize>i << 2)), 0);
    let to = at(z, ld, i, 0);
    for (let j = 0; j < rows; j++) {
      copyEntry(from + <usize>load<i32>(map + (<usize>j << 2)) * ENTRY, to);
      to += ENTRY;
    }
  }
}

/** Σ over the lanes of weight·Re of an entry. */
@inline function weighted(entry: usize, weights: v128): f64 {
  const product = f64x2.mul(v128.load(entry), weights);
  return f64x2.extract_lane(product, 0) + f64x2.extract_lane(product, 1);
}
