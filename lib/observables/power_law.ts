import { ParameterError, ShapeError } from "../errors.ts";

/** The times that a fit uses, both ends included. */
export interface FitWindow {
  /** First time, above 0. */
  readonly from: number;
  /** Last time. */
  readonly to: number;
}

/** A power law L = a t^α fitted in a window. */
export interface PowerLaw extends FitWindow {
  /** Exponent α. */
  readonly exponent: number;
  /** Standard error of α, if the points were independent; times of one quench are not. */
  readonly exponentError: number;
  /** Amplitude a. */
  readonly amplitude: number;
  /** Standard error of a, under the same assumption. */
  readonly amplitudeError: number;
  /** χ² over its degrees of freedom; NaN where no errors were given or for two points. */
  readonly reducedChiSquared: number;
  /** Number of points in the window. */
  readonly points: number;
}

/**
 * Fits L = a t^α by least squares of ln L against ln t in a stated window, weighted by (L/σ)².
 *
 * With errors σ, the standard errors follow from them; without, all points weigh the same and the
 * standard errors follow from the scatter (NaN for two points). Both take the points as
 * independent: for a quench use `growthExponent`, whose errors are over trajectories.
 *
 * @param time times, shape [T]
 * @param length lengths, shape [T]
 * @param error standard errors of the lengths, shape [T]
 * @throws {ParameterError} if the window is empty or holds fewer than 2 points, or a length or an
 *   error in it is not positive and finite (as L beyond half the box)
 * @throws {ShapeError} if the arrays differ in length
 */
export function fitPowerLaw(
  time: Float64Array,
  length: Float64Array,
  window: FitWindow,
  error?: Float64Array,
): PowerLaw {
  const chosen = pointsInWindow(time, window);
  requirePositive("length", time, length, chosen);
  if (error) requirePositive("error", time, error, chosen);
  const x = chosen.map((j) => Math.log(time[j]));
  const y = chosen.map((j) => Math.log(length[j]));
  const w = chosen.map((j) => error ? (length[j] / error[j]) ** 2 : 1);
  const line = fitLine(x, y, w);
  const freedom = chosen.length - 2;
  const chiSquared = x.reduce(
    (sum, x, p) => sum + w[p] * (y[p] - line.intercept - line.slope * x) ** 2,
    0,
  );
  const scale = error ? 1 : freedom > 0 ? chiSquared / freedom : NaN;
  const amplitude = Math.exp(line.intercept);
  return {
    from: window.from,
    to: window.to,
    exponent: line.slope,
    exponentError: Math.sqrt(line.slopeVariance * scale),
    amplitude,
    amplitudeError: amplitude * Math.sqrt(line.interceptVariance * scale),
    reducedChiSquared: error && freedom > 0 ? chiSquared / freedom : NaN,
    points: chosen.length,
  };
}

/** Indices of the times in a window, at least two of them. */
export function pointsInWindow(time: Float64Array, { from, to }: FitWindow): number[] {
  if (!(from > 0 && to > from)) {
    throw new ParameterError(
      `A fit window runs from a time above 0 to a later one: got ${from} to ${to}`,
    );
  }
  const chosen = Array.from(time.keys()).filter((j) => time[j] >= from && time[j] <= to);
  if (chosen.length < 2) {
    throw new ParameterError(
      `A power law needs at least 2 times in the window ${from} to ${to}: there are ${chosen.length}`,
    );
  }
  return chosen;
}

/** A straight line by weighted least squares; the variances are for weights 1/σ². */
export interface Line {
  /** Slope. */
  readonly slope: number;
  /** Value at x = 0. */
  readonly intercept: number;
  /** Variance of the slope. */
  readonly slopeVariance: number;
  /** Variance of the intercept. */
  readonly interceptVariance: number;
}

/** Fits a straight line y = intercept + slope·x with weights w. */
export function fitLine(x: number[], y: number[], w: number[]): Line {
  const total = w.reduce((sum, w) => sum + w, 0);
  const centre = x.reduce((sum, x, p) => sum + w[p] * x, 0) / total;
  const level = y.reduce((sum, y, p) => sum + w[p] * y, 0) / total;
  // About the centre the normal equations are diagonal, and nothing cancels.
  const spread = x.reduce((sum, x, p) => sum + w[p] * (x - centre) ** 2, 0);
  const slope = x.reduce((sum, x, p) => sum + w[p] * (x - centre) * (y[p] - level), 0) / spread;
  return {
    slope,
    intercept: level - slope * centre,
    slopeVariance: 1 / spread,
    interceptVariance: 1 / total + centre ** 2 / spread,
  };
}

function requirePositive(
  name: string,
  time: Float64Array,
  values: Float64Array,
  chosen: number[],
): void {
  if (values.length !== time.length) {
    throw new ShapeError(
      `A power law is fitted to as many ${name}s as times: got ${values.length} and ${time.length}`,
    );
  }
  for (const j of chosen) {
    if (!(values[j] > 0 && Number.isFinite(values[j]))) {
      throw new ParameterError(
        `The ${name} at time ${time[j]} is ${values[j]}: the window of a power-law fit must hold ` +
          `positive, finite ${name}s only`,
      );
    }
  }
}
