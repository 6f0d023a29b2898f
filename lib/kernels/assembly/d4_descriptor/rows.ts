// Rows of sites, two neighbouring ones at a time.

import { decompose } from "./decompose";
import { emit } from "./emit";
import { completeFeatures, orientedFeatures, paperFeatures } from "./features";

/**
 * Describes rows of sites.
 *
 * @param form 0 paper, 1 complete, 2 oriented
 * @param single whether features are rounded to single precision
 * @param padded the field with three more columns and rows all around as f64, rows of `stride`
 * @param width number of columns, even
 * @param scratch room for 48 pairs of f64
 * @param features receives 45 numbers a site, f32 if `single` and f64 otherwise
 */
export function describeRows(
  form: i32, single: bool, padded: usize, stride: i32, width: i32, rows: i32,
  scratch: usize, features: usize,
): void {
  const rowBytes = <isize>stride << 3;
  const siteBytes: usize = single ? 45 * 4 : 45 * 8;
  let out = features;
  for (let row = 0; row < rows; row++) {
    const origin = padded + <usize>((<isize>row + 3) * rowBytes) + 3 * 8;
    for (let x = 0; x < width; x += 2) {
      decompose(origin + (<usize>x << 3), rowBytes, scratch);
      if (form == 0) paperFeatures(scratch);
      else if (form == 1) completeFeatures(scratch);
      else orientedFeatures(scratch);
      emit(scratch, single, out, siteBytes);
      out += 2 * siteBytes;
    }
  }
}
