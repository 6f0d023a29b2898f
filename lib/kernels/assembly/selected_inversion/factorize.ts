// Upward pass: multifrontal L D Lᵀ of A = H - μ + i y T, supernode by supernode in postorder.

import { addEntry, at, copyEntries, copyEntry, ENTRY, negateEntry, zeroEntries } from "./pole_pair";
import { subtractProduct, subtractProductUpper } from "./multiply";
import { negativeInverse } from "./pivot";
import { frontStride, Supernode } from "./supernode";

/**
 * Eliminates the pivots of one supernode: assembles its front from A and its children's updates,
 * keeps P = A_JJ⁻¹ and X = F_RJ P panel by panel, and leaves U = F_RR - X F_JR as its update.
 *
 * @param front room for the largest front
 * @param work room for panel + 1 rows of the largest front
 * @param imaginary y T of the two poles
 */
export function eliminate(
  node: Supernode, front: usize, work: usize, onsite: usize, chemicalPotential: f64, hopping: f64,
  imaginary: v128, inverseSquares: v128, panel: i32,
): void {
  const size = node.pivots + node.rows;
  const ld = frontStride(node);
  const assembled = node.leaf ? node.pivots : size;
  for (let i = 0; i < assembled; i++) zeroEntries(at(front, ld, i, i), size - i);
  addHamiltonian(node, front, ld, onsite, chemicalPotential, hopping, imaginary);
  for (let child = node.firstChild; child != 0;) {
    const record = changetype<Supernode>(child);
    addUpdate(record, front, ld);
    child = record.nextSibling;
  }

  let factor = node.factor;
  for (let first = 0; first < node.pivots; first += panel) {
    const width = min(panel, node.pivots - first);
    const next = first + width;
    const below = size - next;
    const p = factor, x = at(p, width, width, 0);
    factor = at(x, width, below, 0);
    for (let i = 0; i < width; i++) {
      copyEntries(at(front, ld, first + i, first + i), at(p, width, i, i), width - i);
    }
    negativeInverse(p, width, inverseSquares, work);
    if (below > 0) {
      // W = Xᵀ = P F_JR, then U = F_RR - Wᵀ F_JR; F_RR of a leaf is zero.
      const coupling = at(front, ld, first, next), ldw = below + 1;
      subtractProduct(width, below, width, p, width, coupling, ld, 0, 0, work, ldw);
      const rest = at(front, ld, next, next);
      const last = next == node.pivots;
      subtractProductUpper(
        below, width, work, ldw, coupling, ld, node.leaf ? 0 : rest, ld,
        last ? node.update : rest, last ? node.rows + 1 : ld,
      );
      for (let i = 0; i < width; i++) {
        const row = at(work, ldw, i, 0);
        for (let j = 0; j < below; j++) {
          copyEntry(row + <usize>j * ENTRY, at(x, width, j, i));
        }
      }
    }
    for (let i = 0; i < width * width; i++) negateEntry(p + <usize>i * ENTRY);
  }
}

/** Adds the rows of A that belong to the pivots. */
function addHamiltonian(
  node: Supernode, front: usize, ld: i32, onsite: usize, chemicalPotential: f64, hopping: f64,
  imaginary: v128,
): void {
  for (let i = 0; i < node.pivots; i++) {
    const site = load<u32>(node.sites + (<usize>i << 2));
    const entry = at(front, ld, i, i);
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
    let from = at(child.update, rows + 1, i, i);
    for (let j = i; j < rows; j++) {
      addEntry(from, to + <usize>load<i32>(child.map + (<usize>j << 2)) * ENTRY);
      from += ENTRY;
    }
  }
}
