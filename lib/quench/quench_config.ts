import { ParameterError } from "../errors.ts";
import {
  type ForceFieldSpec,
  forceFieldSpec,
  type WeightsOption,
} from "../forcefields/force_field_spec.ts";
import type { LangevinParameters } from "../dynamics/langevin_parameters.ts";
import { type HolsteinParameters, oscillatorPeriod } from "../holstein/parameters.ts";
import { presetNamed } from "../holstein/presets.ts";

/**
 * Everything that decides the bits of a quench. What only decides how it is computed (workers,
 * checkpoints, where it is written) is not in here.
 */
export interface QuenchConfig extends ForceFieldSpec {
  /** Name of the preset that filled in what was not given. */
  readonly preset: string;
  /** Name of the integrator. */
  readonly integrator: string;
  /** Damping rate Γ. */
  readonly dampingRate: number;
  /** Time step Δt. */
  readonly timeStep: number;
  /** Standard deviation of the random initial displacements. */
  readonly initialDisplacement: number;
  /** Standard deviation of the random initial velocities. */
  readonly initialVelocity: number;
  /** Seed of all random numbers. */
  readonly seed: number;
  /** Number of the trajectory within the ensemble of that seed. */
  readonly trajectory: number;
  /** Number of time steps. */
  readonly steps: number;
  /** Steps between saved frames. */
  readonly saveEvery: number;
  /** Steps between rows of observables. */
  readonly observeEvery: number;
}

/** What a user may give: the lattice's side or sides, and anything to override. */
export type QuenchOptions =
  & { readonly width: number; readonly height?: number; readonly lattice?: string }
  & { readonly model?: Partial<HolsteinParameters> }
  & WeightsOption
  & Partial<Omit<QuenchConfig, "lattice" | "model" | "weights">>;

/**
 * The complete configuration for some options: what is not given comes from the preset and from
 * the defaults (grand-canonical μ = 0, exact forces, verlet-ou, 3,000 steps, seed 1).
 *
 * @throws {ParameterError} if a number is out of range or a name unknown
 */
export function quenchConfig(options: QuenchOptions): QuenchConfig {
  const { width, height = width, lattice: kind = "square", preset: name, weights, ...given } =
    options;
  const preset = name ?? "reference";
  const { dampingRate, timeStep, initialDisplacement, initialVelocity } = presetNamed(preset);
  const config: QuenchConfig = {
    integrator: "verlet-ou",
    dampingRate,
    timeStep,
    initialDisplacement,
    initialVelocity,
    seed: 1,
    trajectory: 0,
    steps: 3000,
    saveEvery: 100,
    observeEvery: 10,
    ...given,
    ...forceFieldSpec({
      ...given,
      ...(weights !== undefined && { weights }),
      ...{ preset, lattice: { kind, width, height } },
    }),
    preset,
  };
  validateCounts(config);
  return config;
}

/**
 * Checks what no constructor further down checks.
 *
 * @throws {ParameterError} naming the number, the value given and what is accepted
 */
export function validateCounts(config: QuenchConfig): void {
  const { steps, saveEvery, observeEvery, initialDisplacement, initialVelocity } = config;
  for (const [name, value] of Object.entries({ steps, saveEvery, observeEvery })) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new ParameterError(`${name} must be a positive integer: current value is ${value}`);
    }
  }
  for (const [name, value] of Object.entries({ initialDisplacement, initialVelocity })) {
    if (!(Number.isFinite(value) && value >= 0)) {
      throw new ParameterError(`${name} must be at least 0: current value is ${value}`);
    }
  }
}

/** The force field that a configuration asks for. */
export function forceFieldSpecOf(config: QuenchConfig): ForceFieldSpec {
  const { method, lattice, model, temperature, ensemble, chemicalPotential, eigensolver } = config;
  const { weights, backend } = config;
  return {
    ...{ method, lattice, model, temperature, ensemble, chemicalPotential, eigensolver },
    ...(weights !== undefined && { weights }),
    ...(backend !== undefined && { backend }),
  };
}

/** The Langevin constants that a configuration asks for. */
export function langevinParametersOf(config: QuenchConfig): LangevinParameters {
  const { model: { mass }, temperature, dampingRate, timeStep } = config;
  return { mass, temperature, dampingRate, timeStep };
}

/** Time of a step since the quench, in units of τ0 = 2π√(m/k). */
export function timeOf(
  { timeStep, model }: Pick<QuenchConfig, "timeStep" | "model">,
  step: number,
): number {
  return step * timeStep / oscillatorPeriod(model);
}

/** What makes two runs the same but for their length. */
export interface QuenchIdentity extends Omit<QuenchConfig, "steps" | "weights"> {
  /** SHA-256 of the weights: where their file lies does not matter. */
  readonly weights?: string;
}

/** The configuration without its number of steps: what a longer run of the same has in common. */
export function identityOf(config: QuenchConfig): QuenchIdentity {
  const { steps: _, weights, ...identity } = config;
  return weights?.sha256 === undefined ? identity : { ...identity, weights: weights.sha256 };
}
