import { ParameterError } from "../errors.ts";

/** Constants of the Langevin equation m Q̈ = F - mΓ Q̇ + η, ⟨ηη⟩ = 2mΓT δ(t - t') (Eq. 6). */
export interface LangevinParameters {
  /** Ionic mass m. */
  readonly mass: number;
  /** Bath temperature k_B T, in units of the hopping t. */
  readonly temperature: number;
  /**
   * Damping rate Γ, in units of 1/time; 0 is Newtonian dynamics at constant energy. The drag is mΓ:
   * with Eq. (6) as printed, drag γ and noise 2mγT, the bath would not be at temperature T.
   */
  readonly dampingRate: number;
  /** Time step Δt, in the unit of time that m and k set: 1/ω of a free oscillator is √(m/k). */
  readonly timeStep: number;
}

/**
 * Checks the constants and returns them.
 *
 * @throws {ParameterError} naming the constant, the value given and what is accepted
 */
export function validateLangevin(parameters: LangevinParameters): LangevinParameters {
  const { mass, temperature, dampingRate, timeStep } = parameters;
  for (const [name, value] of Object.entries({ mass, "time step": timeStep })) {
    if (!(Number.isFinite(value) && value > 0)) {
      throw new ParameterError(`The ${name} must be a positive number: current value is ${value}`);
    }
  }
  for (const [name, value] of Object.entries({ temperature, "damping rate": dampingRate })) {
    if (!(Number.isFinite(value) && value >= 0)) {
      throw new ParameterError(`The ${name} must be at least 0: current value is ${value}`);
    }
  }
  return parameters;
}

/**
 * Refuses a time step at which the stiffest mode of the lattice is integrated unstably: both
 * integrators need Δt < 2/ω_max, and are accurate below about a tenth of that.
 *
 * @param stiffness largest eigenvalue of ∂²V/∂Q∂Q, for the Holstein lattice k + z|κ|
 * @throws {ParameterError} with the largest step that is stable
 */
export function requireStableTimeStep(
  { mass, timeStep }: LangevinParameters,
  stiffness: number,
): void {
  const limit = 2 * Math.sqrt(mass / stiffness);
  if (timeStep >= limit) {
    throw new ParameterError(
      `The time step must be below ${limit.toPrecision(3)}, the stability limit 2/ω_max of the ` +
        `lattice, and well below it to be accurate: current value is ${timeStep}`,
    );
  }
}
