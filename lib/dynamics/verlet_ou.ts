import type { Integrator } from "./integrator.ts";
import type { LangevinNoise } from "./langevin_noise.ts";
import { type LangevinParameters, validateLangevin } from "./langevin_parameters.ts";
import { drift, kick, thermalise, updateForces } from "./substeps.ts";

/**
 * Velocity Verlet followed by one full Ornstein-Uhlenbeck step on the velocities (B A B O): the
 * scheme of the reference scripts. Second order in Δt without damping.
 *
 * @throws {ParameterError} if a constant is out of range
 */
export function verletOu(parameters: LangevinParameters, noise: LangevinNoise): Integrator {
  validateLangevin(parameters);
  const { mass, timeStep } = parameters;
  return {
    name: "verlet-ou",
    parameters,
    async step(state, forceField) {
      kick(state, mass, timeStep / 2);
      drift(state, timeStep);
      await updateForces(state, forceField);
      kick(state, mass, timeStep / 2);
      thermalise(state, parameters, noise);
      state.step++;
    },
  };
}
