import { NumericalError } from "../errors.ts";
import { firstNotFinite } from "../lattice/first_not_finite.ts";
import type { ForceField } from "../forcefields/force_field.ts";
import type { Integrator } from "./integrator.ts";
import type { PhaseState } from "./phase_state.ts";

/**
 * Advances `state` in place from step s to s + 1, with one evaluation of the forces; the last step's
 * μ is where a canonical search starts.
 *
 * @throws {NumericalError} if a displacement or a force is no longer finite
 */
export async function takeStep(
  integrator: Integrator,
  state: PhaseState,
  forceField: ForceField,
): Promise<void> {
  integrator.beforeForces(state);
  requireFiniteDisplacements(state.Q, state.step);
  const guess = state.evaluation.chemicalPotential;
  state.evaluation = await forceField.evaluate(state.Q, guess);
  requireFiniteForces(state.evaluation.force, state.step, forceField.method);
  integrator.afterForces(state);
}

/**
 * Throws if a displacement has left the numbers.
 *
 * @param step steps done before the present one
 * @param first number of the first site
 */
export function requireFiniteDisplacements(Q: Float64Array, step: number, first = 0): void {
  const bad = firstNotFinite(Q);
  if (bad < 0) return;
  throw new NumericalError(
    `The displacement of site ${first + bad} became ${Q[bad]} in step ${step + 1}: ` +
      `take a smaller time step`,
  );
}

/** Throws if a force has; arguments as for displacements. */
export function requireFiniteForces(
  force: Float64Array,
  step: number,
  method: string,
  first = 0,
): void {
  const bad = firstNotFinite(force);
  if (bad < 0) return;
  throw new NumericalError(
    `The ${method} force on site ${first + bad} became ${force[bad]} in step ${step + 1}`,
  );
}
