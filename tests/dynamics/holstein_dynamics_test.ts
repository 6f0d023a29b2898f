import assert from "node:assert/strict";
import { kineticTemperature } from "../../lib/observables/temperature.ts";
import { largestDifference } from "../electrons/matrices.ts";
import { ENSEMBLES } from "../forcefields/holstein_fields.ts";
import {
  advance,
  disorderedState,
  holstein,
  MASS,
  orderedState,
  restart,
  totalEnergy,
} from "./holstein_states.ts";

const NAMES = ["verlet-ou", "baoab"] as const;

for (const integrator of NAMES) {
  for (const ensemble of ENSEMBLES) {
    Deno.test(`${integrator}, ${ensemble}: Newtonian dynamics run backwards returns to its start`, async () => {
      const forceField = await holstein(6, { ensemble, method: "ed" });
      const start = await orderedState(forceField, 0.5, 1);
      const state = restart(start);
      const path = { integrator, timeStep: 0.1, dampingRate: 0 };
      await advance(state, forceField, path, 20);
      assert.ok(largestDifference(state.Q, start.Q) > 0.5);
      state.V.forEach((v, i) => state.V[i] = -v);
      await advance(state, forceField, path, 20);
      assert.ok(largestDifference(state.Q, start.Q) < 1e-9);
      assert.ok(largestDifference(state.V, start.V.map((v) => -v)) < 1e-9);
      forceField.close();
    });

    Deno.test(`${integrator}, ${ensemble}: the mirror image Q → -Q of a state has the mirror image of its trajectory`, async () => {
      const forceField = await holstein(6, { ensemble, method: "ed" });
      const state = await disorderedState(forceField, 2);
      const Q = state.Q.map((q) => -q);
      const mirror = { ...restart(state), Q, V: state.V.map((v) => -v) };
      mirror.evaluation = await forceField.evaluate(Q);
      const path = { integrator, timeStep: 0.05, dampingRate: 0 };
      for (const side of [state, mirror]) await advance(side, forceField, path, 5);
      assert.ok(largestDifference(mirror.Q, state.Q.map((q) => -q)) < 1e-8);
      assert.ok(Math.abs(totalEnergy(mirror) - totalEnergy(state)) < 1e-8);
      forceField.close();
    });
  }
}

Deno.test("two trajectories of one noise, with forces of exact and of ed, stay within 1e-7 for 100 steps", async () => {
  for (const ensemble of ENSEMBLES) {
    const paths = [];
    for (const method of ["exact", "ed"]) {
      const forceField = await holstein(6, { ensemble, method });
      const state = await disorderedState(forceField, 3);
      await advance(state, forceField, { integrator: "verlet-ou", timeStep: 0.05, seed: 3 }, 5);
      paths.push(state);
      forceField.close();
    }
    assert.ok(largestDifference(paths[0].Q, paths[1].Q) < 1e-7);
    assert.ok(largestDifference(paths[0].V, paths[1].V) < 1e-7);
  }
});

Deno.test("at half filling every step of a quench has N/2 electrons and the forces of ed", async () => {
  const [exact, ed] = [
    await holstein(6, { ensemble: "canonical" }),
    await holstein(6, { ensemble: "canonical", method: "ed" }),
  ];
  const state = await disorderedState(exact, 1);
  const configurations: Float64Array[] = [];
  const answers: Float64Array[] = [];
  // The search for μ starts from the last step's, in gaps of every width from none to 40 t.
  await advance(state, exact, { integrator: "verlet-ou", timeStep: 0.05, seed: 1 }, 40, (now) => {
    const { density, force } = now.evaluation;
    assert.ok(Math.abs(density.reduce((sum, n) => sum + n, 0) - 18) < 1e-9);
    configurations.push(now.Q.slice());
    answers.push(force);
  });
  for (const [s, Q] of configurations.entries()) {
    const off = largestDifference((await ed.evaluate(Q)).force, answers[s]);
    assert.ok(off < 1e-8, `step ${s + 1}: forces are off by ${off}`);
  }
  exact.close();
  ed.close();
});

Deno.test("a quench gives its heat to the bath: the kinetic temperature falls from 5 to below 0.5", async () => {
  const forceField = await holstein(8);
  const state = await disorderedState(forceField, 4);
  const temperatures: number[] = [kineticTemperature(MASS, state.V)];
  const path = { integrator: "verlet-ou", timeStep: 0.05, seed: 4 };
  await advance(state, forceField, path, 150, ({ V }) => {
    temperatures.push(kineticTemperature(MASS, V));
  });
  // Drawn from 64 velocities of variance 1: within 4 standard deviations of the mass.
  assert.ok(Math.abs(temperatures[0] / MASS - 1) < 4 * Math.sqrt(2 / 64));
  const last = temperatures.slice(-1000);
  assert.ok(last.reduce((sum, value) => sum + value, 0) / last.length < 0.5);
  forceField.close();
});
