/** A number and its standard error. */
export interface Measured {
  readonly mean: number;
  readonly error: number;
}

/**
 * Slope of a time series per entry, by least squares through the means of blocks longer than its
 * memory, with the standard error that their scatter about the line gives.
 */
export function linearTrend(
  series: readonly number[],
  blocks: number,
): { readonly slope: number; readonly error: number } {
  const length = Math.floor(series.length / blocks);
  const means = Array.from({ length: blocks }, (_, b) => {
    let sum = 0;
    for (let s = b * length; s < (b + 1) * length; s++) sum += series[s];
    return sum / length;
  });
  const centre = (blocks - 1) / 2;
  const level = means.reduce((sum, mean) => sum + mean, 0) / blocks;
  const spread = blocks * (blocks ** 2 - 1) / 12;
  const slope = means.reduce((sum, mean, b) => sum + (b - centre) * mean, 0) / spread;
  const residual = means.reduce(
    (sum, mean, b) => sum + (mean - level - slope * (b - centre)) ** 2,
    0,
  );
  const error = Math.sqrt(residual / (blocks - 2) / spread);
  return { slope: slope / length, error: error / length };
}

/** y = value + curvature Δt², fitted to measurements at several time steps. */
export interface TimeStepFit {
  /** The value for Δt → 0. */
  readonly value: Measured;
  /** The coefficient of Δt². */
  readonly curvature: Measured;
  /** Sum of squared residuals in units of their errors; about the number of points less 2. */
  readonly chiSquared: number;
}

/** Weighted least squares in Δt². */
export function fitTimeStep(points: readonly (Measured & { timeStep: number })[]): TimeStepFit {
  let w = 0, wx = 0, wxx = 0, wy = 0, wxy = 0;
  for (const { timeStep, mean, error } of points) {
    const weight = error ** -2, x = timeStep ** 2;
    w += weight;
    wx += weight * x;
    wxx += weight * x * x;
    wy += weight * mean;
    wxy += weight * x * mean;
  }
  const determinant = w * wxx - wx * wx;
  const value = { mean: (wxx * wy - wx * wxy) / determinant, error: Math.sqrt(wxx / determinant) };
  const curvature = { mean: (w * wxy - wx * wy) / determinant, error: Math.sqrt(w / determinant) };
  const chiSquared = points.reduce(
    (sum, { timeStep, mean, error }) =>
      sum + ((mean - value.mean - curvature.mean * timeStep ** 2) / error) ** 2,
    0,
  );
  return { value, curvature, chiSquared };
}
