// Tiles of a product: a few rows of the left operand times one packed panel of the right.

import { fma } from "./vector";

/** Rows of the larger tile. */
@inline export const TILE_ROWS: i32 = 6;

/**
 * Six rows times a panel, 6×8 numbers from `c` on, rows `strideC` bytes apart. They start from the
 * eight numbers at `start`, the same for every row.
 *
 * Twelve sums, two vectors of the panel and one number of the left operand are as many registers as
 * there are. The loop is not unrolled: V8 reads ahead what all of its body needs, and runs out of
 * them.
 */
export function tile6(
  depth: i32, a: usize, strideA: usize, panel: usize, start: usize, c: usize, strideC: usize,
): void {
  let b0 = v128.load(start), b1 = v128.load(start, 16), x: v128;
  let c00 = b0, c01 = b1;
  let c10 = b0, c11 = b1;
  let c20 = b0, c21 = b1;
  let c30 = b0, c31 = b1;
  let c40 = b0, c41 = b1;
  let c50 = b0, c51 = b1;
  let p0 = a, p1 = p0 + strideA, p2 = p1 + strideA;
  let p3 = p2 + strideA, p4 = p3 + strideA, p5 = p4 + strideA;
  const end = panel + (<usize>depth << 5);
  while (panel < end) {
    b0 = v128.load(panel);
    b1 = v128.load(panel, 16);
    x = v128.load32_splat(p0);
    c00 = fma(x, b0, c00);
    c01 = fma(x, b1, c01);
    x = v128.load32_splat(p1);
    c10 = fma(x, b0, c10);
    c11 = fma(x, b1, c11);
    x = v128.load32_splat(p2);
    c20 = fma(x, b0, c20);
    c21 = fma(x, b1, c21);
    x = v128.load32_splat(p3);
    c30 = fma(x, b0, c30);
    c31 = fma(x, b1, c31);
    x = v128.load32_splat(p4);
    c40 = fma(x, b0, c40);
    c41 = fma(x, b1, c41);
    x = v128.load32_splat(p5);
    c50 = fma(x, b0, c50);
    c51 = fma(x, b1, c51);
    p0 += 4;
    p1 += 4;
    p2 += 4;
    p3 += 4;
    p4 += 4;
    p5 += 4;
    panel += 32;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  c += strideC;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  c += strideC;
  v128.store(c, c20);
  v128.store(c, c21, 16);
  c += strideC;
  v128.store(c, c30);
  v128.store(c, c31, 16);
  c += strideC;
  v128.store(c, c40);
  v128.store(c, c41, 16);
  c += strideC;
  v128.store(c, c50);
  v128.store(c, c51, 16);
}

/** One row times a panel. */
export function tile1(depth: i32, a: usize, panel: usize, start: usize, c: usize): void {
  let c0 = v128.load(start), c1 = v128.load(start, 16);
  for (let k = 0; k < depth; k++) {
    const x = v128.load32_splat(a);
    c0 = fma(x, v128.load(panel), c0);
    c1 = fma(x, v128.load(panel, 16), c1);
    a += 4;
    panel += 32;
  }
  v128.store(c, c0);
  v128.store(c, c1, 16);
}
