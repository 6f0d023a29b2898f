// Standard normal numbers from the Philox4x32-10 counter generator (Salmon, Moraes, Dror, Shaw,
// "Parallel random numbers: as easy as 1, 2, 3", SC11) and the Box-Muller transform.
//
// Every number is a function of (key, stream, step, trajectory, index) alone. No state: any number
// of workers may draw any part of the sequence in any order and get the same bits.

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
 * generator holds numbers 2j and 2j + 1; scratch has room for one block (16 bytes).
 */
export function normals(
  k0: u32, k1: u32, stream: u32, step: u32, trajectory: u32,
  first: u32, count: u32, out: usize, scratch: usize,
): void {
  let block = first >> 1;
  let index = first;
  const end = first + count;
  while (index < end) {
    philox(block, step, trajectory, stream, k0, k1, scratch);
    const u = uniform(load<u32>(scratch), load<u32>(scratch, 4));
    const v = uniform(load<u32>(scratch, 8), load<u32>(scratch, 12));
    const radius = Math.sqrt(-2 * Math.log(u));
    const angle = 6.283185307179586 * v;
    if ((index & 1) == 0) {
      store<f64>(out + ((index - first) << 3), radius * Math.cos(angle));
      index++;
    }
    if (index < end) {
      store<f64>(out + ((index - first) << 3), radius * Math.sin(angle));
      index++;
    }
    block++;
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
