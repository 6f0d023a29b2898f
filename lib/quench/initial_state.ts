import type { PhaseState } from "../dynamics/phase_state.ts";
import type { ForceField } from "../forcefields/force_field.ts";
import { CounterRng } from "../random/counter_rng.ts";
import type { QuenchConfig } from "./quench_config.ts";

/**
 * The disordered state before the quench: displacements and velocities independent and normal, a
 * function of seed and trajectory number alone.
 */
export async function initialState(
  config: QuenchConfig,
  forceField: ForceField,
): Promise<PhaseState> {
  const { seed, trajectory, initialDisplacement, initialVelocity } = config;
  const { sites } = forceField.lattice;
  const draw = (stream: "initialDisplacement" | "initialVelocity", width: number) =>
    new CounterRng(seed, stream).normals(sites, { trajectory }).map((value) => width * value);
  const Q = draw("initialDisplacement", initialDisplacement);
  const V = draw("initialVelocity", initialVelocity);
  return { step: 0, Q, V, evaluation: await forceField.evaluate(Q) };
}
