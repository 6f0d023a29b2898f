import { CounterRng, ParameterError } from "../../mod.ts";

/** What a test of paired differences finds. */
export interface SignFlipTest {
  /** max over points of |mean difference| / standard error. */
  readonly statistic: number;
  /** Share of sign patterns with a statistic at least as large. */
  readonly p: number;
  /** The value that the statistic exceeds in 5 % of the sign patterns. */
  readonly critical: number;
  /** Number of sign patterns, the observed one among them. */
  readonly patterns: number;
  /** Mean difference at each point. */
  readonly mean: Float64Array;
  /** Its standard error over pairs. */
  readonly error: Float64Array;
}

/**
 * Whether paired curves differ: a sign-flip test over the pairs, of the largest deviation over all
 * points of the curve, so that it needs no correction for their number and knows how they are
 * correlated.
 *
 * Where both curves of a pair come from the same distribution, the sign of their difference, the
 * same at all points, could as well have been the other. So the largest |mean|/error of the
 * differences is compared with what it is under random signs. That makes no assumption on the
 * distribution and is exact for any number of pairs; with n of them p cannot fall below 2^(1-n).
 * Points at which no pair differs take no part.
 *
 * @param differences one array a pair, all of one length
 * @param seed of the signs: the same seed, the same answer
 * @param patterns how many sign patterns are tried
 * @throws {ParameterError} if there are fewer than 2 pairs
 */
export function signFlipTest(
  differences: readonly Float64Array[],
  { seed = 0, patterns = 10_000 }: { readonly seed?: number; readonly patterns?: number } = {},
): SignFlipTest {
  const pairs = differences.length;
  if (pairs < 2) throw new ParameterError(`A paired test needs at least 2 pairs: got ${pairs}`);
  const observed = summary(differences, new Float64Array(pairs).fill(1));
  const rng = new CounterRng(seed, "signFlip");
  const statistics = Float64Array.from({ length: patterns - 1 }, (_, step) => {
    const signs = rng.uniforms(pairs, { step }).map((u) => u < 0.5 ? 1 : -1);
    return summary(differences, signs).statistic;
  });
  // A hair of slack: the observed pattern and its mirror image occur among the random ones.
  const atLeast = statistics.filter((s) => s >= observed.statistic * (1 - 1e-12)).length;
  const all = Float64Array.of(observed.statistic, ...statistics).sort();
  return {
    ...observed,
    p: (1 + atLeast) / patterns,
    critical: all[Math.min(patterns - 1, Math.ceil(0.95 * patterns) - 1)],
    patterns,
  };
}

/**
 * p-values corrected for the number of tests by Holm's method: the chance of even one false alarm
 * among them stays below the level, whatever depends on what.
 */
export function holm(p: readonly number[]): number[] {
  const order = [...p.keys()].sort((a, b) => p[a] - p[b]);
  const adjusted = new Array<number>(p.length);
  let largest = 0;
  order.forEach((test, rank) => {
    largest = Math.max(largest, Math.min(1, (p.length - rank) * p[test]));
    adjusted[test] = largest;
  });
  return adjusted;
}

function summary(differences: readonly Float64Array[], signs: Float64Array) {
  const n = differences.length;
  const points = differences[0].length;
  const mean = new Float64Array(points);
  const error = new Float64Array(points);
  let statistic = 0;
  for (let i = 0; i < points; i++) {
    let sum = 0, squares = 0;
    for (let k = 0; k < n; k++) {
      const d = signs[k] * differences[k][i];
      sum += d;
      squares += d * d;
    }
    mean[i] = sum / n;
    error[i] = Math.sqrt(Math.max(0, squares / n - mean[i] ** 2) / (n - 1));
    if (squares > 0) statistic = Math.max(statistic, Math.abs(mean[i]) / error[i]);
  }
  return { mean, error, statistic };
}
