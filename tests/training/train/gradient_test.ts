import assert from "node:assert/strict";
import type { Architecture } from "../../../lib/networks/mod.ts";
import type { Shard } from "../../../lib/training/train/batches.ts";
import { configurationAt, configurationCount } from "../../../lib/training/mod.ts";
import { flatLayout, flatten } from "../../../lib/training/train/flat_parameters.ts";
import { collectSamples, featureParity } from "../../../lib/training/train/samples.ts";
import { ShardComputer, type ShardSetup } from "../../../lib/training/train/shard_computer.ts";
import { sharedFloats } from "../../../lib/training/train/shared_arrays.ts";
import { standardise } from "../../../lib/training/train/standardise.ts";
import { embeddingFor } from "../../../lib/networks/mod.ts";
import { makeLattice } from "../../../lib/lattice/mod.ts";
import { testDevice } from "../../networks/webgpu_device.ts";
import {
  ARCHITECTURES,
  largestDifference,
  randomParameters,
  rms,
} from "../../networks/networks.ts";
import { roomySet } from "../evaluation/networks.ts";

const { dataSet } = await roomySet();
const { model } = dataSet.provenance.recipe;
const CONFIGURATIONS = Array.from({ length: 5 }, (_, number) => configurationAt(dataSet, number));
const SLOTS = 3;

/** A computer of shards with random weights, and the memory it works on. */
async function computerOf(
  architecture: Architecture,
  configurations = CONFIGURATIONS,
  backend: ShardSetup["backend"] = "wasm",
): Promise<{ computer: ShardComputer; setup: ShardSetup }> {
  const options = { architecture, temperature: 0.1, model };
  const samples = await collectSamples(configurations, options);
  const lattice = makeLattice(configurations[0].group.lattice);
  const embedding = embeddingFor(architecture, lattice, 0.1);
  const parity = featureParity(embedding, configurations[0].Q);
  // The scales of the same samples, whichever are computed.
  const all = await collectSamples(CONFIGURATIONS, options);
  const parameters = standardise(randomParameters(architecture, 2), all, parity);
  const flat = sharedFloats(flatLayout(architecture).at(-1)!.end);
  flat.set(flatten(flatLayout(architecture), parameters));
  const setup: ShardSetup = {
    ...{ architecture, parameters, flat, parity },
    gradients: sharedFloats(SLOTS * flat.length),
    sets: { train: samples.groups },
    backend,
  };
  return { computer: new ShardComputer(setup), setup };
}

const shardOf = (configurations: number[], sign = 1): Shard => ({
  group: 0,
  configurations,
  signs: configurations.map(() => sign),
});

/** Loss and gradient of a shard. */
async function gradientOf(
  { computer, setup }: Awaited<ReturnType<typeof computerOf>>,
  shard: Shard,
  slot = 0,
) {
  const loss = await computer.answer({ kind: "gradient", shard, slot }) as number;
  const { length } = setup.flat;
  return { loss, gradient: setup.gradients.slice(slot * length, (slot + 1) * length) };
}

for (const [name, architecture] of Object.entries(ARCHITECTURES)) {
  Deno.test(`losses and gradients of shards add up to those of the batch: ${name}`, async () => {
    const it = await computerOf(architecture);
    const whole = await gradientOf(it, shardOf([0, 1, 2, 3, 4]));
    const parts: Awaited<ReturnType<typeof gradientOf>>[] = [];
    for (const [slot, members] of [[3, 1], [4], [0, 2]].entries()) {
      parts.push(await gradientOf(it, shardOf(members), slot));
    }
    const loss = parts.reduce((sum, part) => sum + part.loss, 0);
    assert.ok(Math.abs(loss - whole.loss) <= 1e-5 * whole.loss, `${loss} ${whole.loss}`);
    const sum = whole.gradient.map((_, k) => parts.reduce((s, part) => s + part.gradient[k], 0));
    const size = rms(whole.gradient);
    assert.ok(size > 0);
    assert.ok(largestDifference(sum, whole.gradient) <= 1e-4 * size);
  });

  Deno.test(`a gradient with the sign -1 is that of the particle-hole twin: ${name}`, async () => {
    const twins = CONFIGURATIONS.map(({ group, index, Q, density }) => ({
      ...{ group, index, Q: Q.map((q) => -q), density: density.map((n) => 1 - n) },
    }));
    const flipped = await gradientOf(await computerOf(architecture), shardOf([0, 2], -1));
    const it = await computerOf(architecture, twins);
    const explicit = await gradientOf(it, shardOf([0, 2]));
    assert.ok(Math.abs(flipped.loss - explicit.loss) <= 1e-3 * explicit.loss);
    const size = rms(explicit.gradient);
    assert.ok(largestDifference(flipped.gradient, explicit.gradient) <= 1e-2 * size);
  });
}

Deno.test("the loss is the sum of the squared errors, in units of the target's scale", async () => {
  const it = await computerOf(ARCHITECTURES["mlp, silu"]);
  const shard = shardOf([1, 4]);
  const errors = await it.computer.answer({ kind: "errors", set: "train", shard }) as Float32Array;
  assert.equal(errors.length, 2 * 144);
  const scale = it.setup.parameters.get("output.scale")![0];
  const loss = errors.reduce((sum, e) => sum + (e / scale) ** 2, 0);
  const { loss: told } = await gradientOf(it, shard);
  assert.ok(Math.abs(loss - told) <= 1e-5 * loss);
});

Deno.test("the gradient is the slope of the loss along itself", async () => {
  const it = await computerOf(ARCHITECTURES["gnn, cavity, diagonals, odd, silu"]);
  const shard = shardOf([0, 3]);
  const { flat } = it.setup;
  const start = flat.slice();
  const { gradient } = await gradientOf(it, shard);
  const length = rms(gradient) * Math.sqrt(gradient.length);
  const step = 0.02;
  const lossAt = async (distance: number) => {
    flat.set(start.map((w, k) => w + distance * gradient[k] / length));
    return (await gradientOf(it, shard)).loss;
  };
  const slope = (await lossAt(step) - await lossAt(-step)) / (2 * step);
  assert.ok(Math.abs(slope / length - 1) < 1e-2, `${slope} ${length}`);
});

for (const name of ["gnn, widening and narrowing, sum, relu", "energy GNN, silu"]) {
  Deno.test({
    name: `gradients on webgpu, before and after the parameters change, are those on wasm: ${name}`,
    ignore: await testDevice() === undefined,
    fn: async () => {
      const all = await Promise.all(
        (["wasm", "webgpu"] as const).map((backend) =>
          computerOf(ARCHITECTURES[name], CONFIGURATIONS, backend)
        ),
      );
      const shard = shardOf([0, 3]);
      const sizes: number[] = [];
      for (const factor of [1, 1.1]) {
        for (const { setup } of all) setup.flat.forEach((w, k) => setup.flat[k] = factor * w);
        const [wasm, webgpu] = [await gradientOf(all[0], shard), await gradientOf(all[1], shard)];
        assert.ok(Math.abs(webgpu.loss - wasm.loss) <= 1e-3 * wasm.loss);
        sizes.push(rms(wasm.gradient));
        assert.ok(largestDifference(webgpu.gradient, wasm.gradient) <= 1e-3 * rms(wasm.gradient));
      }
      assert.ok(Math.abs(sizes[1] / sizes[0] - 1) > 0.01);
    },
  });
}

Deno.test("the set of these tests has twins enough to compare", () => {
  assert.ok(configurationCount(dataSet.groups) > CONFIGURATIONS.length);
  assert.ok(CONFIGURATIONS.every(({ group }) => group === CONFIGURATIONS[0].group));
});
