// Where rows of intermediate results lie. Every stage of the method needs its predecessor's rows next
// to its own, and no others: a few rows of each stage, used in turn, are all that is kept, so that the
// work of a whole pole stays in the cache.

/** Rows kept of every plane: more than any stage looks back, a power of two. */
let kept = 8;

/** Columns, bytes from row to row, bytes from plane to plane. */
export let width = 0;
export let rowBytes: usize = 0;
export let planeBytes: usize = 0;

/** Bytes from the real to the imaginary plane of one quantity, and from one quantity to the next. */
export let complexBytes: usize = 0;

/** Lanes of the last block of four columns that are sites. */
export let lastLanes = i32x4.splat(-1);

export function layOutColumns(columns: i32): void {
  width = columns;
  // Four columns of halo on the left keep rows aligned; on the right the last block reaches beyond.
  rowBytes = 4 * (<usize>((columns + 3) & ~3) + 8);
  // Sides are even: the last block has four sites or two.
  lastLanes = (columns & 3) == 0 ? i32x4.splat(-1) : i64x2.replace_lane(i64x2.splat(0), 0, -1);
}

/** @param adjointSweeps the most of any pole: the adjoints look back to where the messages were */
export function layOutRows(adjointSweeps: i32): void {
  kept = 8;
  while (kept < adjointSweeps + 4) kept <<= 1;
  planeBytes = rowBytes * kept;
  complexBytes = 2 * planeBytes;
}

/** Column 0 of a row of the plane at `plane`. */
@inline export function rowOf(plane: usize, row: i32): usize {
  return plane + <usize>(row & (kept - 1)) * rowBytes + 16;
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
