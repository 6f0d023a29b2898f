// Windows: the inverse of A at the centre of the (2R + 1)² sites around each site, exact within the
// window and with the messages of the tree from outside. The elimination itself is written by
// lib/kernels/window_elimination.ts.

import { windowRow1, windowRow2, windowRow3 } from "./window_elimination";

/** Largest R. */
export const MOST_RADIUS = 3;

/**
 * The inverses at the centres of the windows around the sites of a row, as a quantity at `target`.
 *
 * @param radius R, 1 to 3
 * @param below … above v of the rows from three below to three above; only R of them are used
 */
export function windowRow(
  radius: i32, below3: usize, below2: usize, below1: usize, v: usize, above1: usize, above2: usize,
  above3: usize, eta: f32, node: usize, target: usize, row: i32,
): void {
  if (radius == 1) windowRow1(below1, v, above1, eta, node, target, row);
  else if (radius == 2) windowRow2(below2, below1, v, above1, above2, eta, node, target, row);
  else {
    windowRow3(below3, below2, below1, v, above1, above2, above3, eta, node, target, row);
  }
}
