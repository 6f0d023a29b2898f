import { NumericalError } from "../errors.ts";

/** Electrons a site that may be missing from half filling: below the errors of approximate methods. */
const TOLERANCE = 1e-6;

/** What is known at one chemical potential: at least the density. */
export interface Filling {
  /** n_i, shape [N]. */
  readonly density: Float64Array;
}

/**
 * The chemical potential of half filling for an approximate method: Σ n = N/2 to 1e-6 a site, by a
 * safeguarded secant search. In a gap any μ of the plateau will do, so the first one met is taken;
 * exact methods, which can tell, look for its middle (`solveHalfFilling`).
 *
 * @param evaluate the density at a fixed μ; Σ n must rise with μ, up to noise
 * @param start where to begin
 * @param step first step, about the width of the Fermi function
 * @throws {NumericalError} if the electron number never crosses N/2
 */
export async function searchHalfFilling<State extends Filling>(
  evaluate: (chemicalPotential: number) => Promise<State>,
  start: number,
  step: number,
): Promise<{ readonly state: State; readonly chemicalPotential: number }> {
  let lower: { mu: number; excess: number } | undefined;
  let upper: { mu: number; excess: number } | undefined;
  let last: { mu: number; excess: number } | undefined;
  let mu = start, stride = step;
  for (let evaluation = 0; evaluation < 100; evaluation++) {
    const state = await evaluate(mu);
    const excess = excessPerSite(state.density);
    const here = { mu, excess };
    const exhausted = lower && upper && upper.mu - lower.mu <= 1e-6 * step;
    if (Math.abs(excess) <= TOLERANCE || exhausted) return { state, chemicalPotential: mu };
    if (excess < 0) lower = here;
    else upper = here;
    const secant = last && last.excess !== excess
      ? mu - excess * (mu - last.mu) / (excess - last.excess)
      : undefined;
    last = here;
    if (lower && upper) {
      // The secant's root, or the middle where it leaves the inner part of the bracket.
      const margin = 0.02 * (upper.mu - lower.mu);
      const inside = secant !== undefined && secant > lower.mu + margin &&
        secant < upper.mu - margin;
      mu = inside && evaluation % 4 !== 3 ? secant : 0.5 * (lower.mu + upper.mu);
    } else {
      // Not bracketed yet: strides that double, or as far as the secant says, a little beyond.
      const reach = secant === undefined ? 0 : 1.1 * Math.abs(secant - mu);
      mu += (excess < 0 ? 1 : -1) * Math.min(Math.max(reach, stride), 8 * stride);
      stride *= 2;
    }
  }
  throw new NumericalError(
    `Half filling was not found between μ = ${lower?.mu ?? -Infinity} and ${upper?.mu ?? Infinity}`,
  );
}

/** Σ n/N - 1/2. */
function excessPerSite(density: Float64Array): number {
  let sum = 0;
  for (const n of density) sum += n - 0.5;
  return sum / density.length;
}
