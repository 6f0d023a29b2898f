import type { PhaseState } from "../dynamics/phase_state.ts";
import type { ForceField } from "../forcefields/force_field.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { CounterRng } from "../random/counter_rng.ts";
import type { QuenchConfig } from "./quench_config.ts";

/** The disordered state before the quench, with the forces in it. */
export async function initialState(
  config: QuenchConfig,
  forceField: ForceField,
): Promise<PhaseState> {
  const { Q, V } = disorderedState(config, forceField.lattice);
  return { step: 0, Q, V, evaluation: await forceField.evaluate(Q) };
}

/**
 * Displacements and velocities before the quench: independent and normal, a function of seed and
 * trajectory number alone.
 */
export function disorderedState(
  { seed, trajectory, initialDisplacement, initialVelocity }: QuenchConfig,
  { sites }: Lattice,
): Pick<PhaseState, "Q" | "V"> {
  const draw = (stream: "initialDisplacement" | "initialVelocity", width: number) =>
    new CounterRng(seed, stream).normals(sites, { trajectory }).map((value) => width * value);
  return {
    Q: draw("initialDisplacement", initialDisplacement),
    V: draw("initialVelocity", initialVelocity),
  };
}
