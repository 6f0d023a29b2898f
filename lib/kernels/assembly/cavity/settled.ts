// Sweeps end row by row: a row is not worked out again once it and the rows next to it changed by no
// more than that in the sweep before. What this leaves is below the rounding of densities, and
// which rows are left out depends on the field alone, not on strips.
//
// A table has for every row of every sweep the address where its numbers lie, and in which sweep they
// were written; a row that has settled has those of the sweep before.

import { complexBytes, copySweepRow, KEPT_SWEEPS, planeBytes, width } from "./rows";

/** Change of the real or imaginary part of a message or adjoint that counts as none. */
@inline const TOLERANCE: f32 = 1e-7;
/** And what counts as none in proportion: two roundings. */
@inline const UNIT: f32 = 1.2e-7;

@inline const CHANGED: u32 = 1;

/** Bytes of a table for so many sweeps, the first numbers counted as one. */
export function tableBytes(sweeps: i32): usize {
  return <usize>(sweeps * KEPT_SWEEPS) << 3;
}

@inline function entryOf(table: usize, sweep: i32, row: i32): usize {
  return table + (<usize>(sweep * KEPT_SWEEPS + (row & (KEPT_SWEEPS - 1))) << 3);
}

/** Where the numbers of a row are after a sweep: column 0 of quantity 0. */
@inline export function settledRow(table: usize, sweep: i32, row: i32): usize {
  return <usize>load<u32>(entryOf(table, sweep, row));
}

/** Whether a sweep may have changed a row. */
@inline export function rowChanged(table: usize, sweep: i32, row: i32): bool {
  return (load<u32>(entryOf(table, sweep, row), 4) & CHANGED) != 0;
}

/** Notes that a sweep wrote a row. */
@inline export function noteRow(
  table: usize, sweep: i32, row: i32, address: usize, changed: bool,
): void {
  const entry = entryOf(table, sweep, row);
  store<u32>(entry, <u32>address);
  store<u32>(entry, (<u32>sweep << 1) | (changed ? CHANGED : 0), 4);
}

/**
 * Whether a row needs no further sweep; it then has the numbers of the sweep before.
 *
 * @param sweep 1 or more
 * @param own where the sweep would write
 */
export function hasSettled(table: usize, sweep: i32, row: i32, own: usize): bool {
  const here = entryOf(table, sweep - 1, row), state = load<u32>(here, 4);
  const around = load<u32>(entryOf(table, sweep - 1, row - 1), 4) |
    load<u32>(entryOf(table, sweep - 1, row + 1), 4);
  if ((state | around) & CHANGED) return false;
  const written = <i32>(state >> 1), from = <usize>load<u32>(here);
  if (sweep - written <= KEPT_SWEEPS - 3) {
    const entry = entryOf(table, sweep, row);
    store<u32>(entry, <u32>from);
    store<u32>(entry, state, 4);
    return true;
  }
  // Before the place is used again for another row.
  copySweepRow(from, own);
  noteRow(table, sweep, row, own, false);
  return true;
}

/** Whether a row of four quantities changed, or holds what is no number. Most rows do early on. */
export function hasChanged(before: usize, step: usize, now: usize): bool {
  const tolerance = f32x4.splat(TOLERANCE), unit = f32x4.splat(UNIT);
  for (let d: usize = 0; d < 4; d++) {
    for (let part: usize = 0; part <= planeBytes; part += planeBytes) {
      const p = before + d * step + part, q = now + d * complexBytes + part;
      for (let at: usize = 0; at < <usize>width << 2; at += 16) {
        const x = v128.load(q + at), change = f32x4.abs(f32x4.sub(x, v128.load(p + at)));
        const bound = f32x4.relaxed_madd(f32x4.abs(x), unit, tolerance);
        if (!i32x4.all_true(f32x4.le(change, bound))) return true;
      }
    }
  }
  return false;
}
