import type { ElectronicState } from "./electron_solver.ts";

/** A chemical potential that was tried. */
export interface HalfFillingSample {
  readonly mu: number;
  /** N(μ) - N/2. */
  readonly excess: number;
  readonly state: ElectronicState;
}

/** Lagrange weights that interpolate in the excess to excess 0. */
function rootWeights(samples: readonly HalfFillingSample[]): number[] {
  return samples.map((a) =>
    samples.reduce((w, b) => a === b ? w : w * b.excess / (b.excess - a.excess), 1)
  );
}

function weightedSum(
  samples: readonly HalfFillingSample[],
  weights: readonly number[],
  value: (sample: HalfFillingSample) => number,
): number {
  return samples.reduce((total, sample, k) => total + weights[k] * value(sample), 0);
}

/** The chemical potential of half filling by inverse interpolation. */
export function interpolatedRoot(samples: readonly HalfFillingSample[]): number {
  return weightedSum(samples, rootWeights(samples), ({ mu }) => mu);
}

/**
 * The state at half filling by interpolation in the electron number: Σ n = N/2 to rounding. The
 * nearest sample comes first.
 */
export function interpolatedState(samples: readonly HalfFillingSample[]): ElectronicState {
  const weights = rootWeights(samples);
  const density = new Float64Array(samples[0].state.density.length);
  samples.forEach(({ state }, k) => {
    for (let i = 0; i < density.length; i++) density[i] += weights[k] * state.density[i];
  });
  const internalEnergy = weightedSum(samples, weights, ({ state }) => state.internalEnergy);
  return { density, internalEnergy, ...energiesAt(samples[0], interpolatedRoot(samples)) };
}

/**
 * The energies at the root μ from a sample near it: A = Ω(μ) + μ N/2 is stationary there, its slope
 * being minus the excess.
 */
function energiesAt(
  { mu, excess, state }: HalfFillingSample,
  root: number,
): Pick<ElectronicState, "chemicalPotential" | "grandPotential" | "helmholtzFreeEnergy"> {
  const electrons = state.density.length / 2;
  const free = state.grandPotential + mu * electrons - 0.5 * excess * (root - mu);
  return {
    chemicalPotential: root,
    grandPotential: free - root * electrons,
    helmholtzFreeEnergy: free,
  };
}

/**
 * The state at half filling from a sample on a plateau that contains the root μ: only noise is to be
 * taken off, where the density can give way.
 */
export function balancedState(sample: HalfFillingSample, root: number): ElectronicState {
  const { excess, state } = sample;
  const give = state.density.map((n) => Math.abs(n * (1 - n)));
  const total = give.reduce((sum, g) => sum + g, 0);
  const share = total > 0 ? excess / total : 0;
  return {
    ...state,
    density: state.density.map((n, i) => n - share * give[i]),
    ...energiesAt(sample, root),
  };
}
