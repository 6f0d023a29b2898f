import { ParameterError } from "../errors.ts";
import { CounterRng } from "../random/counter_rng.ts";
import type { EnsembleSamples } from "./ensemble_samples.ts";

/** An estimate over an ensemble and its standard error, number by number. */
export interface Estimate {
  /** The estimate. */
  readonly value: Float64Array;
  /** Its standard error; NaN if the ensemble holds a single trajectory. */
  readonly error: Float64Array;
}

/** A quantity computed from the ensemble mean of the samples. */
export type Statistic = (mean: Float64Array) => Float64Array;

/**
 * A statistic of the ensemble mean with its jackknife error: the statistic is computed anew with
 * each trajectory left out. Right for ratios and crossings, where errors of the ingredients are
 * correlated; for the mean itself it equals the usual s/√n.
 *
 * @throws {ParameterError} if the ensemble is empty
 */
export function jackknife(samples: EnsembleSamples, statistic: Statistic): Estimate {
  const n = samples.size;
  const value = statistic(samples.mean());
  if (n === 1) return { value, error: new Float64Array(value.length).fill(NaN) };
  const weights = new Float64Array(n).fill(1);
  const leftOut = Array.from(weights.keys(), (j) => {
    weights[j] = 0;
    const replica = statistic(samples.mean(weights));
    weights[j] = 1;
    return replica;
  });
  const error = value.map((_, i) => {
    const centre = leftOut.reduce((sum, replica) => sum + replica[i], 0) / n;
    const scatter = leftOut.reduce((sum, replica) => sum + (replica[i] - centre) ** 2, 0);
    return Math.sqrt(scatter * (n - 1) / n);
  });
  return { value, error };
}

/** The ensemble mean with its standard error s/√n over trajectories. */
export function ensembleMean(samples: EnsembleSamples): Estimate {
  const n = samples.size;
  const value = samples.mean();
  const scatter = new Float64Array(value.length);
  for (const trajectory of samples.trajectories) {
    const sample = samples.sample(trajectory);
    for (let i = 0; i < scatter.length; i++) scatter[i] += (sample[i] - value[i]) ** 2;
  }
  // One trajectory: 0/0, NaN as promised.
  return { value, error: scatter.map((s) => Math.sqrt(s / (n - 1) / n)) };
}

/** The mean of independent numbers with its standard error s/√n; NaN goes through to both. */
export function meanAndError(values: readonly number[]): { value: number; error: number } {
  const n = values.length;
  const value = values.reduce((sum, x) => sum + x, 0) / n;
  const scatter = values.reduce((sum, x) => sum + (x - value) ** 2, 0);
  // One value: 0/0, NaN.
  return { value, error: Math.sqrt(scatter / (n - 1) / n) };
}

/**
 * Weights of bootstrap replicas of an ensemble of n trajectories: how often each trajectory is
 * drawn when n are drawn with replacement. The same seed gives the same weights, so observables at
 * different times of one set of trajectories are resampled together, as their correlation in time
 * demands.
 *
 * @param n number of trajectories, at least 2
 * @param resamples number of replicas
 * @param seed seed of the counter generator (stream "bootstrap")
 * @returns one array of n weights a replica
 * @throws {ParameterError} if there are fewer than 2 trajectories or 2 replicas
 */
export function bootstrapWeights(n: number, resamples: number, seed: number): Float64Array[] {
  if (!Number.isInteger(n) || n < 2) {
    throw new ParameterError(
      `Errors over trajectories need at least 2 trajectories: the ensemble holds ${n}`,
    );
  }
  if (!Number.isInteger(resamples) || resamples < 2) {
    throw new ParameterError(
      `The number of resamples must be an integer of at least 2: current value is ${resamples}`,
    );
  }
  const rng = new CounterRng(seed, "bootstrap");
  return Array.from({ length: resamples }, (_, step) => {
    const weights = new Float64Array(n);
    for (const place of rng.integers(n, n, { step })) weights[place]++;
    return weights;
  });
}

/**
 * Standard error from bootstrap replicas: their standard deviation times √(n/(n-1)), which undoes
 * the bootstrap's known shortfall for an ensemble of n trajectories.
 */
export function bootstrapError(replicas: ArrayLike<number>, n: number): number {
  const values = Array.from(replicas);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const scatter = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(scatter / (values.length - 1) * n / (n - 1));
}
