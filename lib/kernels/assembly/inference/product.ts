// Features of some sites times weights, which come packed in panels of eight columns
// (network_operations/pack.ts).

import { tile1, tile6, TILE_ROWS } from "../network_operations/tile";

/** Most sites at a time: what belongs to them stays where the cache is nearest. */
@inline export const BLOCK: i32 = 48;
/** Rows of a panel at a time: with them, what belongs to a block of sites stays in the cache too. */
@inline const INNER_BLOCK: i32 = 512;

/** Bytes at the begin of every scratch: constants of activations, a tile, and eight zeros. */
@inline export const CONSTANTS: usize = 768;
@inline const TILE: usize = 512;
@inline const ZEROS: usize = 704;

/** Sites at a time in a row of so many: blocks of nearly the same size, of whole tiles. */
@inline export function blockOf(width: i32): i32 {
  const blocks = (width + BLOCK - 1) / BLOCK;
  const sites = (width + blocks - 1) / blocks;
  return (sites + TILE_ROWS - 1) / TILE_ROWS * TILE_ROWS;
}

/**
 * C = A·B + bias for `sites` rows, `strideA` and `strideC` bytes apart; C must not be A.
 *
 * @param depth columns of A
 * @param columns of C, a multiple of eight
 * @param scratch its first `CONSTANTS` bytes
 */
export function multiply(
  sites: i32, depth: i32, a: usize, strideA: usize, panels: usize, bias: usize, c: usize,
  strideC: usize, columns: i32, scratch: usize,
): void {
  v128.store(scratch + ZEROS, f32x4.splat(0));
  v128.store(scratch + ZEROS, f32x4.splat(0), 16);
  for (let k = 0; k < depth || k == 0; k += INNER_BLOCK) {
    const inner = min(INNER_BLOCK, depth - k), from = a + (<usize>k << 2);
    for (let j = 0; j < columns; j += 8) {
      const panel = panels + (<usize>(j * depth) << 2) + (<usize>k << 5);
      const out = c + (<usize>j << 2);
      if (k == 0) tiles(sites, inner, from, strideA, panel, bias + (<usize>j << 2), out, strideC);
      else addTiles(sites, inner, from, strideA, panel, out, strideC, scratch);
    }
  }
}

/** Eight columns of C. */
@inline function tiles(
  sites: i32, depth: i32, a: usize, strideA: usize, panel: usize, start: usize, c: usize,
  strideC: usize,
): void {
  if (sites < TILE_ROWS) {
    for (let i: usize = 0; i < <usize>sites; i++) {
      tile1(depth, a + i * strideA, panel, start, c + i * strideC);
    }
    return;
  }
  for (let i = 0; i < sites; i += TILE_ROWS) {
    // The last tile begins early and writes some rows again, with the same bits: rows one at a
    // time take four times as long.
    const from = <usize>min(i, sites - TILE_ROWS);
    tile6(depth, a + from * strideA, strideA, panel, start, c + from * strideC, strideC);
  }
}

/** The same added to what is there. */
function addTiles(
  sites: i32, depth: i32, a: usize, strideA: usize, panel: usize, c: usize, strideC: usize,
  scratch: usize,
): void {
  const tile = scratch + TILE, zeros = scratch + ZEROS;
  for (let i = 0; i < sites;) {
    const rows = sites - i < TILE_ROWS ? 1 : TILE_ROWS;
    const from = a + <usize>i * strideA;
    if (rows == 1) tile1(depth, from, panel, zeros, tile);
    else tile6(depth, from, strideA, panel, zeros, tile, 32);
    for (let r: usize = 0; r < <usize>rows; r++) {
      const p = tile + (r << 5), q = c + (<usize>i + r) * strideC;
      v128.store(q, f32x4.add(v128.load(q), v128.load(p)));
      v128.store(q, f32x4.add(v128.load(q, 16), v128.load(p, 16)), 16);
    }
    i += rows;
  }
}
