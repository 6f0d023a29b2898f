import type { PhaseState } from "../../lib/dynamics/phase_state.ts";
import { LangevinNoise } from "../../lib/dynamics/langevin_noise.ts";
import type { LangevinParameters } from "../../lib/dynamics/langevin_parameters.ts";
import { makeIntegrator } from "../../lib/dynamics/make_integrator.ts";
import { takeStep } from "../../lib/dynamics/take_step.ts";
import type { ForceField } from "../../lib/forcefields/force_field.ts";
import { type ForceFieldOptions, forceFieldSpec } from "../../lib/forcefields/force_field_spec.ts";
import { makeForceField } from "../../lib/forcefields/make_force_field.ts";
import { PRESETS } from "../../lib/holstein/presets.ts";
import { CounterRng } from "../../lib/random/counter_rng.ts";

const { model, initialDisplacement, initialVelocity } = PRESETS.reference;

/** Mass of a site at the reference preset. */
export const MASS = model.mass;

/** Displacement of the checkerboard at T → 0, where its force vanishes. */
export const CHECKERBOARD = 6.224027;

/** The Holstein model at the reference preset with its electrons, on a square of given side. */
export function holstein(
  side: number,
  options: Omit<ForceFieldOptions, "lattice"> = {},
): Promise<ForceField> {
  return makeForceField(
    forceFieldSpec({ lattice: { kind: "square", width: side, height: side }, ...options }),
  );
}

function draw(seed: number, stream: "initialDisplacement" | "initialVelocity", sites: number) {
  return new CounterRng(seed, stream).normals(sites);
}

/** The charge-density wave with displacements and velocities of about thermal size. */
export async function orderedState(
  forceField: ForceField,
  temperature: number,
  seed: number,
): Promise<PhaseState> {
  const { sites, sublatticeSign } = forceField.lattice;
  const Q = draw(seed, "initialDisplacement", sites)
    .map((x, i) => CHECKERBOARD * sublatticeSign[i] + Math.sqrt(temperature / model.k) * x);
  const V = draw(seed, "initialVelocity", sites).map((x) => Math.sqrt(temperature / MASS) * x);
  return { step: 0, Q, V, evaluation: await forceField.evaluate(Q) };
}

/** The disordered state that quenches start from. */
export async function disorderedState(forceField: ForceField, seed: number): Promise<PhaseState> {
  const { sites } = forceField.lattice;
  const Q = draw(seed, "initialDisplacement", sites).map((x) => initialDisplacement * x);
  const V = draw(seed, "initialVelocity", sites).map((x) => initialVelocity * x);
  return { step: 0, Q, V, evaluation: await forceField.evaluate(Q) };
}

/** The same point of phase space as step 0 of another trajectory. */
export function restart({ Q, V, evaluation }: PhaseState): PhaseState {
  return { step: 0, Q: Q.slice(), V: V.slice(), evaluation };
}

/** How a trajectory is to be integrated. */
export interface Path extends Partial<LangevinParameters> {
  readonly integrator: string;
  readonly timeStep: number;
  /** Seed of the noise. */
  readonly seed?: number;
}

/** Advances a state by a time, at T = 0.1 and the reference's damping unless told. */
export async function advance(
  state: PhaseState,
  forceField: ForceField,
  { integrator: name, seed = 0, ...constants }: Path,
  time: number,
  onStep: (state: PhaseState) => void = () => {},
): Promise<void> {
  const parameters = { mass: MASS, temperature: 0.1, dampingRate: 0.2, ...constants };
  const integrator = makeIntegrator(name, parameters, new LangevinNoise(seed, 0));
  const steps = Math.round(time / parameters.timeStep);
  for (let s = 0; s < steps; s++) {
    await takeStep(integrator, state, forceField);
    onStep(state);
  }
}

/** Kinetic energy and Ω or A: what undamped dynamics conserves. */
export function totalEnergy({ V, evaluation: { energy = NaN } }: PhaseState): number {
  let squares = 0;
  for (const v of V) squares += v * v;
  return energy + 0.5 * MASS * squares;
}
