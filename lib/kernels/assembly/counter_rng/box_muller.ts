// The Box-Muller transform of two pairs of uniform numbers at a time, in double precision and
// without fused operations: the same bits on every processor.

/** Odd powers of s in ln((1 + s)/(1 - s)): fdlibm's, of the lowest first. */
@inline const L1: f64 = 6.666666666666735130e-01;
@inline const L2: f64 = 3.999999999940941908e-01;
@inline const L3: f64 = 2.857142874366239149e-01;
@inline const L4: f64 = 2.222219843214978396e-01;
@inline const L5: f64 = 1.818357216161805012e-01;
@inline const L6: f64 = 1.531383769920937332e-01;
@inline const L7: f64 = 1.479819860511658591e-01;
@inline const LN2_HIGH: f64 = 6.93147180369123816490e-01;
@inline const LN2_LOW: f64 = 1.90821492927058770002e-10;

/** Sine and cosine on [-π/4, π/4]: fdlibm's, of the lowest power first. */
@inline const S1: f64 = -1.66666666666666324348e-01;
@inline const S2: f64 = 8.33333333332248946124e-03;
@inline const S3: f64 = -1.98412698298579493134e-04;
@inline const S4: f64 = 2.75573137070700676789e-06;
@inline const S5: f64 = -2.50507602534068634195e-08;
@inline const S6: f64 = 1.58969099521155010221e-10;
@inline const C1: f64 = 4.16666666666666019037e-02;
@inline const C2: f64 = -1.38888888888741095749e-03;
@inline const C3: f64 = 2.48015872894767294178e-05;
@inline const C4: f64 = -2.75573143513906633035e-07;
@inline const C5: f64 = 2.08757232129817482790e-09;
@inline const C6: f64 = -1.13596475577881948265e-11;

@inline function splat(x: f64): v128 {
  return f64x2.splat(x);
}

/** p z + c. */
@inline function step(p: v128, z: v128, c: f64): v128 {
  return f64x2.add(f64x2.mul(p, z), splat(c));
}

/** ln x of normal numbers x > 0. */
@inline function logarithm(x: v128): v128 {
  // x = 2ᵏ m with m in [√½, √2): adding the distance from √½ to 1 carries into the exponent.
  const shifted = i64x2.add(x, i64x2.splat(0x3FF0000000000000 - 0x3FE6A09E00000000));
  const k = i64x2.sub(i64x2.shr_u(shifted, 52), i64x2.splat(0x3FF));
  const m = i64x2.sub(x, i64x2.shl(k, 52));
  // Small integers as doubles, by the bits of 1.5·2⁵².
  const magic = i64x2.splat(0x4338000000000000);
  const power = f64x2.sub(i64x2.add(k, magic), magic);
  const f = f64x2.sub(m, splat(1));
  const s = f64x2.div(f, f64x2.add(splat(2), f));
  const z = f64x2.mul(s, s);
  let r = splat(L7);
  r = step(r, z, L6);
  r = step(r, z, L5);
  r = step(r, z, L4);
  r = step(r, z, L3);
  r = step(r, z, L2);
  r = step(r, z, L1);
  r = f64x2.mul(r, z);
  const half = f64x2.mul(splat(0.5), f64x2.mul(f, f));
  const low = f64x2.add(f64x2.mul(s, f64x2.add(half, r)), f64x2.mul(power, splat(LN2_LOW)));
  return f64x2.add(f64x2.mul(power, splat(LN2_HIGH)), f64x2.sub(f, f64x2.sub(half, low)));
}

/**
 * Two pairs of normal numbers from two pairs of uniform ones in (0, 1), written one pair after the
 * other.
 */
@inline export function boxMuller(u: v128, v: v128, out: usize): void {
  const radius = f64x2.sqrt(f64x2.mul(splat(-2), logarithm(u)));
  // 4 v = q + t with q the nearest integer: the angle is q right angles and t·π/2.
  const turns = f64x2.mul(splat(4), v);
  const magic = splat(6755399441055744);
  const counted = f64x2.add(turns, magic);
  const angle = f64x2.mul(f64x2.sub(turns, f64x2.sub(counted, magic)), splat(1.5707963267948966));
  const z = f64x2.mul(angle, angle);
  let p = splat(S6);
  p = step(p, z, S5);
  p = step(p, z, S4);
  p = step(p, z, S3);
  p = step(p, z, S2);
  p = step(p, z, S1);
  const sine = f64x2.add(angle, f64x2.mul(f64x2.mul(angle, z), p));
  p = splat(C6);
  p = step(p, z, C5);
  p = step(p, z, C4);
  p = step(p, z, C3);
  p = step(p, z, C2);
  p = step(p, z, C1);
  const cosine = f64x2.add(
    f64x2.sub(splat(1), f64x2.mul(splat(0.5), z)), f64x2.mul(f64x2.mul(z, z), p),
  );
  // Odd quarters exchange sine and cosine; the second and third turn the cosine's sign, the third
  // and fourth the sine's. The integer stands in the lowest bits.
  const odd = i64x2.sub(i64x2.splat(0), v128.and(counted, i64x2.splat(1)));
  const cosineSign = i64x2.shl(i64x2.add(counted, i64x2.splat(1)), 62);
  const sineSign = i64x2.shl(counted, 62);
  const top = i64x2.splat(0x8000000000000000);
  const x = v128.xor(v128.bitselect(sine, cosine, odd), v128.and(cosineSign, top));
  const y = v128.xor(v128.bitselect(cosine, sine, odd), v128.and(sineSign, top));
  const first = f64x2.mul(radius, x), second = f64x2.mul(radius, y);
  v128.store(out, v128.shuffle<f64>(first, second, 0, 2));
  v128.store(out, v128.shuffle<f64>(first, second, 1, 3), 16);
}
