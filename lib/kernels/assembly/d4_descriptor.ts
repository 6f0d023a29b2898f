// The 45 invariant features of the environment of every site, two neighbouring sites at a time in
// double precision. The plain twin is lib/descriptor/plain_descriptor.ts; all sums are in its order,
// so the bits are its bits.

import { decompose } from "./d4_descriptor/decompose";
import { emit } from "./d4_descriptor/emit";
import { completeFeatures, orientedFeatures, paperFeatures } from "./d4_descriptor/features";

/** First byte above this kernel's static data. */
export function heapBase(): usize {
  return __heap_base;
}

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
