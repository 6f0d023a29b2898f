// Upward pass: multifrontal L D Lᵀ of A = H - μ + i y T, supernode by supernode in postorder.

import { addEntry, at, copyEntries, ENTRY, negateEntry, zeroEntries } from "./pole_pair";
import { subtractProduct, subtractTransposedLower } from "./multiply";
import { negativeInverse } from "./pivot";
import { frontStride, Supernode } from "./supernode";

/**
 * Eliminates the pivots of one supernode: assembles its front F from A and its children's updates,
 * keeps P = F_JJ⁻¹ and W = P F_JR panel by panel, and leaves U = F_RR - Wᵀ F_JR as its update.
 *
 * @param front room for the largest front
 * @param scratch room for a row of a panel
 * @param imaginary y T of the two poles
 */
export function eliminate(
  node: Supernode, front: usize, scratch: usize, onsite: usize, chemicalPotential: f64,
  hopping: f64, imaginary: v128, inverseSquares: v128, panel: i32,
): void {
  const size = node.pivots + node.rows;
  const ld = frontStride(node);
  // F_RR of a leaf is zero, and never stored.
  for (let i = node.leaf ? node.rows : 0; i < size; i++) zeroEntries(at(front, ld, i, 0), i + 1);
  addHamiltonian(node, front, ld, onsite, chemicalPotential, hopping, imaginary);
  for (let child = node.firstChild; child != 0;) {
    const record = changetype<Supernode>(child);
    addUpdate(record, front, ld);
    child = record.nextSibling;
  }

  let p = node.factor;
  for (let end = size; end > node.rows;) {
    const width = min(panel, end - node.rows);
    const rest = end - width;
    for (let i = 0; i < width; i++) {
      copyEntries(at(front, ld, rest + i, rest), at(p, width, i, 0), i + 1);
    }
    negativeInverse(p, width, inverseSquares, scratch);
    const w = at(p, width, width, 0), ldw = rest + 1;
    if (rest > 0) {
      const coupling = at(front, ld, rest, 0), last = rest == node.rows;
      subtractProduct(width, rest, width, p, width, coupling, ld, 0, 0, w, ldw);
      subtractTransposedLower(
        rest, width, w, ldw, coupling, ld, node.leaf ? 0 : front, ld,
        last ? node.update : front, last ? rest + 1 : ld,
      );
    }
    for (let i = 0; i < width * width; i++) negateEntry(p + <usize>i * ENTRY);
    p = at(w, ldw, width, 0);
    end = rest;
  }
}

/** Adds the rows of A that belong to the pivots. */
function addHamiltonian(
  node: Supernode, front: usize, ld: i32, onsite: usize, chemicalPotential: f64, hopping: f64,
  imaginary: v128,
): void {
  for (let i = 0; i < node.pivots; i++) {
    const site = load<u32>(node.sites + (<usize>i << 2));
    const entry = at(front, ld, node.rows + i, node.rows + i);
    v128.store(entry, f64x2.splat(load<f64>(onsite + (<usize>site << 3)) - chemicalPotential));
    v128.store(entry, imaginary, 16);
  }
  const bond = f64x2.splat(-hopping);
  for (let k = 0; k < node.bondCount; k++) {
    const pair = node.bonds + (<usize>k << 3);
    v128.store(at(front, ld, load<i32>(pair), load<i32>(pair, 4)), bond);
  }
}

/** Adds a child's update into the front, through the map of the child's rows. */
function addUpdate(child: Supernode, front: usize, ld: i32): void {
  const rows = child.rows;
  for (let i = 0; i < rows; i++) {
    const to = at(front, ld, load<i32>(child.map + (<usize>i << 2)), 0);
    let from = at(child.update, rows + 1, i, 0);
    for (let j = 0; j <= i; j++) {
      addEntry(from, to + <usize>load<i32>(child.map + (<usize>j << 2)) * ENTRY);
      from += ENTRY;
    }
  }
}
