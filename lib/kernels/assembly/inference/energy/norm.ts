// Layer norm of padded features and its derivative (network_operations/normalise.ts has the
// equations).

import { fma, splat, sumLanes } from "../../network_operations/vector";
import { rowAt, rowStride, siteRow, wrapSites } from "../planes";

/** Sets the channels from `features` on, up to `padded`, to 0. */
@inline function clear(x: usize, features: i32, padded: i32): void {
  for (let c = features; c < padded; c++) store<f32>(x + (<usize>c << 2), 0);
}

/** Replaces U by y = LN(U) and slopes by slopes over the deviation of U, and adds gain · y to v. */
@inline export function normaliseSite(
  features: i32, padded: i32, epsilon: f32, gain: usize, u: usize, slopes: usize, v: usize,
): void {
  const bytes = <usize>padded << 2, inverse: f32 = 1 / <f32>features;
  clear(u, features, padded);
  let sum = splat(0);
  for (let c: usize = 0; c < bytes; c += 16) sum = f32x4.add(sum, v128.load(u + c));
  const mean = splat(sumLanes(sum) * inverse);
  for (let c: usize = 0; c < bytes; c += 16) {
    v128.store(u + c, f32x4.sub(v128.load(u + c), mean));
  }
  clear(u, features, padded);
  let squares = splat(0);
  for (let c: usize = 0; c < bytes; c += 16) {
    const x = v128.load(u + c);
    squares = fma(x, x, squares);
  }
  const r = splat(1 / sqrt<f32>(sumLanes(squares) * inverse + epsilon));
  for (let c: usize = 0; c < bytes; c += 16) {
    const y = f32x4.mul(r, v128.load(u + c));
    v128.store(u + c, y);
    v128.store(slopes + c, f32x4.mul(r, v128.load(slopes + c)));
    v128.store(v + c, fma(v128.load(gain + c), y, v128.load(v + c)));
  }
}

/**
 * From the gradient d in V' of a block to that in z, where U = σ(z): with g = gain · d,
 * dz = slopes · (g - mean g - y mean(g y)).
 *
 * @param source d, without halos
 * @param gradients dz, with halos
 */
export function normaliseSlopeRows(
  first: i32, last: i32, width: i32, height: i32, source: usize, features: i32, padded: i32,
  gain: usize, normals: usize, slopes: usize, gradients: usize,
): void {
  const stride = rowStride(width, padded), bytes = <usize>padded << 2;
  const inverse: f32 = 1 / <f32>features;
  for (let row = first; row < last; row++) {
    let d = siteRow(source, row, width, padded), y = siteRow(normals, row, width, padded);
    let s = siteRow(slopes, row, width, padded);
    const start = rowAt(gradients, row, height, stride, padded);
    const end = start + <usize>width * bytes;
    for (let to = start; to < end; to += bytes) {
      let sum = splat(0), product = splat(0);
      for (let c: usize = 0; c < bytes; c += 16) {
        const g = f32x4.mul(v128.load(gain + c), v128.load(d + c));
        sum = f32x4.add(sum, g);
        product = fma(g, v128.load(y + c), product);
      }
      const mean = splat(-sumLanes(sum) * inverse), b = splat(-sumLanes(product) * inverse);
      for (let c: usize = 0; c < bytes; c += 16) {
        // Rounded as in the sum: the mean of what remains is 0, however large σ' over the deviation.
        const g = f32x4.add(f32x4.mul(v128.load(gain + c), v128.load(d + c)), mean);
        v128.store(to + c, f32x4.mul(v128.load(s + c), fma(b, v128.load(y + c), g)));
      }
      d += bytes, y += bytes, s += bytes;
    }
    wrapSites(start, width, padded);
  }
}
