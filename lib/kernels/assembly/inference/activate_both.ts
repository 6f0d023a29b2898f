// Activations and their slopes at once: most of the work for the one is that for the other. The
// equations are those of network_operations/activate.ts.

import { activate } from "../network_operations/activate";
import { constant, ONE, writeConstants } from "../network_operations/constants";
import { exponential, logarithm1p } from "../network_operations/exponential";
import { fma, splat } from "../network_operations/vector";

@inline const RELU: i32 = 0;
@inline const SILU: i32 = 1;
@inline const SOFTPLUS: i32 = 2;

/**
 * σ in place of x, and σ', of `count` numbers, a multiple of eight.
 *
 * @param kind as of `activate`
 */
export function activateBoth(kind: i32, count: i32, x: usize, slopes: usize, scratch: usize): void {
  const end = x + (<usize>count << 2);
  writeConstants(scratch);
  if (kind == SILU) {
    for (; x < end; x += 32, slopes += 32) {
      silu(x, slopes, scratch);
      silu(x + 16, slopes + 16, scratch);
    }
  } else if (kind == SOFTPLUS) {
    for (; x < end; x += 16, slopes += 16) softplus(x, slopes, scratch);
  } else if (kind == RELU) {
    for (; x < end; x += 16, slopes += 16) {
      const v = v128.load(x), positive = f32x4.gt(v, splat(0));
      v128.store(slopes, v128.and(positive, splat(1)));
      v128.store(x, f32x4.pmax(v, splat(0)));
    }
  } else {
    activate(kind, 1, count, x, 0, 0, slopes, scratch);
    activate(kind, 0, count, x, 0, 0, x, scratch);
  }
}

@inline function silu(at: usize, slope: usize, table: usize): void {
  const x = v128.load(at), one = constant(table, ONE);
  const e = exponential(f32x4.neg(x), table);
  const s = f32x4.div(one, f32x4.add(one, e));
  const y = f32x4.mul(x, s);
  v128.store(at, y);
  // s (1 + x (1 - s)), where e s is 1 - s with all its digits.
  v128.store(slope, f32x4.mul(s, fma(y, e, one)));
}

@inline function softplus(at: usize, slope: usize, table: usize): void {
  const x = v128.load(at), one = constant(table, ONE), zero = splat(0);
  const e = exponential(f32x4.neg(f32x4.abs(x)), table);
  const s = f32x4.div(one, f32x4.add(one, e));
  v128.store(at, f32x4.add(f32x4.pmax(x, zero), logarithm1p(e, table)));
  v128.store(slope, v128.bitselect(s, f32x4.mul(e, s), f32x4.ge(x, zero)));
}
