// Where rows of intermediate results lie. Every stage of the method needs its predecessor's rows next
// to its own, and no others: a few rows of each stage, used in turn, are all that is kept, so that the
// work of a whole pole stays in the cache.

/** Rows kept where the adjoints look back to: a power of two. */
let kept = 8;
/** Rows kept of sweeps, whose successors look back one row. */
@inline export const KEPT_SWEEPS: i32 = 8;

/** Columns, and bytes from row to row of a field. */
export let width = 0;
export let rowBytes: usize = 0;

/** Bytes from the real to the imaginary part of a row of one quantity, and to the next quantity. */
export let planeBytes: usize = 0;
export let complexBytes: usize = 0;

/** Bytes of a row of all quantities that any stage has. */
export let blockBytes: usize = 0;

/** Lanes of the last block of four columns that are sites. */
export let lastLanes = i32x4.splat(-1);

export function layOutColumns(columns: i32): void {
  width = columns;
  // Four columns of halo on the left keep rows aligned; on the right the last block reaches beyond.
  rowBytes = 4 * (<usize>((columns + 3) & ~3) + 8);
  planeBytes = rowBytes;
  complexBytes = 2 * planeBytes;
  blockBytes = 5 * complexBytes;
  // Sides are even: the last block has four sites or two.
  lastLanes = (columns & 3) == 0 ? i32x4.splat(-1) : i64x2.replace_lane(i64x2.splat(0), 0, -1);
}

/** @param adjointSweeps the most of any pole: the adjoints look back to where the messages were */
export function layOutRows(adjointSweeps: i32): void {
  kept = 8;
  while (kept < adjointSweeps + 4) kept <<= 1;
}

/** Bytes of a stage whose rows are kept for the adjoints. */
export function stageBytes(): usize {
  return <usize>kept * blockBytes;
}
/** Bytes of a sweep. */
export function sweepBytes(): usize {
  return <usize>KEPT_SWEEPS * blockBytes;
}

/** Column 0 of quantity 0 of a row of the stage at `stage`. */
@inline export function rowOf(stage: usize, row: i32): usize {
  return stage + <usize>(row & (kept - 1)) * blockBytes + 16;
}

/** The same of a sweep. */
@inline export function sweepRowOf(sweep: usize, row: i32): usize {
  return sweep + <usize>(row & (KEPT_SWEEPS - 1)) * blockBytes + 16;
}

/** Copies the four quantities of a row of a sweep. */
@inline export function copySweepRow(from: usize, to: usize): void {
  memory.copy(to - 16, from - 16, 4 * complexBytes);
}

/** Copies the three columns at either end to the halo at the other. */
@inline export function wrapColumns(row: usize): void {
  const end = row + 4 * <usize>width;
  store<u32>(row - 12, load<u32>(end - 12));
  store<u64>(row - 8, load<u64>(end - 8));
  store<u64>(end, load<u64>(row));
  store<u32>(end + 8, load<u32>(row + 8));
}

/** The same for the real and imaginary parts of a quantity. */
@inline export function wrapComplex(row: usize): void {
  wrapColumns(row);
  wrapColumns(row + planeBytes);
}
