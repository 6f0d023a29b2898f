import type { ForceEvaluation } from "../forcefields/force_field.ts";

/** A point of a trajectory: everything that the next step depends on besides the constants. */
export interface PhaseState {
  /** Number of steps done since the start. */
  step: number;
  /** Displacements, shape [N]. */
  readonly Q: Float64Array;
  /** Velocities, shape [N]. */
  readonly V: Float64Array;
  /** Forces, density, energies at Q. */
  evaluation: ForceEvaluation;
}
