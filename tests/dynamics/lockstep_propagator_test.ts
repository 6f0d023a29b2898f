import assert from "node:assert/strict";
import { LangevinNoise } from "../../lib/dynamics/langevin_noise.ts";
import { LockstepPropagator } from "../../lib/dynamics/lockstep/lockstep_propagator.ts";
import { INTEGRATORS, makeIntegrator } from "../../lib/dynamics/make_integrator.ts";
import { makePropagator } from "../../lib/dynamics/make_propagator.ts";
import type { PhaseState } from "../../lib/dynamics/phase_state.ts";
import { StepwisePropagator } from "../../lib/dynamics/propagator.ts";
import { type ForceFieldSpec, forceFieldSpec } from "../../lib/forcefields/force_field_spec.ts";
import { makeForceField } from "../../lib/forcefields/make_force_field.ts";
import { PRESETS } from "../../lib/holstein/presets.ts";
import { CounterRng } from "../../lib/random/counter_rng.ts";

const SITES = 18 * 14;
const PARAMETERS = { mass: 5, temperature: 0.1, dampingRate: 0.2, timeStep: 0.05 };

function specOf(given: Partial<ForceFieldSpec> = {}): ForceFieldSpec {
  const lattice = { kind: "square", width: 18, height: 14 };
  return { ...forceFieldSpec({ lattice, method: "gnn" }), backend: "wasm", ...given };
}

/** A trajectory's start, and the propagators that are to agree on it. */
async function start(spec: ForceFieldSpec, integrator: string, parameters = PARAMETERS) {
  const forceField = await makeForceField(spec);
  const rng = new CounterRng(5, "initialDisplacement");
  const Q = rng.normals(SITES).map((q) => PRESETS.reference.initialDisplacement * q);
  const V = rng.normals(SITES, { step: 1 });
  const state: PhaseState = { step: 3, Q, V, evaluation: await forceField.evaluate(Q) };
  const noise = new LangevinNoise(7, 2);
  const dynamics = {
    integrator: makeIntegrator(integrator, parameters, noise),
    seed: 7,
    trajectory: 2,
  };
  const fresh = () => structuredClone(state);
  return {
    stepwise: () => new StepwisePropagator(fresh(), dynamics.integrator, forceField),
    shared: async (workers: number, from = fresh()) => {
      const own = await makeForceField(spec);
      const found = await makePropagator(spec, own, dynamics, from, { workers });
      assert.ok(found instanceof LockstepPropagator);
      return found;
    },
  };
}

const CASES: readonly [string, Partial<ForceFieldSpec>][] = [
  ["gnn", {}],
  ["gnn, μ = 0.3, t = 1.5", {
    chemicalPotential: 0.3,
    temperature: 0.15,
    model: { ...PRESETS.reference.model, t: 1.5 },
  }],
  ["mlp", { method: "mlp" }],
];

for (const [name, given] of CASES) {
  for (const integrator of INTEGRATORS) {
    Deno.test(`${name}, ${integrator}: sites shared by 1, 2 and 5 threads move bit for bit as step by step`, async () => {
      const { stepwise, shared } = await start(specOf(given), integrator);
      const expected = await stepwise().advance(23);
      for (const threads of [1, 2, 5]) {
        const propagator = await shared(threads);
        // In parts, and going on from what the first part returned.
        const middle = await propagator.advance(11);
        assert.deepEqual(await propagator.advance(12), expected, `${threads} threads`);
        propagator.close();
        const restarted = await shared(threads, middle);
        assert.deepEqual(await restarted.advance(12), expected, `${threads} threads, restarted`);
        restarted.close();
      }
    });
  }
}

Deno.test("a trajectory that leaves the numbers, or the network's range, ends in the same line as step by step", async () => {
  for (const timeStep of [1e200, 4]) {
    const parameters = { ...PARAMETERS, timeStep };
    const { stepwise, shared } = await start(specOf(), "verlet-ou", parameters);
    const error = await stepwise().advance(40).then(() => undefined, (error) => error);
    assert.ok(error instanceof Error);
    for (const threads of [1, 2]) {
      const propagator = await shared(threads);
      await assert.rejects(propagator.advance(40), { name: error.name, message: error.message });
      propagator.close();
    }
  }
});

Deno.test("energies, half filling and other backends go step by step", async () => {
  for (
    const given of [
      { method: "energy-gnn" },
      { ensemble: "canonical" },
      { backend: "tfjs-cpu" },
      { method: "exact" },
    ] as const
  ) {
    const spec: ForceFieldSpec = specOf(given);
    if (given.method === "exact") delete (spec as { backend?: string }).backend;
    const forceField = await makeForceField(spec);
    const Q = new Float64Array(SITES).fill(0.5);
    const state = { step: 0, Q, V: Q.slice(), evaluation: await forceField.evaluate(Q) };
    const integrator = makeIntegrator("baoab", PARAMETERS, new LangevinNoise(1, 0));
    const dynamics = { integrator, seed: 1, trajectory: 0 };
    const found = await makePropagator(spec, forceField, dynamics, state, { workers: 2 });
    assert.ok(found instanceof StepwisePropagator);
    found.close();
  }
});
