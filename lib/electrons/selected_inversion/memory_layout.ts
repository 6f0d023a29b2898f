import { UnavailableError } from "../../errors.ts";
import type { Lattice } from "../../lattice/lattice.ts";
import { indexLists } from "./index_lists.ts";
import type { Supernode, SupernodeTree } from "./symbolic.ts";

/** Pivots eliminated at a time inside a supernode. */
const PANEL = 16;

/** Bytes of a complex entry for two poles. */
const ENTRY = 32;

/** What a WebAssembly memory can hold. */
const MEMORY_LIMIT = 65536 * 65536;

/** Words of a supernode's record, in the order of `Supernode` of the kernel. */
const RECORD = 13;

/** Which of them are addresses. */
const ADDRESSES = [3, 4, 5, 6, 7, 8, 10, 11, 12];

/** Where everything lies in the kernel's memory, in bytes from where the image is loaded. */
export interface MemoryLayout {
  /** Number of sites N. */
  readonly sites: number;
  /** Number of supernodes. */
  readonly supernodes: number;
  /** Pivots eliminated at a time. */
  readonly panel: number;
  /** Records, maps, sites and bonds as 32-bit words, loaded at offset 0. */
  readonly image: Uint32Array<ArrayBuffer>;
  /** The first record. */
  readonly records: number;
  /** On-site potential, f64 [N]. */
  readonly onsite: number;
  /** Diagonal of the inverse, f64 [N]. */
  readonly diagonal: number;
  /** Room for one front. */
  readonly front: number;
  /** Room for a row of a panel. */
  readonly scratch: number;
  /** All of it. */
  readonly bytes: number;
}

/**
 * Lays out the factorisation in memory. Factors are kept for the downward pass; updates lie on a
 * stack that the downward pass takes over for its inverses, so that both together need little more
 * than the factors.
 *
 * @throws {UnavailableError} if it takes more than a WebAssembly memory can hold
 */
export function layOutMemory(lattice: Lattice, tree: SupernodeTree): MemoryLayout {
  const { sites } = lattice;
  const records = 8;
  const lists = indexLists(lattice, tree);
  let words = records + RECORD * tree.length;
  const listOffsets = lists.map((list) => {
    const offset = words;
    words += list.map.length + list.sites.length + list.bonds.length;
    return offset;
  });
  let bytes = align(4 * words);
  const reserve = (size: number) => {
    const offset = bytes;
    bytes = align(bytes + size);
    return offset;
  };
  const onsite = reserve(8 * sites), diagonal = reserve(8 * sites);
  const scratch = reserve(ENTRY * PANEL);
  const front = reserve(ENTRY * largestOf(tree, frontEntries));
  const factors = tree.map((node) => reserve(ENTRY * factorEntries(node)));
  reserve(ENTRY * (largestOf(tree, frontSize) + 2));
  const { updates, inverses, height } = stackOffsets(tree);
  const stack = reserve(ENTRY * height);
  refuseBeyondLimit(lattice, bytes);

  const image = new Uint32Array(words);
  const address = (k: number) => 4 * (records + RECORD * k);
  tree.forEach((node, k) => {
    const { map, sites, bonds } = lists[k];
    const siblings = node.parent < 0 ? [] : tree[node.parent].children;
    const next = siblings[siblings.indexOf(k) + 1];
    const at = listOffsets[k];
    image.set(map, at);
    image.set(sites, at + map.length);
    image.set(bonds, at + map.length + sites.length);
    image.set([
      node.pivots.length,
      node.rows.length,
      isLeaf(node) ? 1 : 0,
      node.parent < 0 ? 0 : address(node.parent),
      node.children.length === 0 ? 0 : address(node.children[0]),
      next === undefined ? 0 : address(next),
      4 * at,
      4 * (at + map.length),
      4 * (at + map.length + sites.length),
      bonds.length / 2,
      factors[k],
      stack + ENTRY * updates[k],
      stack + ENTRY * inverses[k],
    ], records + RECORD * k);
  });
  return {
    sites,
    supernodes: tree.length,
    panel: PANEL,
    image,
    records: 4 * records,
    onsite,
    diagonal,
    front,
    scratch,
    bytes,
  };
}

/** Copies the image to `base` in a memory and makes its addresses absolute. */
export function loadImage(layout: MemoryLayout, memory: ArrayBufferLike, base: number): void {
  const words = new Uint32Array(memory, base, layout.image.length);
  words.set(layout.image);
  for (let k = 0; k < layout.supernodes; k++) {
    const record = layout.records / 4 + RECORD * k;
    for (const field of ADDRESSES) {
      if (words[record + field] !== 0) words[record + field] += base;
    }
  }
}

/** The kernel takes childless supernodes of one panel for leaves: they need no front. */
function isLeaf(node: Supernode): boolean {
  return node.children.length === 0 && node.pivots.length <= PANEL;
}

function frontSize(node: Supernode): number {
  return node.pivots.length + node.rows.length;
}

function largestOf(tree: SupernodeTree, size: (node: Supernode) => number): number {
  return tree.reduce((largest, node) => Math.max(largest, size(node)), 0);
}

/** Entries of an array over a front, with the kernel's padding. */
function frontEntries(node: Supernode): number {
  return (frontSize(node) + 2) ** 2;
}

/** Entries of P and W of every panel: width·(width + rest + 1). */
function factorEntries(node: Supernode): number {
  const rows = node.rows.length;
  let entries = 0;
  for (let end = frontSize(node); end > rows; end -= PANEL) {
    entries += Math.min(PANEL, end - rows) * (end + 1);
  }
  return entries;
}

/** Places of the updates (upward) and inverses (downward) on one stack, in entries. */
function stackOffsets(
  tree: SupernodeTree,
): { updates: number[]; inverses: number[]; height: number } {
  const updates: number[] = [], inverses = new Array<number>(tree.length);
  let top = 0, height = 0;
  tree.forEach((node, k) => {
    // The children's updates are on top of the stack; the supernode's own takes their place.
    updates[k] = node.children.length > 0 ? updates[node.children[0]] : top;
    top = updates[k] + (node.rows.length + 1) ** 2;
    height = Math.max(height, top);
  });
  for (let k = tree.length - 1; k >= 0; k--) {
    const { parent } = tree[k];
    inverses[k] = parent < 0 ? 0 : inverses[parent] + frontEntries(tree[parent]);
    if (!isLeaf(tree[k])) height = Math.max(height, inverses[k] + frontEntries(tree[k]));
  }
  return { updates, inverses, height };
}

/**
 * Throws if a lattice is far beyond what fits, before time is spent on its factorisation. What a
 * site takes grows with the logarithm of the shorter side; this is a little less than measured.
 *
 * @throws {UnavailableError} if so
 */
export function refuseHugeLattice(lattice: Lattice): void {
  const shorter = Math.min(lattice.width, lattice.height);
  refuseBeyondLimit(lattice, lattice.sites * (400 + 150 * Math.log2(Math.max(1, shorter / 4))));
}

function refuseBeyondLimit({ width, height }: Lattice, bytes: number): void {
  if (bytes + 2 * 65536 <= MEMORY_LIMIT) return;
  throw new UnavailableError(
    `Selected inversion of a ${width}×${height} lattice needs ${
      (bytes / 2 ** 30).toFixed(1)
    } GiB or more; a WebAssembly memory holds 4 GiB. Use a smaller lattice`,
  );
}

/** Up to the next cache line. */
function align(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}
