import { ParameterError } from "../errors.ts";

/**
 * Half the width of a confidence interval in units of the standard error, where that was estimated
 * too: the t with P(|T| ≤ t) = confidence for Student's distribution. With few trajectories it is
 * far more than the normal distribution's 1.96 (n = 2: 12.7, n = 8: 2.36).
 *
 * The distribution function is a finite sum for a whole number of degrees of freedom (Abramowitz and
 * Stegun, 26.7.3 and 26.7.4, in the angle θ = atan(t/√ν)); its inverse is found by halving.
 *
 * @param degrees degrees of freedom ν: for a mean of n values, n - 1
 * @param confidence between 0 and 1; 0.95 when left out
 * @throws {ParameterError} if one of them is none
 *
 * @example A mean of eight values
 * ```ts
 * import { studentFactor } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * assert.ok(Math.abs(studentFactor(7) - 2.364624) < 1e-6);
 * ```
 */
export function studentFactor(degrees: number, confidence = 0.95): number {
  if (!Number.isInteger(degrees) || degrees < 1) {
    throw new ParameterError(
      `Degrees of freedom must be a whole number of at least 1: current value is ${degrees}`,
    );
  }
  if (!(confidence > 0 && confidence < 1)) {
    throw new ParameterError(
      `A confidence must lie between 0 and 1: current value is ${confidence}`,
    );
  }
  let [low, high] = [0, Math.PI / 2];
  for (let middle = high / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (probabilityWithin(middle, degrees) < confidence) low = middle;
    else high = middle;
  }
  return Math.sqrt(degrees) * Math.tan(low);
}

/** P(|T| ≤ √ν tan θ). */
function probabilityWithin(angle: number, degrees: number): number {
  const cosine = Math.cos(angle);
  const isOdd = degrees % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = 0;
  for (let power = isOdd ? 1 : 0; power <= degrees - 2; power += 2) {
    sum += term;
    term *= (power + 1) / (power + 2) * cosine * cosine;
  }
  return isOdd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}
