import { type StreamName, STREAMS } from "../streams.ts";

const UINT32_COUNT = 2 ** 32;

/**
 * WGSL of the normal numbers of one stream and trajectory, `fn normal(step: u32, index: u32) -> f32`:
 * those of `CounterRng` to 1e-6 of 1 + |ξ|, the whole numbers of Philox4x32-10 to the bit.
 *
 * Logarithm, sine and cosine are written out, as a GPU's own may be off by more than that; close to
 * u = 1 the logarithm is made of 1 - u, which has its own digits.
 *
 * @param seed integer from 0 to 2⁵³ - 1
 * @param trajectory integer from 0 to 2³² - 1
 */
export function normalsWgsl(seed: number, stream: StreamName, trajectory: number): string {
  const key = [seed % UINT32_COUNT, Math.floor(seed / UINT32_COUNT)];
  return `
/** The high and the low word of a product. */
fn product64(a: u32, b: u32) -> vec2u {
  let al = a & 0xffffu;
  let ah = a >> 16u;
  let bl = b & 0xffffu;
  let bh = b >> 16u;
  let low = al * bl;
  let middle = ah * bl + (low >> 16u);
  let cross = al * bh + (middle & 0xffffu);
  return vec2u(ah * bh + (middle >> 16u) + (cross >> 16u), a * b);
}

/** A block of Philox4x32-10 (Salmon, Moraes, Dror, Shaw, SC11). */
fn philox(counter: vec4u) -> vec4u {
  var c = counter;
  var k = vec2u(${key[0]}u, ${key[1]}u);
  for (var round = 0; round < 10; round++) {
    let p = product64(0xD2511F53u, c.x);
    let q = product64(0xCD9E8D57u, c.z);
    c = vec4u(q.x ^ c.y ^ k.x, q.y, p.x ^ c.w ^ k.y, p.y);
    k += vec2u(0x9E3779B9u, 0xBB67AE85u);
  }
  return c;
}

/** (53 bits + 1/2) 2⁻⁵³, rounded. */
fn fraction(high: u32, low: u32) -> f32 {
  return f32(high) * 0x1p-32f + (f32(low >> 11u) + 0.5f) * 0x1p-53f;
}

/** 2 artanh(s) = ln((1 + s)/(1 - s)) for |s| ≤ 1/3. */
fn twiceArtanh(s: f32) -> f32 {
  let q = s * s;
  var sum = 1.0f / 15.0f;
  sum = sum * q + 1.0f / 13.0f;
  sum = sum * q + 1.0f / 11.0f;
  sum = sum * q + 1.0f / 9.0f;
  sum = sum * q + 1.0f / 7.0f;
  sum = sum * q + 1.0f / 5.0f;
  sum = sum * q + 1.0f / 3.0f;
  return 2.0f * (s + s * q * sum);
}

/** -ln u of the number u in (0, 1) that these words stand for. */
fn minusLogarithm(high: u32, low: u32) -> f32 {
  if (high >= 0x80000000u) {
    let rest = fraction(~high, ~low);
    return twiceArtanh(rest / (2.0f - rest));
  }
  // u = m 2^e with m from 2/3 to 4/3.
  let bits = bitcast<u32>(fraction(high, low));
  var mantissa = bitcast<f32>((bits & 0x007fffffu) | 0x3f800000u);
  var exponent = f32(i32(bits >> 23u) - 127);
  if (mantissa > 1.3333333f) {
    mantissa *= 0.5f;
    exponent += 1.0f;
  }
  return -twiceArtanh((mantissa - 1.0f) / (mantissa + 1.0f)) - exponent * 0.6931472f;
}

/** Cosine and sine of 2π v for the number v that these words stand for. */
fn circle(high: u32, low: u32) -> vec2f {
  // Quarters of a turn to the nearest, and what is left of the angle, at most π/4.
  let quarter = (high + 0x20000000u) >> 30u;
  let left = f32(bitcast<i32>(high - (quarter << 30u))) + (f32(low >> 11u) + 0.5f) * 0x1p-21f;
  let a = left * (1.5707964f * 0x1p-30f);
  let q = a * a;
  let s = a + a * q * (-1.6666667e-1f + q * (8.3333310e-3f + q * (-1.9840874e-4f + q * 2.7525562e-6f)));
  let c = 1.0f + q * (-0.5f + q * (4.1666667e-2f + q * (-1.3888889e-3f + q * 2.4801587e-5f)));
  switch (quarter & 3u) {
    case 0u: { return vec2f(c, s); }
    case 1u: { return vec2f(-s, c); }
    case 2u: { return vec2f(-c, -s); }
    default: { return vec2f(s, -c); }
  }
}

/** Number \`index\` of a step, by Box and Muller: a block of the generator holds two. */
fn normal(step: u32, index: u32) -> f32 {
  let word = philox(vec4u(index >> 1u, step, ${trajectory}u, ${STREAMS[stream]}u));
  let radius = sqrt(2.0f * minusLogarithm(word.x, word.y));
  let point = radius * circle(word.z, word.w);
  return select(point.x, point.y, (index & 1u) == 1u);
}
`;
}
