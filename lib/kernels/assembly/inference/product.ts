// Features of some sites times weights, which come packed in panels of eight columns
// (network_operations/pack.ts).

import { tile1, tile6, TILE_ROWS } from "../network_operations/tile";

/** Most sites at a time: what belongs to them stays where the cache is nearest. */
@inline export const BLOCK: i32 = 48;
/** Bytes of the constants of activations, at the begin of every scratch. */
@inline export const CONSTANTS: usize = 512;

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
 */
export function multiply(
  sites: i32, depth: i32, a: usize, strideA: usize, panels: usize, bias: usize, c: usize,
  strideC: usize, columns: i32,
): void {
  for (let j = 0; j < columns; j += 8) {
    const panel = panels + (<usize>(j * depth) << 2), start = bias + (<usize>j << 2);
    const out = c + (<usize>j << 2);
    if (sites < TILE_ROWS) {
      for (let i = 0; i < sites; i++) {
        tile1(depth, a + <usize>i * strideA, panel, start, out + <usize>i * strideC);
      }
      continue;
    }
    for (let i = 0; i < sites; i += TILE_ROWS) {
      // The last tile begins early and writes some rows again, with the same bits: rows one at a
      // time take four times as long.
      const from = <usize>min(i, sites - TILE_ROWS);
      tile6(depth, a + from * strideA, strideA, panel, start, out + from * strideC, strideC);
    }
  }
}
