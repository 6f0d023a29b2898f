import { LangevinNoise } from "../lib/dynamics/langevin_noise.ts";
import { makeIntegrator } from "../lib/dynamics/make_integrator.ts";
import type { PhaseState } from "../lib/dynamics/phase_state.ts";
import { makePropagator } from "../lib/dynamics/make_propagator.ts";
import type { ForceField } from "../lib/forcefields/force_field.ts";
import { makeForceField } from "../lib/forcefields/make_force_field.ts";
import { initialState } from "../lib/quench/initial_state.ts";
import {
  forceFieldSpecOf,
  langevinParametersOf,
  type QuenchConfig,
  quenchConfig,
  type QuenchOptions,
} from "../lib/quench/quench_config.ts";

/** Whole steps of a quench, for timing. */
export interface LangevinSteps {
  /** The quench. */
  readonly config: QuenchConfig;
  /** Its force field. */
  readonly forceField: ForceField;
  /** Where it stands. */
  state(): PhaseState;
  /** Does so many steps. */
  advance(steps: number): Promise<void>;
  /** Frees its threads. */
  close(): Promise<void>;
}

/** A quench from its random start, ready to go on for `warmUp` steps and more. */
export async function startSteps(options: QuenchOptions, workers = 1): Promise<LangevinSteps> {
  const config = quenchConfig(options);
  const forceField = await makeForceField(forceFieldSpecOf(config), { workers });
  const { integrator, seed, trajectory } = config;
  const noise = new LangevinNoise(seed, trajectory);
  const scheme = makeIntegrator(integrator, langevinParametersOf(config), noise);
  let state = await initialState(config, forceField);
  const spec = forceFieldSpecOf(config);
  const dynamics = { integrator: scheme, seed, trajectory };
  // Forces are timed by themselves too.
  const kept: ForceField = {
    method: forceField.method,
    lattice: forceField.lattice,
    evaluate: (Q, guess) => forceField.evaluate(Q, guess),
    close() {},
  };
  const propagator = await makePropagator(spec, kept, dynamics, state, { workers });
  return {
    config,
    forceField,
    state: () => state,
    advance: async (steps) => {
      state = await propagator.advance(steps);
    },
    async close() {
      await propagator.close();
      forceField.close();
    },
  };
}
