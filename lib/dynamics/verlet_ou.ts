import type { Integrator } from "./integrator.ts";
import type { LangevinNoise } from "./langevin_noise.ts";
import { type LangevinParameters, validateLangevin } from "./langevin_parameters.ts";
import { drift, kick, thermalise } from "./substeps.ts";

/**
 * Velocity Verlet followed by one full Ornstein-Uhlenbeck step on the velocities (B A B O): the
 * scheme of the reference scripts. Second order in Δt without damping.
 *
 * Velocities have the bath's temperature at any Δt in a harmonic lattice; displacements pay for it.
 * Measured in the charge-density wave of the reference preset (T = 0.1, Γ = 0.2, Δt = 0.05 … 0.3,
 * tests/physics/time_step_bias_test.ts): ⟨δQ²⟩ about the minima is too large by a fraction
 * (0.0423 ± 0.0002) Δt², that is 1.0e-4 at Δt = 0.05 and 3.8e-3 at 0.3; ⟨V²⟩ is right to 2e-6.
 *
 * @throws {ParameterError} if a constant is out of range
 */
export function verletOu(parameters: LangevinParameters, noise: LangevinNoise): Integrator {
  validateLangevin(parameters);
  const { mass, timeStep } = parameters;
  return {
    name: "verlet-ou",
    parameters,
    beforeForces(sites) {
      kick(sites, mass, timeStep / 2);
      drift(sites, timeStep);
    },
    afterForces(sites) {
      kick(sites, mass, timeStep / 2);
      thermalise(sites, parameters, noise);
      sites.step++;
    },
  };
}
