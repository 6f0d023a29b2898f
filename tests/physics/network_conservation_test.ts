import assert from "node:assert/strict";
import type { PhaseState } from "../../lib/dynamics/phase_state.ts";
import type { ForceField } from "../../lib/forcefields/force_field.ts";
import { inTemporaryFolder } from "../cli/nearsight.ts";
import {
  advance,
  disorderedState,
  holstein,
  orderedState,
  restart,
  totalEnergy,
} from "../dynamics/holstein_states.ts";
import { densityNetworks, energyNetworks, type Named } from "../networks/total_forces.ts";
import { writeWeights } from "../networks/weights_files.ts";
import { linearTrend } from "./trends.ts";

/** Wide enough for every network that comes with the library. */
const SIDE = 20;
const SITES = SIDE * SIDE;
const STEPS = 1000;
const TIME_STEP = 0.05;

/**
 * Where undamped dynamics starts, and by how much its energy may then change, in t a site. Over
 * 10,000 steps networks on the cavity method stay within 2.2e-6 of where they start in the
 * charge-density wave and within 8e-5 in a quench, as exact forces do: the time step's error, not
 * theirs. A direct network that starts from nothing (`unaided`) does work of its own: in a quench it
 * drifts by some 1.5e-6 t a site a step.
 */
const STARTS = [
  {
    name: "in the charge-density wave at T = 0.1",
    time: 20,
    state: orderedState,
    bound: 4e-6,
    unaided: 4e-4,
  },
  {
    name: "in a quench after 100 time units",
    time: 100,
    state: (field: ForceField, _: number, seed: number) => disorderedState(field, seed),
    bound: 2e-4,
    unaided: 1e-2,
  },
];

/** Makes the force field of a network and uses it. */
async function withNetwork(
  { network }: Named,
  use: (field: ForceField) => Promise<void>,
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const weights = await writeWeights(folder, network);
    const { architecture: { model: method }, conditions: { temperature } } = network;
    const field = await holstein(SIDE, { method, weights, temperature, backend: "wasm" });
    try {
      await use(field);
    } finally {
      field.close();
    }
  });
}

/** Undamped steps; the energy of every state that is asked for. */
async function energies(
  field: ForceField,
  start: PhaseState,
  every: number,
  energyOf: (state: PhaseState) => Promise<number>,
): Promise<number[]> {
  const seen: PhaseState[] = [start];
  const state = restart(start);
  const path = { integrator: "verlet-ou", timeStep: TIME_STEP, dampingRate: 0 };
  await advance(state, field, path, STEPS * TIME_STEP, (now) => {
    if (now.step % every === 0) seen.push({ ...now, Q: now.Q.slice(), V: now.V.slice() });
  });
  const values: number[] = [];
  for (const one of seen) values.push(await energyOf(one));
  return values;
}

/** The largest change of an energy, in t a site, and what it is told by. */
function change(series: readonly number[], every: number): { largest: number; text: string } {
  const largest = series.reduce((most, E) => Math.max(most, Math.abs(E - series[0])), 0) / SITES;
  const { slope, error } = linearTrend(series, 10);
  const [drift, deviation] = [slope, error].map((x) => (x / SITES / every).toExponential(1));
  return {
    largest,
    text: `  max |ΔE| ${
      largest.toExponential(1)
    } t a site, drift (${drift} ± ${deviation}) t a step`,
  };
}

for (const { name: where, time, state: stateOf, bound, unaided } of STARTS) {
  const startFor = async (field: ForceField): Promise<PhaseState> => {
    const cavity = await holstein(SIDE, { method: "cavity" });
    const state = await stateOf(cavity, 0.1, 1);
    await advance(state, cavity, { integrator: "baoab", timeStep: TIME_STEP, seed: 1 }, time);
    cavity.close();
    return { ...restart(state), evaluation: await field.evaluate(state.Q) };
  };

  for (const named of await energyNetworks()) {
    Deno.test(`${named.name}, ${where}: undamped dynamics keeps its own energy to ${bound.toExponential()} t a site`, () =>
      withNetwork(named, async (field) => {
        const series = await energies(
          field,
          await startFor(field),
          1,
          (state) => Promise.resolve(totalEnergy(state)),
        );
        const { largest, text } = change(series, 1);
        console.log(text);
        assert.ok(largest > 0 && largest <= bound, text);
      }));
  }

  for (const named of await densityNetworks(false)) {
    const most = named.network.architecture.baseline === "none" ? unaided : bound;
    Deno.test(`${named.name}, ${where}: undamped dynamics keeps the exact energy to ${most.toExponential()} t a site`, () =>
      withNetwork(named, async (field) => {
        const { temperature } = named.network.conditions;
        const exact = await holstein(SIDE, { temperature });
        const every = 20;
        const series = await energies(
          field,
          await startFor(field),
          every,
          async ({ Q, V }) => totalEnergy({ step: 0, Q, V, evaluation: await exact.evaluate(Q) }),
        );
        exact.close();
        const { largest, text } = change(series, every);
        console.log(text);
        assert.ok(largest > 0 && largest <= most, text);
      }));
  }
}
