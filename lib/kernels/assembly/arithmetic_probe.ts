// What this processor's relaxed SIMD answers where the standard leaves it a choice.

/** First byte above this kernel's static data. */
export function heapBase(): usize {
  return __heap_base;
}

/** x·y + z of relaxed_madd: rounded once where the processor fuses, twice where it does not. */
export function madd64(x: f64, y: f64, z: f64): f64 {
  return f64x2.extract_lane(
    f64x2.relaxed_madd(f64x2.splat(x), f64x2.splat(y), f64x2.splat(z)),
    0,
  );
}

/** The same in single precision. */
export function madd32(x: f32, y: f32, z: f32): f32 {
  return f32x4.extract_lane(
    f32x4.relaxed_madd(f32x4.splat(x), f32x4.splat(y), f32x4.splat(z)),
    0,
  );
}
