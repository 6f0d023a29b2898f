// C = A·B + bias + addend, where B is small and A may have very many rows.

import { COLUMN_BLOCK, INNER_BLOCK, packColumns, packRow, packRows, PANEL } from "./pack";
import { tile1, tile6, TILE_ROWS } from "./tile";

/**
 * C, m × n, from A, m × k, and B, k × n, or n × k where it is given `transposed`.
 *
 * @param bias n numbers added to every row, or 0 for none
 * @param addend m × n numbers added, or 0 for none
 */
export function multiply(
  m: i32, n: i32, k: i32, a: usize, b: usize, transposed: bool,
  bias: usize, addend: usize, c: usize, scratch: usize,
): void {
  const corner = scratch;
  const starts = scratch + 256;
  const panels = starts + (<usize>COLUMN_BLOCK << 2);
  const strideA = <usize>k << 2, strideB = <usize>(transposed ? k : n) << 2;
  const strideC = <usize>n << 2;
  for (let k0 = 0; k0 < k; k0 += INNER_BLOCK) {
    const depth = min(INNER_BLOCK, k - k0);
    // From the second block of the inner sum on, the sum so far is what is added.
    const added = k0 == 0 ? addend : c;
    for (let j0 = 0; j0 < n; j0 += COLUMN_BLOCK) {
      const columns = min(COLUMN_BLOCK, n - j0);
      const shift = <usize>j0 << 2;
      packRow(k0 == 0 && bias != 0 ? bias + shift : 0, columns, starts);
      if (transposed) {
        packColumns(b + <usize>j0 * strideB + (<usize>k0 << 2), strideB, depth, columns, panels);
      } else {
        packRows(b + <usize>k0 * strideB + shift, strideB, depth, columns, panels);
      }
      for (let i = 0; i < m;) {
        const rows = m - i >= TILE_ROWS ? TILE_ROWS : 1;
        const pa = a + <usize>i * strideA + (<usize>k0 << 2);
        const pc = c + <usize>i * strideC + shift;
        const pAdded = added == 0 ? <usize>0 : added + <usize>i * strideC + shift;
        tiles(rows, columns, depth, pa, strideA, panels, starts, pAdded, pc, strideC, corner);
        i += rows;
      }
    }
  }
}

/** All panels of some rows. */
function tiles(
  rows: i32, columns: i32, depth: i32, a: usize, strideA: usize, panels: usize, starts: usize,
  added: usize, c: usize, strideC: usize, corner: usize,
): void {
  for (let j = 0; j < columns; j += PANEL) {
    const panel = panels + (<usize>j * <usize>depth << 2);
    const start = starts + (<usize>j << 2);
    const shift = <usize>j << 2;
    const whole = columns - j >= PANEL && added == 0;
    const out = whole ? c + shift : corner;
    const stride = whole ? strideC : 32;
    if (rows == TILE_ROWS) tile6(depth, a, strideA, panel, start, out, stride);
    else tile1(depth, a, panel, start, out);
    if (whole) continue;
    const width = min(PANEL, columns - j);
    for (let r = 0; r < rows; r++) {
      const p = corner + (<usize>r << 5);
      const q = c + <usize>r * strideC + shift;
      const s = added == 0 ? <usize>0 : added + <usize>r * strideC + shift;
      if (width == PANEL) addPanel(p, s, q);
      else addNumbers(p, s, q, width);
    }
  }
}

@inline function addPanel(p: usize, s: usize, q: usize): void {
  v128.store(q, f32x4.add(v128.load(p), v128.load(s)));
  v128.store(q, f32x4.add(v128.load(p, 16), v128.load(s, 16)), 16);
}

function addNumbers(p: usize, s: usize, q: usize, count: i32): void {
  for (let i: usize = 0; i < <usize>count << 2; i += 4) {
    store<f32>(q + i, load<f32>(p + i) + (s == 0 ? 0 : load<f32>(s + i)));
  }
}
