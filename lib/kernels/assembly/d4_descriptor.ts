// The 45 invariant features of the environment of every site, two neighbouring sites at a time in
// double precision. The plain twin is lib/descriptor/plain_descriptor.ts; all sums are in its order,
// so the bits are its bits.

export { describeRows } from "./d4_descriptor/rows";

/** First byte above this kernel's static data. */
export function heapBase(): usize {
  return __heap_base;
}
