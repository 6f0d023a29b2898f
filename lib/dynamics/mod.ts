/**
 * Langevin dynamics: integrators, the noise, and the propagator that runs use.
 *
 * @module
 */
export { baoab } from "./baoab.ts";
export type { Integrator, IntegratorMaker, MovingSites } from "./integrator.ts";
export type { LangevinDynamics } from "./langevin_dynamics.ts";
export { LangevinNoise } from "./langevin_noise.ts";
export {
  type LangevinParameters,
  requireStableTimeStep,
  validateLangevin,
} from "./langevin_parameters.ts";
export { INTEGRATORS, makeIntegrator } from "./make_integrator.ts";
export { makePropagator } from "./make_propagator.ts";
export type { PhaseState } from "./phase_state.ts";
export { type Propagator, StepwisePropagator } from "./propagator.ts";
export { takeStep } from "./take_step.ts";
export { verletOu } from "./verlet_ou.ts";
