// Activations σ and their derivatives up to the third, times one or two factors.

import { exponential, logarithm1p } from "./exponential";
import { fma, loadLanes, splat, storeLanes } from "./vector";

@inline const RELU: i32 = 0;
@inline const SILU: i32 = 1;
@inline const SOFTPLUS: i32 = 2;

/**
 * σ⁽ᵒʳᵈᵉʳ⁾(x), times u and v where these are not 0, of `count` numbers.
 *
 * @param kind 0 relu, 1 silu, 2 softplus, 3 tanh
 * @param order 0 to 3
 */
export function activate(
  kind: i32, order: i32, count: i32, x: usize, u: usize, v: usize, out: usize,
): void {
  const end = x + (<usize>(count & -4) << 2);
  while (x < end) {
    let y = derivative(kind, order, v128.load(x));
    if (u != 0) {
      y = f32x4.mul(y, v128.load(u));
      u += 16;
    }
    if (v != 0) {
      y = f32x4.mul(y, v128.load(v));
      v += 16;
    }
    v128.store(out, y);
    x += 16;
    out += 16;
  }
  const rest = count & 3;
  if (rest == 0) return;
  let y = derivative(kind, order, loadLanes(x, rest));
  if (u != 0) y = f32x4.mul(y, loadLanes(u, rest));
  if (v != 0) y = f32x4.mul(y, loadLanes(v, rest));
  storeLanes(out, y, rest);
}

@inline function derivative(kind: i32, order: i32, x: v128): v128 {
  if (kind == SILU) return silu(order, x);
  if (kind == SOFTPLUS) return softplus(order, x);
  if (kind == RELU) return relu(order, x);
  return tanh(order, x);
}

@inline function relu(order: i32, x: v128): v128 {
  const positive = f32x4.gt(x, splat(0));
  // x first, so that NaN stays NaN.
  if (order == 0) return f32x4.pmax(x, splat(0));
  return order == 1 ? v128.and(positive, splat(1)) : splat(0);
}

/** With s the logistic function and t = 1 - s: x s, s (1 + x t) and the derivatives of that. */
@inline function silu(order: i32, x: v128): v128 {
  const one = splat(1);
  const e = exponential(f32x4.neg(x));
  const s = f32x4.div(one, f32x4.add(one, e));
  if (order == 0) return f32x4.mul(x, s);
  // As e s, 1 - s keeps its digits where s is near 1.
  const t = f32x4.mul(e, s);
  if (order == 1) return f32x4.mul(s, fma(x, t, one));
  const q = f32x4.mul(s, t), d = f32x4.sub(t, s);
  if (order == 2) return f32x4.mul(q, fma(x, d, splat(2)));
  return f32x4.mul(q, fma(d, fma(x, d, splat(3)), f32x4.mul(splat(-2), f32x4.mul(x, q))));
}

/** ln(1 + eˣ), whose derivative is the logistic function. */
@inline function softplus(order: i32, x: v128): v128 {
  const one = splat(1);
  if (order == 0) {
    const tail = logarithm1p(exponential(f32x4.neg(f32x4.abs(x))));
    return f32x4.add(f32x4.pmax(x, splat(0)), tail);
  }
  const e = exponential(f32x4.neg(x));
  const s = f32x4.div(one, f32x4.add(one, e));
  if (order == 1) return s;
  const t = f32x4.mul(e, s);
  const q = f32x4.mul(s, t);
  return order == 2 ? q : f32x4.mul(q, f32x4.sub(t, s));
}

@inline function tanh(order: i32, x: v128): v128 {
  const one = splat(1), two = splat(2);
  const size = f32x4.abs(x);
  const e = exponential(f32x4.mul(splat(-2), size));
  const inverse = f32x4.div(one, f32x4.add(one, e));
  // Near 0 the quotient loses digits: the series there (Cephes, tanhf).
  const w = f32x4.mul(x, x);
  let p = fma(w, splat(-5.70498872745e-3), splat(2.06390887954e-2));
  p = fma(p, w, splat(-5.37397155531e-2));
  p = fma(p, w, splat(1.33314422036e-1));
  p = fma(p, w, splat(-3.33332819422e-1));
  const near = fma(f32x4.mul(x, w), p, x);
  const sign = v128.and(x, i32x4.splat(0x80000000));
  const far = v128.or(f32x4.mul(f32x4.sub(one, e), inverse), sign);
  const y = v128.bitselect(near, far, f32x4.lt(size, splat(0.625)));
  if (order == 0) return y;
  const slope = f32x4.mul(f32x4.mul(splat(4), e), f32x4.mul(inverse, inverse));
  if (order == 1) return slope;
  if (order == 2) return f32x4.mul(f32x4.mul(splat(-2), y), slope);
  return f32x4.mul(slope, fma(f32x4.mul(splat(6), y), y, f32x4.neg(two)));
}
