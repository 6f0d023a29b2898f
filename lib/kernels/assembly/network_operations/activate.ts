// Activations σ and their derivatives up to the third, times one or two factors.

import { constant, ONE, TANH, TANH_SPLIT, THREE, TWO, writeConstants } from "./constants";
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
  kind: i32, order: i32, count: i32, x: usize, u: usize, v: usize, out: usize, scratch: usize,
): void {
  writeConstants(scratch);
  const end = x + (<usize>(count & -8) << 2);
  // Two vectors at a time: while one waits for its last step, the other goes on.
  while (x < end) {
    let y = derivative(kind, order, v128.load(x), scratch);
    let z = derivative(kind, order, v128.load(x, 16), scratch);
    if (u != 0) {
      y = f32x4.mul(y, v128.load(u));
      z = f32x4.mul(z, v128.load(u, 16));
      u += 32;
    }
    if (v != 0) {
      y = f32x4.mul(y, v128.load(v));
      z = f32x4.mul(z, v128.load(v, 16));
      v += 32;
    }
    v128.store(out, y);
    v128.store(out, z, 16);
    x += 32;
    out += 32;
  }
  for (let rest = count & 7; rest > 0; rest -= 4) {
    let y = derivativeOf(kind, order, loadLanes(x, rest), scratch);
    if (u != 0) y = f32x4.mul(y, loadLanes(u, rest));
    if (v != 0) y = f32x4.mul(y, loadLanes(v, rest));
    storeLanes(out, y, rest);
    x += 16;
    out += 16;
    if (u != 0) u += 16;
    if (v != 0) v += 16;
  }
}

function derivativeOf(kind: i32, order: i32, x: v128, table: usize): v128 {
  return derivative(kind, order, x, table);
}

@inline function derivative(kind: i32, order: i32, x: v128, table: usize): v128 {
  if (kind == SILU) return silu(order, x, table);
  if (kind == SOFTPLUS) return softplus(order, x, table);
  if (kind == RELU) return relu(order, x);
  return tanh(order, x, table);
}

@inline function relu(order: i32, x: v128): v128 {
  const positive = f32x4.gt(x, splat(0));
  // x first, so that NaN stays NaN.
  if (order == 0) return f32x4.pmax(x, splat(0));
  return order == 1 ? v128.and(positive, splat(1)) : splat(0);
}

/** With s the logistic function and t = 1 - s: x s, s (1 + x t) and the derivatives of that. */
@inline function silu(order: i32, x: v128, table: usize): v128 {
  const one = constant(table, ONE);
  const e = exponential(f32x4.neg(x), table);
  const s = f32x4.div(one, f32x4.add(one, e));
  if (order == 0) return f32x4.mul(x, s);
  // As e s, 1 - s keeps its digits where s is near 1.
  const t = f32x4.mul(e, s);
  if (order == 1) return f32x4.mul(s, fma(x, t, one));
  const q = f32x4.mul(s, t), d = f32x4.sub(t, s);
  if (order == 2) return f32x4.mul(q, fma(x, d, constant(table, TWO)));
  const last = f32x4.mul(constant(table, TWO), f32x4.mul(x, q));
  return f32x4.mul(q, f32x4.sub(f32x4.mul(d, fma(x, d, constant(table, THREE))), last));
}

/** ln(1 + eˣ), whose derivative is the logistic function. */
@inline function softplus(order: i32, x: v128, table: usize): v128 {
  const one = constant(table, ONE);
  if (order == 0) {
    const tail = logarithm1p(exponential(f32x4.neg(f32x4.abs(x)), table), table);
    return f32x4.add(f32x4.pmax(x, splat(0)), tail);
  }
  const e = exponential(f32x4.neg(x), table);
  const s = f32x4.div(one, f32x4.add(one, e));
  if (order == 1) return s;
  const t = f32x4.mul(e, s);
  const q = f32x4.mul(s, t);
  return order == 2 ? q : f32x4.mul(q, f32x4.sub(t, s));
}

@inline function tanh(order: i32, x: v128, table: usize): v128 {
  const one = constant(table, ONE), two = constant(table, TWO);
  const size = f32x4.abs(x);
  const e = exponential(f32x4.neg(f32x4.add(size, size)), table);
  const inverse = f32x4.div(one, f32x4.add(one, e));
  // Near 0 the quotient loses digits: the series there.
  const w = f32x4.mul(x, x);
  let p = fma(w, constant(table, TANH), constant(table, TANH + 16));
  p = fma(p, w, constant(table, TANH + 32));
  p = fma(p, w, constant(table, TANH + 48));
  p = fma(p, w, constant(table, TANH + 64));
  const near = fma(f32x4.mul(x, w), p, x);
  const sign = v128.andnot(x, i32x4.splat(0x7fffffff));
  const far = v128.or(f32x4.mul(f32x4.sub(one, e), inverse), sign);
  const y = v128.bitselect(near, far, f32x4.lt(size, constant(table, TANH_SPLIT)));
  if (order == 0) return y;
  const root = f32x4.mul(two, inverse);
  const slope = f32x4.mul(e, f32x4.mul(root, root));
  if (order == 1) return slope;
  if (order == 2) return f32x4.neg(f32x4.mul(f32x4.mul(two, y), slope));
  const square = f32x4.mul(constant(table, THREE), f32x4.mul(y, y));
  return f32x4.mul(f32x4.mul(two, slope), f32x4.sub(square, one));
}
