import { ParameterError } from "../errors.ts";

/**
 * Constants of the semiclassical Holstein model, Eqs. (1) and (2). Energies are in units of t and Q is
 * such that k Q² and g Q are energies, with k = 1 Q in √(t/k); time follows from m and k: 1/ω = √(m/k).
 */
export interface HolsteinParameters {
  /** Nearest-neighbour hopping t, the unit of energy. */
  readonly t: number;
  /** Electron-lattice coupling g. */
  readonly g: number;
  /** On-site spring constant k. */
  readonly k: number;
  /** Nearest-neighbour antiferrodistortive coupling κ; stable only for k > z|κ|, z neighbours. */
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

/** Dimensionless coupling λ = g²/(k·8t): the paper's ratio of g²/k to the square lattice's bandwidth. */
export function dimensionlessCoupling({ t, g, k }: HolsteinParameters): number {
  return g * g / (8 * k * t);
}

/**
 * Distance from zero of the ordered state's displacements, |g|/(2(k - zκ)): the charge-density wave
 * with n = 0 and 1 on the two sublattices, without force.
 *
 * @param coordination number of nearest neighbours z
 */
export function orderedDisplacement(
  { g, k, kappa }: HolsteinParameters,
  coordination: number,
): number {
  return Math.abs(g) / (2 * (k - coordination * kappa));
}

/** Period τ0 = 2π√(m/k) of a free oscillator: the unit in which times are reported. */
export function oscillatorPeriod({ mass, k }: HolsteinParameters): number {
  return 2 * Math.PI * Math.sqrt(mass / k);
}
