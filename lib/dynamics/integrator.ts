import type { LangevinNoise } from "./langevin_noise.ts";
import type { LangevinParameters } from "./langevin_parameters.ts";

/** What an integrator works on: some or all sites of a trajectory, with the forces on them. */
export interface MovingSites {
  /** Steps done. */
  step: number;
  /** Displacements. */
  readonly Q: Float64Array;
  /** Velocities. */
  readonly V: Float64Array;
  /** Forces. */
  readonly evaluation: { readonly force: Float64Array };
}

/**
 * Advances a trajectory of the Langevin equation by one time step: what it does before the new forces,
 * and after. Both halves treat each site by itself, so that threads may share the sites.
 */
export interface Integrator {
  /** Name, as options and run records spell it. */
  readonly name: string;
  /** The constants it integrates with. */
  readonly parameters: LangevinParameters;
  /** The first half: to the displacements at which forces are wanted. */
  beforeForces(sites: MovingSites): void;
  /** The second half, with the new forces: on to step s + 1. */
  afterForces(sites: MovingSites): void;
}

/** Makes an integrator of one kind. */
export type IntegratorMaker = (
  parameters: LangevinParameters,
  noise: LangevinNoise,
) => Integrator;
