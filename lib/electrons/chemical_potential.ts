import { NumericalError, ParameterError } from "../errors.ts";
import { fermi, softplus } from "./fermi.ts";

/**
 * Chemical potential of N levels at half filling: the root μ of
 *
 *   ln Σ_{m ≤ N/2} (1 - f_m) = ln Σ_{m > N/2} f_m,
 *
 * as many holes below as electrons above. It is the same condition as Σ f_m = N/2, but inside a gap,
 * where Σ f_m is flat to the last digit, its slope in μ is still -2/T: μ is well defined at any gap
 * and temperature.
 *
 * @param levels eigenvalues ε_m in ascending order, shape [N] with N even
 * @param temperature T > 0 in the unit of the levels
 * @throws {ParameterError} if N is odd or zero
 */
export function halfFillingChemicalPotential(levels: Float64Array, temperature: number): number {
  const count = levels.length;
  if (count === 0 || count % 2 !== 0) {
    throw new ParameterError(`Half filling needs an even number of levels: got ${count}`);
  }
  // At the lowest level every f is at most 1/2, at the highest at least 1/2: the root is between.
  let lower = levels[0];
  let upper = levels[count - 1];
  // Where rounding begins to rule; the step that ends there lands, as Newton's do, far closer.
  const tolerance = 1e-14 * Math.max(Math.abs(lower), Math.abs(upper), temperature);
  let mu = 0.5 * (levels[count / 2 - 1] + levels[count / 2]);
  for (let iteration = 0; iteration < 200; iteration++) {
    const { imbalance, slope } = holesAgainstElectrons(levels, mu, temperature);
    if (imbalance === 0) return mu;
    if (imbalance > 0) lower = mu;
    else upper = mu;
    // Newton's step, or the middle where it leaves the bracket.
    let next = mu - imbalance / slope;
    if (!(next >= lower && next <= upper)) next = 0.5 * (lower + upper);
    if (Math.abs(next - mu) <= tolerance || upper - lower <= tolerance) return next;
    mu = next;
  }
  throw new NumericalError(
    `The chemical potential did not converge between ${lower} and ${upper} at T = ${temperature}`,
  );
}

/** ln Σ_{m ≤ N/2} (1 - f_m) - ln Σ_{m > N/2} f_m, which falls with μ, and its slope in μ. */
function holesAgainstElectrons(
  levels: Float64Array,
  mu: number,
  temperature: number,
): { imbalance: number; slope: number } {
  const half = levels.length / 2;
  // ln(1 - f(x)) = -softplus(-x) and ln f(x) = -softplus(x); the largest is factored out of a sum.
  const holes = logSum(half, (m) => -softplus((mu - levels[m]) / temperature));
  const electrons = logSum(half, (m) => -softplus((levels[half + m] - mu) / temperature));
  // The slope of ln(1 - f) in μ is -f/T, that of ln f is (1 - f)/T.
  let slope = 0;
  for (let m = 0; m < half; m++) {
    slope -= holes.share[m] * fermi((levels[m] - mu) / temperature) +
      electrons.share[m] * fermi((mu - levels[half + m]) / temperature);
  }
  return { imbalance: holes.value - electrons.value, slope: slope / temperature };
}

/** ln Σ_m e^{a_m} and the share of each term in the sum. */
function logSum(count: number, logarithm: (m: number) => number) {
  const share = new Float64Array(count);
  let largest = -Infinity;
  for (let m = 0; m < count; m++) {
    share[m] = logarithm(m);
    if (share[m] > largest) largest = share[m];
  }
  let sum = 0;
  for (let m = 0; m < count; m++) {
    share[m] = Math.exp(share[m] - largest);
    sum += share[m];
  }
  for (let m = 0; m < count; m++) share[m] /= sum;
  return { value: largest + Math.log(sum), share };
}
