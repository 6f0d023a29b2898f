// Downward pass: the entries of A⁻¹ where the factors have entries, supernode by supernode in
// reverse postorder. With the panel's P = A_JJ⁻¹ and X = F_RJ P and the inverse Z_RR known from the
// supernodes above: Z_RJ = -Z_RR X and Z_JJ = P - Xᵀ Z_RJ.

import { at, copyEntries, copyEntry, ENTRY } from "./pole_pair";
import { subtractProduct } from "./multiply";
import { inverseStride, Supernode } from "./supernode";

/** Sum over the bonds visited of Σ weight·Re Z_ij over both poles. */
export let bondSum: f64 = 0;

export function startBondSum(): void {
  bondSum = 0;
}

/** Rows of Z multiplied at a time: they and as many rows of X fit the first-level cache. */
@inline const DEPTH: i32 = 32;

/**
 * Inverts on the front of one supernode, and writes Σ weight·Re Z_ii over both poles for the sites
 * of its pivots.
 *
 * @param gathered room for the inverse over the largest leaf's front
 * @param work room for panel + 1 rows of the largest front and a panel's square
 */
export function invertSupernode(
  node: Supernode, gathered: usize, work: usize, weights: v128, diagonal: usize, panel: i32,
): void {
  const pivots = node.pivots, size = pivots + node.rows;
  const z = node.leaf ? gathered : node.inverse;
  const ld = inverseStride(node);
  if (node.rows > 0) gather(node, z, ld);

  // Factors lie in the order of elimination; the last panel is inverted first.
  let factor = node.factor + <usize>factorEntries(pivots, size, panel) * ENTRY;
  for (let first = (pivots - 1) / panel * panel; first >= 0; first -= panel) {
    const width = min(panel, pivots - first);
    const next = first + width, below = size - next;
    factor -= <usize>(width * (width + below)) * ENTRY;
    const p = factor, x = at(p, width, width, 0);
    const rest = at(z, ld, next, next), ldw = below + 1;
    for (let k = 0; k < below; k += DEPTH) {
      subtractProduct(
        width, below, min(DEPTH, below - k), at(x, width, k, 0), width, at(rest, ld, k, 0), ld,
        k == 0 ? 0 : work, ldw, work, ldw,
      );
    }
    for (let i = 0; i < width; i++) {
      const row = at(work, ldw, i, 0);
      copyEntries(row, at(z, ld, first + i, next), below);
      for (let j = 0; j < below; j++) {
        copyEntry(row + <usize>j * ENTRY, at(z, ld, next + j, first + i));
      }
    }
    const lds = width + 1;
    subtractProduct(width, width, below, x, width, at(z, ld, next, first), ld, p, width, work, lds);
    for (let i = 0; i < width; i++) {
      copyEntries(at(work, lds, i, 0), at(z, ld, first + i, first), width);
    }
  }

  for (let i = 0; i < pivots; i++) {
    const site = load<u32>(node.sites + (<usize>i << 2));
    store<f64>(diagonal + (<usize>site << 3), weighted(at(z, ld, i, i), weights));
  }
  for (let k = 0; k < node.bondCount; k++) {
    const pair = node.bonds + (<usize>k << 3);
    bondSum += weighted(at(z, ld, load<i32>(pair), load<i32>(pair, 4)), weights);
  }
}

/** Entries of the factors of a supernode: Σ over panels of width² + width·below. */
function factorEntries(pivots: i32, size: i32, panel: i32): i32 {
  let entries = 0;
  for (let first = 0; first < pivots; first += panel) {
    entries += min(panel, pivots - first) * (size - first);
  }
  return entries;
}

/** Z_RR of a front, read from the inverse over the parent's front. */
function gather(node: Supernode, z: usize, ld: i32): void {
  const parent = changetype<Supernode>(node.parent);
  const ldp = inverseStride(parent), rows = node.rows, map = node.map;
  for (let i = 0; i < rows; i++) {
    const from = at(parent.inverse, ldp, load<i32>(map + (<usize>i << 2)), 0);
    let to = at(z, ld, node.pivots + i, node.pivots);
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
