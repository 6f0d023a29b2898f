import assert from "node:assert/strict";
import type { PhaseState } from "../../lib/dynamics/phase_state.ts";
import { LangevinNoise } from "../../lib/dynamics/langevin_noise.ts";
import { makeIntegrator } from "../../lib/dynamics/make_integrator.ts";
import { makePropagator } from "../../lib/dynamics/make_propagator.ts";
import { StepwisePropagator } from "../../lib/dynamics/propagator.ts";
import { DevicePropagator } from "../../lib/dynamics/webgpu/device_propagator.ts";
import { HolsteinModel } from "../../lib/holstein/holstein_model.ts";
import { PRESETS } from "../../lib/holstein/presets.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import type { ForceField } from "../../lib/forcefields/force_field.ts";
import { type ForceFieldOptions, forceFieldSpec } from "../../lib/forcefields/force_field_spec.ts";
import { makeForceField } from "../../lib/forcefields/make_force_field.ts";
import type { Network } from "../../lib/networks/network.ts";
import { loadShippedWeights } from "../../lib/networks/shipped_weights.ts";
import { webgpuDevice } from "../../lib/networks/tfjs/webgpu_device.ts";
import { inTemporaryFolder } from "../cli/nearsight.ts";
import { largestDifference } from "../electrons/matrices.ts";
import { testDevice } from "../networks/webgpu_device.ts";
import { randomNetwork, writeWeights } from "../networks/weights_files.ts";
import { disorderedState } from "./holstein_states.ts";

const { model } = PRESETS.reference;
const ignore = await testDevice() === undefined;
const LATTICE = { kind: "square", width: 18, height: 20 } as const;
const MEDIUM = { source: "gnn-medium-T0.1" };

interface Start {
  readonly options?: Partial<ForceFieldOptions>;
  readonly integrator?: string;
  readonly dampingRate?: number;
}

/** A disordered start, and both propagators from there on. */
async function bothFrom(
  { options = {}, integrator: name = "verlet-ou", dampingRate = 0.2 }: Start,
) {
  const parameters = { mass: model.mass, temperature: 0.1, dampingRate, timeStep: 0.05 };
  const base = { lattice: LATTICE, method: "gnn", weights: MEDIUM, ...options };
  const specOf = (backend: string) => forceFieldSpec({ ...base, backend });
  const forceField = await makeForceField(specOf("wasm"));
  const integrator = makeIntegrator(name, parameters, new LangevinNoise(5, 3));
  const dynamics = { integrator, seed: 5, trajectory: 3 };
  const start = await disorderedState(forceField, 1);
  // Propagators close the force field that they are given.
  const kept: ForceField = {
    method: forceField.method,
    lattice: forceField.lattice,
    evaluate: (Q, guess) => forceField.evaluate(Q, guess),
    close() {},
  };
  const from = (backend: string, state: PhaseState = start) =>
    makePropagator(specOf(backend), kept, dynamics, structuredClone(state), { workers: 1 });
  const stepwise = () => new StepwisePropagator(structuredClone(start), integrator, kept);
  return { start, forceField, from, stepwise };
}

/** All that the next step depends on. */
const bits = ({ step, Q, V, evaluation: { force, density } }: PhaseState) => ({
  ...{ step, Q, V, force, density },
});

const CASES: Readonly<Record<string, Start>> = {
  "verlet-ou": {},
  "baoab": { integrator: "baoab" },
  "verlet-ou, no damping, μ = 0.3, windows of 7×7": {
    options: { chemicalPotential: 0.3, weights: { source: "gnn-large-T0.1" } },
    dampingRate: 0,
  },
  "baoab, cavity without windows": {
    options: { weights: { source: "gnn-small-T0.1" } },
    integrator: "baoab",
  },
};

for (const [name, options] of Object.entries(CASES)) {
  Deno.test({
    name: `device, ${name}: everything stays within 5e-5 of the stepwise propagator for 50 steps`,
    ignore,
    async fn() {
      const { forceField, from, stepwise } = await bothFrom(options);
      const [device, steps] = [await from("webgpu"), stepwise()];
      assert.ok(device instanceof DevicePropagator);
      for (const count of [1, 49]) {
        const a: PhaseState = await device.advance(count);
        const b: PhaseState = await steps.advance(count);
        assert.equal(a.step, b.step);
        const off = ["Q", "V"].map((key) => largestDifference(a[key as "Q"], b[key as "Q"]));
        const force = largestDifference(a.evaluation.force, b.evaluation.force);
        const density = largestDifference(a.evaluation.density, b.evaluation.density);
        const most = count === 1 ? 5e-6 : 5e-5;
        for (const error of [...off, force, density]) assert.ok(error < most, `${error}`);
      }
      await device.close();
      forceField.close();
    },
  });
}

Deno.test({
  name: "device: 37 steps at once, one by one, or after a restart from a state are the same bits",
  ignore,
  async fn() {
    for (const integrator of ["verlet-ou", "baoab"]) {
      const options = { weights: { source: "gnn-small-T0.1" } };
      const { forceField, from } = await bothFrom({ options, integrator });
      const [whole, single, first] = [
        await from("webgpu"),
        await from("webgpu"),
        await from("webgpu"),
      ];
      const expected = bits(await whole.advance(37));
      let state = await single.advance(0);
      for (let s = 0; s < 37; s++) state = await single.advance(1);
      assert.deepEqual(bits(state), expected);
      const second = await from("webgpu", await first.advance(20));
      assert.deepEqual(bits(await second.advance(17)), expected);
      for (const array of [state.Q, state.V, state.evaluation.force]) {
        assert.deepEqual(Float64Array.from(Float32Array.from(array)), array);
      }
      for (const propagator of [whole, single, first, second]) await propagator.close();
      forceField.close();
    }
  },
});

Deno.test({
  name:
    "device: lengths that change, so that what was done ahead is thrown away, give the same bits",
  ignore,
  fn: () =>
    inTemporaryFolder(async (folder) => {
      // So little work that the device gets ahead while states are read back.
      const network = randomNetwork("gnn, widening and narrowing, sum, relu");
      const weights = await writeWeights(folder, network);
      const { forceField, from } = await bothFrom({ options: { weights } });
      const [whole, pieces] = [await from("webgpu"), await from("webgpu")];
      const lengths = [...Array(12).fill(1), ...Array(6).fill(3), 2, 7, ...Array(8).fill(1), 0, 5];
      let state = await pieces.advance(0);
      for (const length of lengths) state = await pieces.advance(length);
      const steps = lengths.reduce((a, b) => a + b);
      assert.deepEqual(bits(state), bits(await whole.advance(steps)));
      for (const propagator of [whole, pieces]) await propagator.close();
      forceField.close();
    }),
});

Deno.test({
  name: "device: networks for whole forces, and odd ones, follow the stepwise propagator too",
  ignore,
  fn: () =>
    inTemporaryFolder(async (folder) => {
      for (
        const architecture of [
          "gnn, widening and narrowing, sum, relu",
          "gnn, cavity, diagonals, odd, silu",
        ]
      ) {
        const weights = await writeWeights(folder, randomNetwork(architecture));
        const { forceField, from, stepwise } = await bothFrom({ options: { weights } });
        const [device, steps] = [await from("webgpu"), stepwise()];
        assert.ok(device instanceof DevicePropagator);
        const [a, b] = [await device.advance(20), await steps.advance(20)];
        assert.ok(largestDifference(a.Q, b.Q) < 1e-4);
        assert.ok(largestDifference(a.evaluation.density, b.evaluation.density) < 1e-4);
        assert.equal(a.evaluation.outsideTraining, b.evaluation.outsideTraining);
        await device.close();
        forceField.close();
      }
    }),
});

Deno.test({
  name: "the canonical ensemble and networks without device programs go step by step on webgpu",
  ignore,
  async fn() {
    const others: Partial<ForceFieldOptions>[] = [
      { ensemble: "canonical" },
      { method: "energy-gnn", weights: { source: "energy-gnn-compact-T0.1" } },
      { method: "mlp", weights: { source: "mlp-compact-T0.1" } },
    ];
    for (const options of others) {
      const { forceField, from } = await bothFrom({ options });
      assert.ok(await from("webgpu") instanceof StepwisePropagator);
      forceField.close();
    }
  },
});

/** A propagator of a network that is not what it should be, or of a state that is not. */
async function spoilt(change: (network: Network, state: PhaseState) => Network) {
  const { forceField, start } = await bothFrom({});
  const state = structuredClone(start);
  const network = change(await loadShippedWeights("gnn-raw-T0.1"), state);
  const parameters = { mass: model.mass, temperature: 0.1, dampingRate: 0.2, timeStep: 0.05 };
  const integrator = makeIntegrator("verlet-ou", parameters, new LangevinNoise(1, 0));
  const system = {
    holstein: new HolsteinModel(new SquareLattice(LATTICE.width, LATTICE.height), model),
    network,
    condition: { ensemble: "grand-canonical", chemicalPotential: 0 } as const,
    dynamics: { integrator, seed: 1, trajectory: 0 },
  };
  forceField.close();
  return await DevicePropagator.create(await webgpuDevice(), system, state);
}

Deno.test({
  name: "device: NaN, zeros throughout and fields beyond the network's range end in one clear line",
  ignore,
  async fn() {
    const withScale = (scale: number) => (network: Network) => ({
      ...network,
      parameters: new Map(network.parameters).set("output.scale", Float32Array.of(scale)),
    });
    const cases: [Parameters<typeof spoilt>[0], RegExp][] = [
      [
        withScale(NaN),
        /^[QVF] of site \d+ became NaN between steps 0 and 20 on the backend webgpu.*$/,
      ],
      [withScale(0), /^The network gave zero at every site between steps 0 and 20 .*webgpu$/],
    ];
    for (const [change, message] of cases) {
      const propagator = await spoilt(change);
      await assert.rejects(propagator.advance(20), { name: "NumericalError", message });
      await propagator.close();
    }
    const cavity = await loadShippedWeights("gnn-medium-T0.1");
    const propagator = await spoilt((_, { Q }) => (Q[7] = 60, cavity));
    await assert.rejects(propagator.advance(20), {
      name: "NumericalError",
      message:
        /^A site's field became larger than the network takes between steps 0 and 20 .*webgpu$/,
    });
    await propagator.close();
  },
});
