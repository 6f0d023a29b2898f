import { get, SIZE } from "./layout";

/**
 * Writes the features of two sites one after the other. Adding 0 turns -0 into 0, so that equal
 * features have equal bits.
 */
@inline export function emit(values: usize, single: bool, out: usize, siteBytes: usize): void {
  if (single) emitSingle(values, out, out + siteBytes);
  else emitDouble(values, out, out + siteBytes);
}

@inline function finish(values: usize, k: i32): v128 {
  return f64x2.add(get(values, k), f64x2.splat(0));
}

@inline function emitDouble(values: usize, first: usize, second: usize): void {
  for (let k = 0; k < SIZE - 1; k += 2) {
    const a = finish(values, k);
    const b = finish(values, k + 1);
    v128.store(first + (<usize>k << 3), v128.shuffle<f64>(a, b, 0, 2));
    v128.store(second + (<usize>k << 3), v128.shuffle<f64>(a, b, 1, 3));
  }
  const last = finish(values, SIZE - 1);
  v128.store_lane<f64>(first + ((SIZE - 1) << 3), last, 0);
  v128.store_lane<f64>(second + ((SIZE - 1) << 3), last, 1);
}

@inline function emitSingle(values: usize, first: usize, second: usize): void {
  for (let k = 0; k < SIZE - 1; k += 4) {
    const ab = narrow(values, k);
    const cd = narrow(values, k + 2);
    v128.store(first + (<usize>k << 2), v128.shuffle<f64>(ab, cd, 0, 2));
    v128.store(second + (<usize>k << 2), v128.shuffle<f64>(ab, cd, 1, 3));
  }
  const last = f32x4.demote_f64x2_zero(finish(values, SIZE - 1));
  v128.store_lane<f32>(first + ((SIZE - 1) << 2), last, 0);
  v128.store_lane<f32>(second + ((SIZE - 1) << 2), last, 1);
}

/** Numbers k and k + 1 of the first site, then of the second, in single precision. */
@inline function narrow(values: usize, k: i32): v128 {
  const a = f32x4.demote_f64x2_zero(finish(values, k));
  const b = f32x4.demote_f64x2_zero(finish(values, k + 1));
  return v128.shuffle<f32>(a, b, 0, 4, 1, 5);
}
