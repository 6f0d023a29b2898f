import { NumericalError } from "../errors.ts";
import type { ForceField } from "../forcefields/force_field.ts";
import type { LangevinNoise } from "./langevin_noise.ts";
import type { LangevinParameters } from "./langevin_parameters.ts";
import type { PhaseState } from "./phase_state.ts";

/** B: V ← V + F τ/m. */
export function kick({ V, evaluation: { force } }: PhaseState, mass: number, tau: number): void {
  const factor = tau / mass;
  for (let i = 0; i < V.length; i++) V[i] += factor * force[i];
}

/** A: Q ← Q + V τ. */
export function drift({ Q, V }: PhaseState, tau: number): void {
  for (let i = 0; i < Q.length; i++) Q[i] += tau * V[i];
}

/**
 * O: the exact Ornstein-Uhlenbeck step V ← e^{-Γτ} V + √((1 - e^{-2Γτ}) T/m) ξ over a whole time
 * step. Without damping it does nothing, and draws nothing.
 */
export function thermalise(
  { V, step }: PhaseState,
  { mass, temperature, dampingRate, timeStep }: LangevinParameters,
  noise: LangevinNoise,
): void {
  if (dampingRate === 0) return;
  const decay = Math.exp(-dampingRate * timeStep);
  // 1 - e^{-2Γτ} by expm1: exact also for weak damping.
  const width = Math.sqrt(-Math.expm1(-2 * dampingRate * timeStep) * temperature / mass);
  const xi = noise.at(step, V.length);
  for (let i = 0; i < V.length; i++) V[i] = decay * V[i] + width * xi[i];
}

/** Forces at the present Q, the last step's μ being where a canonical search starts. */
export async function updateForces(state: PhaseState, forceField: ForceField): Promise<void> {
  const bad = firstNotFinite(state.Q);
  if (bad >= 0) {
    throw new NumericalError(
      `The displacement of site ${bad} became ${state.Q[bad]} in step ${state.step + 1}: ` +
        `take a smaller time step`,
    );
  }
  const guess = state.evaluation.chemicalPotential;
  state.evaluation = await forceField.evaluate(state.Q, guess);
  const { force } = state.evaluation;
  const wrong = firstNotFinite(force);
  if (wrong >= 0) {
    throw new NumericalError(
      `The ${forceField.method} force on site ${wrong} became ${force[wrong]} in step ${
        state.step + 1
      }`,
    );
  }
}

/** Index of the first value that is not finite, or -1: some times faster than `findIndex`. */
function firstNotFinite(values: Float64Array): number {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) return i;
  }
  return -1;
}
