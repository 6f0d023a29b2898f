import type { ForceField } from "../forcefields/force_field.ts";
import type { LangevinNoise } from "./langevin_noise.ts";
import type { LangevinParameters } from "./langevin_parameters.ts";
import type { PhaseState } from "./phase_state.ts";

/** Advances a trajectory of the Langevin equation by one time step. */
export interface Integrator {
  /** Name, as options and run records spell it. */
  readonly name: string;
  /** The constants it integrates with. */
  readonly parameters: LangevinParameters;
  /**
   * Advances `state` in place from step s to s + 1, with one evaluation of the forces.
   *
   * @throws {NumericalError} if a displacement is no longer finite
   */
  step(state: PhaseState, forceField: ForceField): Promise<void>;
}

/** Makes an integrator of one kind. */
export type IntegratorMaker = (
  parameters: LangevinParameters,
  noise: LangevinNoise,
) => Integrator;
