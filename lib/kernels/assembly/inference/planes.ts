// Planes of features: channels of a site side by side, sites of a row likewise, one site of halo at
// either end of a row, and room after it for what tiles of sites compute beyond its end.

/** Sites from row to row besides those of the lattice. */
@inline const SPARE_SITES: i32 = 8;

/** Bytes from row to row. */
@inline export function rowStride(width: i32, channels: i32): usize {
  return <usize>(width + SPARE_SITES) * <usize>channels << 2;
}

/** Column 0 of a row, counted beyond the lattice's last and first. */
@inline export function rowAt(plane: usize, row: i32, height: i32, stride: usize, channels: i32): usize {
  const inside = row < 0 ? row + height : row >= height ? row - height : row;
  return plane + <usize>inside * stride + (<usize>channels << 2);
}

/** Copies the sites at either end of a row to the halo at the other. */
export function wrapSites(row: usize, width: i32, channels: i32): void {
  const bytes = <usize>channels << 2;
  memory.copy(row - bytes, row + <usize>(width - 1) * bytes, bytes);
  memory.copy(row + <usize>width * bytes, row, bytes);
}

/** Column 0 of a row of a plane that only its own sites read: without halo or room. */
@inline export function siteRow(plane: usize, row: i32, width: i32, channels: i32): usize {
  return plane + (<usize>row * <usize>width * <usize>channels << 2);
}
