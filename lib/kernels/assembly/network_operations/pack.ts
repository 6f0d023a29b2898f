// The right operand of a product, packed in panels of eight columns: the eight numbers of one row
// of it side by side, so that a tile reads it straight through.

/** Rows of the right operand packed at a time. */
@inline export const INNER_BLOCK: i32 = 256;
/** Columns of the right operand packed at a time. */
@inline export const COLUMN_BLOCK: i32 = 128;
/** Columns of a panel. */
@inline export const PANEL: i32 = 8;

/** Packs rows and columns of a matrix; missing columns of the last panel become 0. */
export function packRows(
  source: usize, stride: usize, depth: i32, columns: i32, out: usize,
): void {
  for (let j = 0; j < columns; j += PANEL) {
    const count = min(PANEL, columns - j);
    let p = source + (<usize>j << 2);
    for (let k = 0; k < depth; k++) {
      if (count == PANEL) {
        v128.store(out, v128.load(p));
        v128.store(out, v128.load(p, 16), 16);
      } else {
        for (let c = 0; c < PANEL; c++) {
          store<f32>(out + (<usize>c << 2), c < count ? load<f32>(p + (<usize>c << 2)) : 0);
        }
      }
      p += stride;
      out += 32;
    }
  }
}

/** Packs the transpose of a matrix: `columns` counts rows of the source. */
export function packColumns(
  source: usize, stride: usize, depth: i32, columns: i32, out: usize,
): void {
  for (let j = 0; j < columns; j += PANEL) {
    for (let c = 0; c < PANEL; c++) {
      let q = out + (<usize>c << 2);
      let p = source + <usize>(j + c) * stride;
      const present = j + c < columns;
      for (let k = 0; k < depth; k++) {
        store<f32>(q, present ? load<f32>(p) : 0);
        p += 4;
        q += 32;
      }
    }
    out += <usize>depth << 5;
  }
}

/** Copies `columns` numbers, all 0 without a source, and zeros up to the next whole panel. */
export function packRow(source: usize, columns: i32, out: usize): void {
  const padded = (columns + PANEL - 1) & -PANEL;
  for (let j = 0; j < padded; j++) {
    const present = source != 0 && j < columns;
    store<f32>(out + (<usize>j << 2), present ? load<f32>(source + (<usize>j << 2)) : 0);
  }
}
