import { ParameterError, ShapeError } from "../errors.ts";

/**
 * How a profile runs between its points: `linear`, straight lines; `monotone`, the monotone
 * piecewise cubic of Fritsch and Butland (SIAM J. Sci. Stat. Comput. 5, 300 (1984)), which is
 * smooth, passes through the points and never overshoots them.
 */
export type Interpolation = "linear" | "monotone";

/**
 * Where a profile first falls from above a level to it, between its points.
 *
 * @param x abscissae in rising order
 * @param y profile, starting above the level
 * @returns the crossing, or NaN if the profile stays above the level; x[0] if it starts at or
 *   below it
 * @throws {ShapeError} if the two differ in length or are empty
 * @throws {ParameterError} if the interpolation is unknown
 */
export function firstCrossing(
  x: Float64Array,
  y: Float64Array,
  level: number,
  interpolation: Interpolation = "monotone",
): number {
  if (x.length !== y.length || x.length === 0) {
    throw new ShapeError(
      `A profile has as many values as abscissae, at least one: got ${y.length} and ${x.length}`,
    );
  }
  if (interpolation !== "linear" && interpolation !== "monotone") {
    throw new ParameterError(
      `Unknown interpolation "${interpolation}": accepted are linear, monotone`,
    );
  }
  if (y[0] <= level) return x[0];
  for (let j = 1; j < x.length; j++) {
    if (!(y[j] <= level)) continue;
    const h = x[j] - x[j - 1];
    const secant = (y[j] - y[j - 1]) / h;
    if (interpolation === "linear") return x[j - 1] + (level - y[j - 1]) / secant;
    const left = monotoneSlope(x, y, j - 1);
    const right = monotoneSlope(x, y, j);
    return x[j - 1] + h * cubicRoot(y[j - 1] - level, y[j] - level, left * h, right * h);
  }
  return NaN;
}

/** Slope of the monotone cubic at point j: Brodlie's mean of the secants on its two sides. */
function monotoneSlope(x: Float64Array, y: Float64Array, j: number): number {
  const secant = (i: number) => (y[i + 1] - y[i]) / (x[i + 1] - x[i]);
  const last = x.length - 1;
  if (last === 1) return secant(0);
  if (j === 0) return endSlope(x[1] - x[0], x[2] - x[1], secant(0), secant(1));
  if (j === last) {
    return endSlope(x[j] - x[j - 1], x[j - 1] - x[j - 2], secant(j - 1), secant(j - 2));
  }
  const before = secant(j - 1), after = secant(j);
  if (before * after <= 0) return 0;
  const h0 = x[j] - x[j - 1], h1 = x[j + 1] - x[j];
  const weight = (h0 + 2 * h1) / (3 * (h0 + h1));
  return before * after / (weight * after + (1 - weight) * before);
}

/** Three-point slope at an end, limited so that the cubic stays monotone. */
function endSlope(h0: number, h1: number, s0: number, s1: number): number {
  const slope = ((2 * h0 + h1) * s0 - h0 * s1) / (h0 + h1);
  if (slope * s0 <= 0) return 0;
  return s0 * s1 <= 0 && Math.abs(slope) > 3 * Math.abs(s0) ? 3 * s0 : slope;
}

/** Root in [0, 1] of the Hermite cubic with end values a > 0 ≥ b and end slopes p and q. */
function cubicRoot(a: number, b: number, p: number, q: number): number {
  let low = 0, high = 1;
  // Bisection to the last bit: the cubic is monotone, so there is one root and no case to miss.
  for (let iteration = 0; iteration < 60; iteration++) {
    const s = (low + high) / 2, u = 1 - s;
    const value = u * u * ((1 + 2 * s) * a + s * p) + s * s * ((1 + 2 * u) * b - u * q);
    if (value > 0) low = s;
    else high = s;
  }
  return (low + high) / 2;
}
