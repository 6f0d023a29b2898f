import type { MovingSites } from "./integrator.ts";
import type { LangevinNoise } from "./langevin_noise.ts";
import type { LangevinParameters } from "./langevin_parameters.ts";

/** B: V ← V + F τ/m. */
export function kick({ V, evaluation: { force } }: MovingSites, mass: number, tau: number): void {
  const factor = tau / mass;
  for (let i = 0; i < V.length; i++) V[i] += factor * force[i];
}

/** A: Q ← Q + V τ. */
export function drift({ Q, V }: MovingSites, tau: number): void {
  for (let i = 0; i < Q.length; i++) Q[i] += tau * V[i];
}

/**
 * O: the exact Ornstein-Uhlenbeck step V ← e^{-Γτ} V + √((1 - e^{-2Γτ}) T/m) ξ over a whole time
 * step. Without damping it does nothing, and draws nothing.
 */
export function thermalise(
  { V, step }: MovingSites,
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
