import { ParameterError } from "../errors.ts";
import table from "./fermi_poles.json" with { type: "json" };

/**
 * A rational approximation of the Fermi function with purely imaginary poles,
 *
 *   f(x) ≈ 1/2 - Σ_j w_j x/(x² + y_j²) = 1/2 - Σ_j w_j Re 1/(x + i y_j),  |x| ≤ range,
 *
 * near-minimax among all odd rational functions of its degree: 16 poles reach 1e-11 over |x| ≤ 1000,
 * where the Matsubara sum would need thousands.
 */
export interface PoleSet {
  /** Largest |x| = |ε - μ|/T for which the error bound holds. */
  readonly range: number;
  /** Number of poles J. */
  readonly poles: number;
  /** Bound of |error| for |x| ≤ range. */
  readonly maxError: number;
  /** Imaginary parts y_j > 0, ascending, shape [J]. */
  readonly y: readonly number[];
  /** Weights w_j > 0, shape [J]. */
  readonly w: readonly number[];
}

/** All pole sets at hand, by range and number of poles. */
export const POLE_SETS: readonly PoleSet[] = table.sets;

/**
 * The cheapest set for a spectrum. Poles are computed in pairs, so a set of an odd number costs as
 * much as one of the next even number; among sets of equal cost the most accurate is taken.
 *
 * @param range largest |ε - μ|/T that occurs
 * @param tolerance largest error of an occupation that is accepted
 * @throws {ParameterError} if no set reaches that far at that tolerance
 */
export function choosePoleSet(range: number, tolerance: number): PoleSet {
  const accurate = POLE_SETS.filter((set) => set.maxError <= tolerance);
  const pairs = (set: PoleSet) => Math.ceil(set.poles / 2);
  const [best] = accurate.filter((set) => set.range >= range)
    .sort((a, b) => pairs(a) - pairs(b) || a.maxError - b.maxError);
  if (best) return best;
  const furthest = Math.max(...accurate.map((set) => set.range));
  throw new ParameterError(
    accurate.length === 0
      ? `No pole set has an error of ${tolerance} or less: the smallest is ${
        Math.min(...POLE_SETS.map((set) => set.maxError))
      }`
      : `The spectrum reaches |ε - μ| = ${range.toPrecision(4)} T; poles with an error of ` +
        `${tolerance} reach ${furthest} T. Raise the temperature, or use diagonalization`,
  );
}

/** The set's approximation of the Fermi function f(x) = 1/(1 + e^x). */
export function poleFermi({ y, w }: PoleSet, x: number): number {
  let sum = 0;
  for (let j = y.length - 1; j >= 0; j--) sum += w[j] * x / (x * x + y[j] * y[j]);
  return 0.5 - sum;
}

/**
 * The set's approximation of ln(1 + e^{-x}) = -Ω/T of one level,
 *
 *   ln 2 - x/2 + Σ_j (w_j/2) ln(1 + x²/y_j²),
 *
 * whose derivative is exactly -poleFermi: forces from any pole set conserve its free energy.
 */
export function poleSoftplus({ y, w }: PoleSet, x: number): number {
  let sum = 0;
  for (let j = y.length - 1; j >= 0; j--) sum += 0.5 * w[j] * Math.log1p((x / y[j]) ** 2);
  return Math.LN2 - 0.5 * x + sum;
}
