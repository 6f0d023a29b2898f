// Four numbers in single precision.

/** a·b + c, rounded once where the processor can. */
@inline export function fma(a: v128, b: v128, c: v128): v128 {
  return f32x4.relaxed_madd(a, b, c);
}

/** The same number four times. */
@inline export function splat(x: f32): v128 {
  return f32x4.splat(x);
}

/** Writes the first `count` lanes, of four at most. */
export function storeLanes(address: usize, x: v128, count: i32): void {
  v128.store32_lane(address, x, 0);
  if (count > 1) v128.store32_lane(address, x, 1, 4);
  if (count > 2) v128.store32_lane(address, x, 2, 8);
  if (count > 3) v128.store32_lane(address, x, 3, 12);
}

/** The first `count` numbers at an address, of four at most, and zeros. */
export function loadLanes(address: usize, count: i32): v128 {
  let x = v128.load32_zero(address);
  if (count > 1) x = v128.load32_lane(address, x, 1, 4);
  if (count > 2) x = v128.load32_lane(address, x, 2, 8);
  if (count > 3) x = v128.load32_lane(address, x, 3, 12);
  return x;
}

/** Sum of the lanes. */
@inline export function sumLanes(x: v128): f32 {
  const pairs = f32x4.add(x, v128.shuffle<f32>(x, x, 2, 3, 0, 1));
  return f32x4.extract_lane(f32x4.add(pairs, v128.shuffle<f32>(pairs, pairs, 1, 0, 3, 2)), 0);
}
