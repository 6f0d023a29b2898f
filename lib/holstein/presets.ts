import { ParameterError } from "../errors.ts";
import type { HolsteinParameters } from "./parameters.ts";

/**
 * A named set of everything that a Langevin quench of the Holstein model needs: the model's
 * constants, temperature, damping, time step and the widths of the random initial state.
 */
export interface HolsteinPreset {
  /** Constants of the model, in units of t. */
  readonly model: HolsteinParameters;
  /** Temperature k_B T of the electrons and of the Langevin bath. */
  readonly temperature: number;
  /** Damping rate Γ of v̇ = F/m - Γv + noise, in units of 1/time (the drag is mΓ). */
  readonly dampingRate: number;
  /** Time step Δt. */
  readonly timeStep: number;
  /** Standard deviation of the normally distributed initial displacements. */
  readonly initialDisplacement: number;
  /** Standard deviation of the normally distributed initial velocities. */
  readonly initialVelocity: number;
}

/**
 * The presets by name.
 *
 * `reference`: the constants of the reference scripts of Fan and Chern: g = 3.5 (λ = 1.53), damping
 * rate 0.2, Δt = 0.05 (0.0036 τ0).
 *
 * `paper`: the constants stated in the paper: λ = 1.5 (g = √12), κ/k = 0.18, ωτ_d = 0.09 with
 * τ_d = γ/k and γ the drag coefficient, so a damping rate γ/m = 0.09 ω, and Δt = 0.008 τ0.
 *
 * The two differ by a factor 5 in damping and 2.2 in time step; results carry the preset's name.
 */
export const PRESETS: Readonly<Record<string, HolsteinPreset>> = {
  reference: {
    model: { t: 1, g: 3.5, k: 1, kappa: 0.18, mass: 5 },
    temperature: 0.1,
    dampingRate: 0.2,
    timeStep: 0.05,
    initialDisplacement: Math.sqrt(5 / 0.18),
    initialVelocity: Math.sqrt(5 / 5),
  },
  paper: {
    model: { t: 1, g: Math.sqrt(12), k: 1, kappa: 0.18, mass: 5 },
    temperature: 0.1,
    dampingRate: 0.09 * Math.sqrt(1 / 5),
    timeStep: 0.008 * 2 * Math.PI * Math.sqrt(5),
    initialDisplacement: Math.sqrt(5 / 0.18),
    initialVelocity: Math.sqrt(5 / 5),
  },
};

/**
 * The preset of that name.
 *
 * @throws {ParameterError} if there is none, with the names that there are
 */
export function presetNamed(name: string): HolsteinPreset {
  if (!Object.hasOwn(PRESETS, name)) {
    throw new ParameterError(
      `Unknown preset "${name}": accepted are ${Object.keys(PRESETS).join(", ")}`,
    );
  }
  return PRESETS[name];
}
