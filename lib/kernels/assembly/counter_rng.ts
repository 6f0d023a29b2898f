// Standard normal numbers from the Philox4x32-10 counter generator (Salmon, Moraes, Dror, Shaw,
// "Parallel random numbers: as easy as 1, 2, 3", SC11) and the Box-Muller transform.
//
// Every number is a function of (key, stream, step, trajectory, index) alone. No state: any number
// of workers may draw any part of the sequence in any order and get the same bits.

import { boxMuller } from "./counter_rng/box_muller";

/** First byte above this kernel's static data. */
export function heapBase(): usize {
  return __heap_base;
}

@inline const M0: u64 = 0xD2511F53;
@inline const M1: u64 = 0xCD9E8D57;
@inline const W0: u32 = 0x9E3779B9;
@inline const W1: u32 = 0xBB67AE85;

/** Writes the four words of one Philox4x32-10 block to out. */
export function philox(
  c0: u32, c1: u32, c2: u32, c3: u32, k0: u32, k1: u32, out: usize,
): void {
  for (let round = 0; round < 10; round++) {
    const p0 = M0 * <u64>c0;
    const p1 = M1 * <u64>c2;
    c0 = <u32>(p1 >> 32) ^ c1 ^ k0;
    c1 = <u32>p1;
    c2 = <u32>(p0 >> 32) ^ c3 ^ k1;
    c3 = <u32>p0;
    k0 += W0;
    k1 += W1;
  }
  store<u32>(out, c0);
  store<u32>(out, c1, 4);
  store<u32>(out, c2, 8);
  store<u32>(out, c3, 12);
}

/** 53 bits of two words as a number in (0, 1): never 0, so that its logarithm is finite. */
@inline function uniform(high: u32, low: u32): f64 {
  const bits = (<u64>high << 21) ^ (<u64>low >> 11);
  return (<f64>bits + 0.5) * 1.1102230246251565e-16;
}

/**
 * Normal numbers `first` ... `first + count - 1` of a sequence, as f64 at out. Block j of the
 * generator holds numbers 2j and 2j + 1; two blocks are done at a time, and those that stand out at
 * either end are dropped: scratch has room for the numbers of two blocks (32 bytes).
 */
export function normals(
  k0: u32, k1: u32, stream: u32, step: u32, trajectory: u32,
  first: u32, count: u32, out: usize, scratch: usize,
): void {
  const end = first + count;
  // Blocks in pairs, the first of them even: a number does not depend on where a call begins.
  for (let block = (first >> 1) & ~1; (block << 1) < end; block += 2) {
    const index = block << 1;
    const whole = index >= first && index + 4 <= end;
    const target = whole ? out + (<usize>(index - first) << 3) : scratch;
    philox(block, step, trajectory, stream, k0, k1, scratch);
    const u0 = uniform(load<u32>(scratch), load<u32>(scratch, 4));
    const v0 = uniform(load<u32>(scratch, 8), load<u32>(scratch, 12));
    philox(block + 1, step, trajectory, stream, k0, k1, scratch);
    const u1 = uniform(load<u32>(scratch), load<u32>(scratch, 4));
    const v1 = uniform(load<u32>(scratch, 8), load<u32>(scratch, 12));
    boxMuller(
      f64x2.replace_lane(f64x2.splat(u0), 1, u1), f64x2.replace_lane(f64x2.splat(v0), 1, v1), target,
    );
    if (whole) continue;
    for (let n: u32 = 0; n < 4; n++) {
      if (index + n < first || index + n >= end) continue;
      store<f64>(out + (<usize>(index + n - first) << 3), load<f64>(scratch + (<usize>n << 3)));
    }
  }
}

/** Uniform numbers in (0, 1), `first` ... `first + count - 1` of a sequence, as f64 at out. */
export function uniforms(
  k0: u32, k1: u32, stream: u32, step: u32, trajectory: u32,
  first: u32, count: u32, out: usize, scratch: usize,
): void {
  for (let n: u32 = 0; n < count; n++) {
    const index = first + n;
    philox(index >> 1, step, trajectory, stream, k0, k1, scratch);
    const word = scratch + ((index & 1) << 3);
    store<f64>(out + (n << 3), uniform(load<u32>(word), load<u32>(word, 4)));
  }
}
