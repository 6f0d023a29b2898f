import type { Integrator } from "./integrator.ts";

/** How a trajectory moves: an integrator, and the noise that was made for it. */
export interface LangevinDynamics {
  /** The integrator. */
  readonly integrator: Integrator;
  /** Seed of its noise. */
  readonly seed: number;
  /** Number of the trajectory within the ensemble of that seed. */
  readonly trajectory: number;
}
