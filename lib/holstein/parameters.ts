import { ParameterError } from "../errors.ts";

/** Constants of the semiclassical Holstein model, Eqs. (1) and (2), in units of the hopping t. */
export interface HolsteinParameters {
  /** Nearest-neighbour hopping t, the unit of energy. */
  readonly t: number;
  /** Electron-lattice coupling g. */
  readonly g: number;
  /** On-site spring constant k. */
  readonly k: number;
  /** Nearest-neighbour antiferrodistortive coupling κ; stable only for k > 4|κ|. */
  readonly kappa: number;
  /** Effective ionic mass m. */
  readonly mass: number;
}

/**
 * Checks the constants and returns them.
 *
 * @param coordination number of nearest neighbours z; the lattice energy is bounded for k > z|κ|
 * @throws {ParameterError} naming the constant, the value given and what is accepted
 */
export function validateHolstein(
  parameters: HolsteinParameters,
  coordination = 4,
): HolsteinParameters {
  const { t, g, k, kappa, mass } = parameters;
  for (const [name, value] of Object.entries({ t, k, mass })) {
    if (!(Number.isFinite(value) && value > 0)) {
      throw new ParameterError(`${name} must be a positive number: current value is ${value}`);
    }
  }
  for (const [name, value] of Object.entries({ g, kappa })) {
    if (!Number.isFinite(value)) {
      throw new ParameterError(`${name} must be a finite number: current value is ${value}`);
    }
  }
  if (!(k > coordination * Math.abs(kappa))) {
    throw new ParameterError(
      `k must exceed ${coordination}|kappa|, or the lattice energy is unbounded: ` +
        `current values are k = ${k}, kappa = ${kappa}`,
    );
  }
  return parameters;
}

/** Dimensionless coupling λ = g²/(k·8t): energy gain of a site over the bandwidth. */
export function dimensionlessCoupling({ t, g, k }: HolsteinParameters): number {
  return g * g / (8 * k * t);
}

/** Period τ0 = 2π√(m/k) of a free oscillator: the unit in which times are reported. */
export function oscillatorPeriod({ mass, k }: HolsteinParameters): number {
  return 2 * Math.PI * Math.sqrt(mass / k);
}
