import { CounterRng, ParameterError } from "../../mod.ts";

/** A straight line through a series, and whether it could be level. */
export interface Trend {
  /** Slope of y against x by least squares. */
  readonly slope: number;
  /** Mean of y. */
  readonly mean: number;
  /** Share of orders of y with a slope at least as steep, up or down. */
  readonly p: number;
}

/**
 * Whether a series rises or falls: a permutation test of its slope. Where y does not hang on x, each
 * order of the values would have been as likely, if they are independent of each other.
 *
 * @param seed of the orders: the same seed, the same answer
 * @throws {ParameterError} if there are fewer than 3 points
 */
export function trendTest(
  x: readonly number[],
  y: readonly number[],
  { seed = 0, orders = 10_000 }: { readonly seed?: number; readonly orders?: number } = {},
): Trend {
  if (x.length < 3) throw new ParameterError(`A trend needs at least 3 points: got ${x.length}`);
  const meanX = x.reduce((sum, v) => sum + v, 0) / x.length;
  const mean = y.reduce((sum, v) => sum + v, 0) / y.length;
  const spread = x.reduce((sum, v) => sum + (v - meanX) ** 2, 0);
  const slopeOf = (order: (i: number) => number) =>
    x.reduce((sum, v, i) => sum + (v - meanX) * (y[order(i)] - mean), 0) / spread;
  const slope = slopeOf((i) => i);
  const rng = new CounterRng(seed, "trendTest");
  let steeper = 0;
  for (let step = 0; step < orders - 1; step++) {
    const order = rng.permutation(x.length, { step });
    if (Math.abs(slopeOf((i) => order[i])) >= Math.abs(slope) * (1 - 1e-12)) steeper++;
  }
  return { slope, mean, p: (1 + steeper) / orders };
}
