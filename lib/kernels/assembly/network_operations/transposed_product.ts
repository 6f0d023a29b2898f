// C = Aᵀ·B, where A and B have very many rows and few columns: gradients of weights.

import { packRows } from "./pack";
import { fma } from "./vector";

/** Rows of both operands that stay in the nearest cache while all of C is gone through. */
@inline const ROW_BLOCK: i32 = 128;

/**
 * C, m × n, from A, k × m, and B, k × n. Sums over blocks of rows are formed in registers and
 * added up in C, which also keeps rounding small.
 */
export function multiplyTransposed(
  m: i32, n: i32, k: i32, a: usize, b: usize, c: usize, scratch: usize,
): void {
  const strideA = <usize>m << 2, strideB = <usize>n << 2;
  const wholeRows = m & -4, wholeColumns = n & -8;
  const corner = scratch;
  const padA = scratch + 256;
  const padB = padA + <usize>ROW_BLOCK * 32;
  memory.fill(c, 0, <usize>m * <usize>n << 2);
  for (let k0 = 0; k0 < k; k0 += ROW_BLOCK) {
    const depth = min(ROW_BLOCK, k - k0);
    const blockA = a + <usize>k0 * strideA, blockB = b + <usize>k0 * strideB;
    // Columns past the last whole tile are copied and filled up with zeros.
    if (wholeRows < m) {
      packRows(blockA + (<usize>wholeRows << 2), strideA, depth, m - wholeRows, padA);
    }
    if (wholeColumns < n) {
      packRows(blockB + (<usize>wholeColumns << 2), strideB, depth, n - wholeColumns, padB);
    }
    for (let j = 0; j < n; j += 8) {
      const wholeB = j < wholeColumns;
      const pb = wholeB ? blockB + (<usize>j << 2) : padB;
      const sb = wholeB ? strideB : 32;
      for (let i = 0; i < m;) {
        const pc = c + <usize>i * strideB + (<usize>j << 2);
        const wholeA = i < wholeRows;
        const pa = wholeA ? blockA + (<usize>i << 2) : padA;
        const sa = wholeA ? strideA : 32;
        // Tiles of six, and of four where six would leave two.
        const six = wholeA && (wholeRows - i == 6 || wholeRows - i >= 10);
        if (wholeA && wholeB) {
          if (six) tile6(depth, pa, sa, pb, sb, pc, strideB);
          else tile4(depth, pa, sa, pb, sb, pc, strideB);
        } else {
          partialTile(
            depth, pa, sa, pb, sb, pc, strideB, min(six ? 6 : 4, m - i), min(8, n - j), corner,
          );
        }
        i += six ? 6 : 4;
      }
    }
  }
}

@inline function addTo(address: usize, x: v128, y: v128): void {
  v128.store(address, f32x4.add(v128.load(address), x));
  v128.store(address, f32x4.add(v128.load(address, 16), y), 16);
}

/** Adds six columns of A times eight of B to a tile of C. */
function tile6(
  depth: i32, a: usize, strideA: usize, b: usize, strideB: usize, c: usize, strideC: usize,
): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00;
  let c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  let c40 = c00, c41 = c00, c50 = c00, c51 = c00;
  for (let k = 0; k < depth; k++) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    c00 = fma(x, b0, c00);
    c01 = fma(x, b1, c01);
    x = v128.load32_splat(a, 4);
    c10 = fma(x, b0, c10);
    c11 = fma(x, b1, c11);
    x = v128.load32_splat(a, 8);
    c20 = fma(x, b0, c20);
    c21 = fma(x, b1, c21);
    x = v128.load32_splat(a, 12);
    c30 = fma(x, b0, c30);
    c31 = fma(x, b1, c31);
    x = v128.load32_splat(a, 16);
    c40 = fma(x, b0, c40);
    c41 = fma(x, b1, c41);
    x = v128.load32_splat(a, 20);
    c50 = fma(x, b0, c50);
    c51 = fma(x, b1, c51);
    a += strideA;
    b += strideB;
  }
  addTo(c, c00, c01);
  c += strideC;
  addTo(c, c10, c11);
  c += strideC;
  addTo(c, c20, c21);
  c += strideC;
  addTo(c, c30, c31);
  c += strideC;
  addTo(c, c40, c41);
  c += strideC;
  addTo(c, c50, c51);
}

/** The same with four columns of A. */
function tile4(
  depth: i32, a: usize, strideA: usize, b: usize, strideB: usize, c: usize, strideC: usize,
): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00;
  let c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  for (let k = 0; k < depth; k++) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    c00 = fma(x, b0, c00);
    c01 = fma(x, b1, c01);
    x = v128.load32_splat(a, 4);
    c10 = fma(x, b0, c10);
    c11 = fma(x, b1, c11);
    x = v128.load32_splat(a, 8);
    c20 = fma(x, b0, c20);
    c21 = fma(x, b1, c21);
    x = v128.load32_splat(a, 12);
    c30 = fma(x, b0, c30);
    c31 = fma(x, b1, c31);
    a += strideA;
    b += strideB;
  }
  addTo(c, c00, c01);
  c += strideC;
  addTo(c, c10, c11);
  c += strideC;
  addTo(c, c20, c21);
  c += strideC;
  addTo(c, c30, c31);
}

/** A tile where only the first `rows` × `columns` numbers are C's; `corner` has room for 6 × 8. */
function partialTile(
  depth: i32, a: usize, strideA: usize, b: usize, strideB: usize, c: usize, strideC: usize,
  rows: i32, columns: i32, corner: usize,
): void {
  memory.fill(corner, 0, 192);
  if (rows == 6) tile6(depth, a, strideA, b, strideB, corner, 32);
  else tile4(depth, a, strideA, b, strideB, corner, 32);
  for (let i = 0; i < rows; i++) {
    for (let j: usize = 0; j < <usize>columns << 2; j += 4) {
      const p = c + <usize>i * strideC + j;
      store<f32>(p, load<f32>(p) + load<f32>(corner + (<usize>i << 5) + j));
    }
  }
}
