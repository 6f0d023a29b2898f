import { bluesteinAxis } from "./bluestein.ts";
import { factors, type FourierAxis, mixedRadixAxis } from "./mixed_radix.ts";

/**
 * Largest prime factor that is transformed by its definition; a length with a larger one goes
 * through Bluestein's convolution. Around this size the two cost the same.
 */
const LARGEST_DIRECT_PRIME = 31;

/** A transform along the middle axis of [batch, n, stride], for any length n. */
export function fourierAxis(n: number, stride: number, batch: number): FourierAxis {
  return Math.max(1, ...factors(n)) <= LARGEST_DIRECT_PRIME
    ? mixedRadixAxis(n, stride, batch)
    : bluesteinAxis(n, stride, batch);
}
