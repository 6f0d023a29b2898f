// What a network starts from, from the planes of the cavity method to its own, `channels` numbers a
// site, a multiple of four.

import { rowAt, rowStride } from "./planes";

/**
 * The four features of the pole added last, from a channel on that is a multiple of four.
 *
 * @param features the first of four planes of the cavity method, `fieldBytes` from row to row
 */
export function poleRows(
  first: i32, last: i32, width: i32, height: i32, features: usize, fieldBytes: usize,
  target: usize, channels: i32, channel: i32,
): void {
  const plane = <usize>height * fieldBytes, stride = rowStride(width, channels);
  const site = <usize>channels << 2;
  for (let row = first; row < last; row++) {
    const from = features + <usize>row * fieldBytes;
    let to = rowAt(target, row, height, stride, channels) + (<usize>channel << 2);
    for (let x = 0; x < width; x += 4) {
      const at = from + (<usize>x << 2);
      const a = v128.load(at), b = v128.load(at + plane);
      const c = v128.load(at + 2 * plane), d = v128.load(at + 3 * plane);
      // Four sites of four numbers from four numbers of four sites.
      const ab0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5), ab1 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
      const cd0 = v128.shuffle<f32>(c, d, 0, 4, 1, 5), cd1 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
      v128.store(to, v128.shuffle<f64>(ab0, cd0, 0, 2));
      v128.store(to + site, v128.shuffle<f64>(ab0, cd0, 1, 3));
      v128.store(to + 2 * site, v128.shuffle<f64>(ab1, cd1, 0, 2));
      v128.store(to + 3 * site, v128.shuffle<f64>(ab1, cd1, 1, 3));
      to += 4 * site;
    }
  }
}

/**
 * The field x, in one channel, and after it n - 1/2, where there is a density plane, and zeros up to
 * the fourth.
 *
 * @param field x, f64 [N]
 * @param density n, or 0 for none
 */
export function fieldRows(
  first: i32, last: i32, width: i32, height: i32, field: usize, density: usize, fieldBytes: usize,
  target: usize, channels: i32, channel: i32,
): void {
  const stride = rowStride(width, channels), site = <usize>channels << 2;
  for (let row = first; row < last; row++) {
    const from = field + 8 * <usize>row * <usize>width, n = density + <usize>row * fieldBytes;
    let to = rowAt(target, row, height, stride, channels) + (<usize>channel << 2);
    for (let x: usize = 0; x < <usize>width; x++) {
      store<f32>(to, <f32>load<f64>(from + 8 * x));
      store<f32>(to + 4, density == 0 ? 0 : load<f32>(n + 4 * x) - 0.5);
      store<u64>(to + 8, 0);
      to += site;
    }
  }
}
