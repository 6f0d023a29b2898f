import { NumericalError, ParameterError } from "../errors.ts";
import type { DomainSizeOptions, DomainSizeStatus } from "./domain_size.ts";
import type { EnsembleCorrelation, NormalisationOptions } from "./ensemble_correlation.ts";
import {
  fitLine,
  fitPowerLaw,
  type FitWindow,
  pointsInWindow,
  type PowerLaw,
} from "./power_law.ts";
import { bootstrapError, bootstrapWeights } from "./resampling.ts";
import { studentFactor } from "./student_t.ts";

/** The correlations of an ensemble at one time after the quench. */
export interface CorrelationAtTime {
  /** Time since the quench, in any unit. */
  readonly time: number;
  /** The correlations at that time. */
  readonly correlation: EnsembleCorrelation;
}

/** How `domainGrowth` finds lengths and errors. */
export interface DomainGrowthOptions extends DomainSizeOptions, NormalisationOptions {
  /** Number of bootstrap replicas; 1000 when left out, 0 for none. */
  readonly resamples?: number;
  /** Seed of the bootstrap; 0 when left out. */
  readonly seed?: number;
}

/** The domain size against time. */
export interface DomainGrowth {
  /** Times, shape [T]. */
  readonly time: Float64Array;
  /** Domain sizes L(t), shape [T]; NaN where the status says so. */
  readonly length: Float64Array;
  /** Jackknife errors of L over trajectories, shape [T]; NaN for a single trajectory. */
  readonly error: Float64Array;
  /** What each length is worth, shape [T]. */
  readonly status: readonly DomainSizeStatus[];
  /** Number of trajectories. */
  readonly trajectories: number;
  /** L(t) of each bootstrap replica, shape [T] each; none for a single trajectory. */
  readonly replicas: readonly Float64Array[];
}

/** A growth exponent with errors over trajectories. */
export interface GrowthExponent extends PowerLaw {
  /** Bootstrap error of α over trajectories, which knows that times are correlated. */
  readonly bootstrapError: number;
  /** The interval of 95 %: α ± `bootstrapError` times Student's factor of n - 1 degrees. */
  readonly interval: readonly [low: number, high: number];
}

/**
 * The domain size L(t) of an ensemble, with bootstrap replicas that resample whole trajectories:
 * the same ones at every time.
 *
 * @param series correlations in the order of time, all of the same trajectories
 * @throws {ParameterError} if the series is empty, times do not rise or trajectories differ
 *
 * @example From fields to an exponent with its error
 * ```ts
 * import {
 *   domainGrowth, domainSigns, EnsembleCorrelation, growthExponent, ModelA, SquareLattice,
 * } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const lattice = new SquareLattice(64);
 * const model = new ModelA(lattice, { timeStep: 0.2 }, 1);
 * const series = [4, 8, 16, 32].map((time) => ({
 *   time,
 *   correlation: new EnsembleCorrelation(lattice, "rings"),
 * }));
 * for (let trajectory = 0; trajectory < 4; trajectory++) {
 *   const phi = model.initialState(trajectory);
 *   let firstStep = 0;
 *   for (const { time, correlation } of series) {
 *     const steps = Math.round(time / 0.2) - firstStep;
 *     model.advance(phi, { steps, firstStep, trajectory });
 *     firstStep += steps;
 *     correlation.add(trajectory, domainSigns(phi));
 *   }
 * }
 * const { exponent, bootstrapError } = growthExponent(domainGrowth(series), { from: 4, to: 32 });
 * assert.ok(exponent > 0.3 && exponent < 0.6 && bootstrapError < 0.1);
 * ```
 */
export function domainGrowth(
  series: readonly CorrelationAtTime[],
  options: DomainGrowthOptions = {},
): DomainGrowth {
  requireOneEnsemble(series);
  const { resamples = 1000, seed = 0 } = options;
  const sizes = series.map(({ correlation }) => correlation.domainSize(options));
  const trajectories = series[0].correlation.samples.size;
  const weights = resamples > 0 && trajectories > 1
    ? bootstrapWeights(trajectories, resamples, seed)
    : [];
  return {
    time: Float64Array.from(series, ({ time }) => time),
    length: Float64Array.from(sizes, ({ length }) => length),
    error: Float64Array.from(sizes, ({ error }) => error),
    status: sizes.map(({ status }) => status),
    trajectories,
    replicas: weights.map((weights) =>
      Float64Array.from(
        series,
        ({ correlation }) =>
          correlation.domainSizeOf(correlation.samples.mean(weights), options).length,
      )
    ),
  };
}

/**
 * The growth exponent α of L = a t^α in a stated window (Eq. 28), with its bootstrap error over
 * trajectories. Points weigh by their jackknife errors, the same in every replica, or all the same
 * where one of them has none (a single trajectory, for which the bootstrap error is NaN too). Few
 * trajectories know their own scatter badly: the interval of 95 % is wider for that.
 *
 * @throws {ParameterError} if the window holds fewer than 2 times or a length that is not resolved
 * @throws {NumericalError} if a replica has such a length: the window reaches too late
 */
export function growthExponent(growth: DomainGrowth, window: FitWindow): GrowthExponent {
  const { time, length, error, replicas, trajectories } = growth;
  const chosen = pointsInWindow(time, window);
  const weigh = chosen.every((j) => error[j] > 0) ? error : undefined;
  const fit = fitPowerLaw(time, length, window, weigh);
  const exponents = replicas.map((replica) => {
    const lost = chosen.find((j) => !(replica[j] > 0));
    if (lost !== undefined) {
      throw new NumericalError(
        `A resampled ensemble has no domain size at time ${time[lost]}: ` +
          `end the fit window before it, or use a larger lattice`,
      );
    }
    return fitLine(
      chosen.map((j) => Math.log(time[j])),
      chosen.map((j) => Math.log(replica[j])),
      chosen.map((j) => weigh ? (length[j] / weigh[j]) ** 2 : 1),
    ).slope;
  });
  if (exponents.length === 0) return { ...fit, bootstrapError: NaN, interval: [NaN, NaN] };
  // Not the percentiles of the replicas, which are far too narrow for a handful of trajectories.
  const standardError = bootstrapError(exponents, trajectories);
  const halfWidth = studentFactor(trajectories - 1) * standardError;
  return {
    ...fit,
    bootstrapError: standardError,
    interval: [fit.exponent - halfWidth, fit.exponent + halfWidth],
  };
}

/**
 * The growth exponent against the start of the fit window: one fit from each time on to the last
 * one of the window. A plateau in this table is what a quoted exponent stands on.
 *
 * @param minimumPoints fewest points of a fit; 4 when left out
 * @throws {ParameterError} if the window holds fewer than 2 times or a length that is not resolved
 */
export function exponentAgainstWindow(
  growth: DomainGrowth,
  { from, to }: FitWindow,
  minimumPoints = 4,
): GrowthExponent[] {
  const chosen = pointsInWindow(growth.time, { from, to });
  return chosen
    .slice(0, Math.max(0, chosen.length - Math.max(2, minimumPoints) + 1))
    .map((j) => growthExponent(growth, { from: growth.time[j], to }));
}

function requireOneEnsemble(series: readonly CorrelationAtTime[]): void {
  if (series.length === 0) throw new ParameterError("The series holds no time");
  const expected = series[0].correlation.samples.trajectories.join();
  series.forEach(({ time, correlation }, j) => {
    if (j > 0 && !(time > series[j - 1].time)) {
      throw new ParameterError(`Times must rise: ${time} comes after ${series[j - 1].time}`);
    }
    if (correlation.samples.trajectories.join() !== expected) {
      throw new ParameterError(
        `All times of a series must hold the same trajectories: time ${time} holds ` +
          `${correlation.samples.size}, time ${series[0].time} ${
            series[0].correlation.samples.size
          }`,
      );
    }
  });
}
