import {
  CounterRng,
  type ForceEvaluation,
  forceFieldSpecOf,
  LangevinNoise,
  langevinParametersOf,
  type Lattice,
  makeForceField,
  makeIntegrator,
  orderedDisplacement,
  type PhaseState,
  type QuenchConfig,
  StepwisePropagator,
} from "../../mod.ts";
import { type DynamicsOptions, Interrupted } from "./dynamics.ts";

/** Displacements and velocities to start from. */
export type Start = (config: QuenchConfig, lattice: Lattice) => Pick<PhaseState, "Q" | "V">;

/** The perfect checkerboard of n = 0 and 1 at rest in its minimum, with thermal velocities. */
export const checkerboard: Start = (config, lattice) => {
  const { model, temperature, seed, trajectory } = config;
  const Q0 = orderedDisplacement(model, lattice.coordination);
  const velocities = new CounterRng(seed, "initialVelocity").normals(lattice.sites, { trajectory });
  return {
    Q: Float64Array.from(lattice.sublatticeSign, (sign) => Q0 * sign),
    V: velocities.map((v) => Math.sqrt(temperature / model.mass) * v),
  };
};

/** Langevin dynamics from a start of one's own; `onStep` is told what each step has led to. */
export async function propagate(
  config: QuenchConfig,
  start: Start,
  steps: number,
  { signal }: Pick<DynamicsOptions, "signal">,
  onStep: (step: number, lattice: Lattice, evaluation: ForceEvaluation) => void,
): Promise<void> {
  const forceField = await makeForceField(forceFieldSpecOf(config));
  const { lattice } = forceField;
  try {
    const { Q, V } = start(config, lattice);
    const noise = new LangevinNoise(config.seed, config.trajectory);
    const integrator = makeIntegrator(config.integrator, langevinParametersOf(config), noise);
    const state: PhaseState = { step: 0, Q, V, evaluation: await forceField.evaluate(Q) };
    const propagator = new StepwisePropagator(state, integrator, forceField);
    while (state.step < steps) {
      if (signal.aborted) throw new Interrupted();
      const { step, evaluation } = await propagator.advance(1);
      onStep(step, lattice, evaluation);
    }
  } finally {
    forceField.close();
  }
}
