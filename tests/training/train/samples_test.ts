import assert from "node:assert/strict";
import { HolsteinModel } from "../../../lib/holstein/mod.ts";
import { makeLattice } from "../../../lib/lattice/mod.ts";
import {
  type Architecture,
  embeddingFor,
  initialParameters,
  inputFeatures,
} from "../../../lib/networks/mod.ts";
import { configurationAt, configurationCount } from "../../../lib/training/mod.ts";
import {
  collectSamples,
  featureParity,
  inputField,
  type Samples,
} from "../../../lib/training/train/samples.ts";
import { standardise } from "../../../lib/training/train/standardise.ts";
import { ARCHITECTURES, largestDifference, randomFeatures } from "../../networks/networks.ts";
import { roomySet } from "../evaluation/networks.ts";
import { tinySet } from "./tiny.ts";

const SET = await roomySet();
const { model } = SET.dataSet.provenance.recipe;
const ALL = Array.from(
  { length: configurationCount(SET.dataSet.groups) },
  (_, number) => configurationAt(SET.dataSet, number),
);
const CASES: Readonly<Record<string, Architecture>> = {
  ...ARCHITECTURES,
  "mlp, window": { ...ARCHITECTURES["mlp, silu"], baseline: "window-5x5" } as Architecture,
  "mlp, oriented": { ...ARCHITECTURES["mlp, silu"], descriptor: "oriented" } as Architecture,
};
const samplesOf = (architecture: Architecture, configurations = ALL) =>
  collectSamples(configurations, { architecture, temperature: 0.1, model });

for (const [name, architecture] of Object.entries(CASES)) {
  Deno.test(`target and baseline add up to the label, features are the embedding's: ${name}`, async () => {
    const { groups, range } = await samplesOf(architecture);
    assert.equal(groups.length, 2);
    const places = [0, 0];
    let [smallest, largest] = [Infinity, -Infinity];
    for (const { group: { lattice: spec, kind }, index, Q, density } of ALL) {
      const lattice = makeLattice(spec);
      const g = groups.findIndex(({ lattice: { width } }) => width === spec.width);
      const { features, target, sites, kinds } = groups[g];
      const c = places[g]++;
      const isDensity = architecture.target === "density";
      const field = isDensity ? Q.map((q) => model.g / model.t * q) : Q;
      const inputs = embeddingFor(architecture, lattice, 0.1).embed(field);
      const width = inputFeatures(architecture);
      const found = features.subarray(c * sites * width, (c + 1) * sites * width);
      assert.ok(largestDifference(found, inputs.features) <= 1e-5, name);
      const label = isDensity
        ? density.map((n) => n - 0.5)
        : new HolsteinModel(lattice, model).force(Q, density);
      const sum = target.subarray(c * sites, (c + 1) * sites)
        .map((y, i) => y + (inputs.baseline?.[i] ?? 0));
      assert.ok(largestDifference(sum, label) <= 1e-6 * Math.max(1, ...label.map(Math.abs)));
      assert.equal(kinds[c], kind[index]);
      smallest = Math.min(smallest, ...field);
      largest = Math.max(largest, ...field);
    }
    assert.deepEqual(places, groups.map(({ configurations }) => configurations));
    assert.deepEqual(range, [smallest, largest]);
  });
}

for (const [name, architecture] of Object.entries(CASES)) {
  Deno.test(`features times their parity, and minus the target, are those of the twin: ${name}`, async () => {
    const [{ group }] = ALL;
    const lattice = makeLattice(group.lattice);
    const embedding = embeddingFor(architecture, lattice, 0.1);
    const parity = featureParity(embedding, Float64Array.from(randomFeatures(lattice.sites, 1)));
    assert.equal(parity?.length, inputFeatures(architecture));
    const twins = ALL.map(({ group, index, Q, density }) => ({
      ...{ group, index, Q: Q.map((q) => -q), density: density.map((n) => 1 - n) },
    }));
    const [ours, theirs] = [await samplesOf(architecture), await samplesOf(architecture, twins)];
    ours.groups.forEach((plus, g) => {
      const minus = theirs.groups[g];
      const flipped = plus.features.map((f, k) => f * parity[k % parity.length]);
      const size = plus.features.reduce((most, f) => Math.max(most, Math.abs(f)), 0);
      assert.ok(largestDifference(flipped, minus.features) <= 1e-5 * size);
      const largest = plus.target.reduce((most, y) => Math.max(most, Math.abs(y)), 0);
      assert.ok(largest > 0);
      // What is left of a label where the baseline is nearly right has the rounding of both.
      const error = largestDifference(plus.target.map((y) => -y), minus.target);
      assert.ok(error <= 1e-6 * Math.max(1, largest), `${error}`);
    });
  });
}

Deno.test("a feature that is neither even nor odd has no parity, and so all have none", () => {
  const [{ group, Q }] = ALL;
  const { lattice, embed } = embeddingFor(CASES["mlp, silu"], makeLattice(group.lattice), 0.1);
  const mixed = {
    lattice,
    embed: (x: Float64Array) => ({ features: embed(x).features.map(Math.exp) }),
  };
  assert.notEqual(featureParity({ lattice, embed }, Q), undefined);
  assert.equal(featureParity(mixed, Q), undefined);
});

Deno.test("standardised features have mean 0 and size 1, odd ones keep their zero, constants stay", () => {
  const features = randomFeatures(3 * 400, 5).map((z, k) =>
    k % 3 === 0 ? 3 + 2 * z : k % 3 === 1 ? 1 + 0.1 * z : 7
  );
  const target = randomFeatures(400, 6).map((z) => 0.01 * z);
  const kinds = ["random"] as const;
  const lattice = { kind: "square", width: 20, height: 20 };
  const group = { lattice, sites: 400, configurations: 1, features, target, kinds };
  const samples: Samples = { groups: [group], range: [0, 1] };
  const before = new Map([
    ["input.shift", new Float32Array(3)],
    ["input.scale", new Float32Array(3).fill(1)],
    ["output.scale", Float32Array.of(1)],
  ]);
  const after = standardise(before, samples, [1, -1, 1]);
  const [shift, scale] = ["input.shift", "input.scale"].map((name) => after.get(name)!);
  assert.equal(shift[1], 0);
  const column = (a: number) =>
    features.filter((_, k) => k % 3 === a).map((f) => (f - shift[a]) / scale[a]);
  const mean = (values: Float32Array) => values.reduce((x, y) => x + y) / values.length;
  assert.ok(Math.abs(mean(column(0))) < 1e-5);
  for (const a of [0, 1]) assert.ok(Math.abs(mean(column(a).map((x) => x * x)) - 1) < 1e-5);
  assert.deepEqual(column(2), new Float32Array(400));
  assert.equal(scale[2], 1);
  const rms = Math.sqrt(mean(target.map((y) => y * y)));
  assert.ok(Math.abs(after.get("output.scale")![0] / rms - 1) < 1e-5);
});

Deno.test("standardising changes the constants of input and output and no weight", async () => {
  const architecture = ARCHITECTURES["gnn, cavity, diagonals, odd, silu"];
  const before = initialParameters(architecture, "he", 1);
  const after = standardise(before, await samplesOf(architecture), undefined);
  const changed = [...before.keys()].filter((name) => before.get(name) !== after.get(name));
  assert.deepEqual(changed, ["input.shift", "input.scale", "output.scale"]);
});

Deno.test("samples need a configuration, room for the network, and end with their signal", async () => {
  const architecture = ARCHITECTURES["gnn, cavity, diagonals, odd, silu"];
  await assert.rejects(samplesOf(architecture, []), /no configuration to train on/);
  const { dataSet } = await tinySet();
  const wide = { ...architecture, channels: [4, 4, 4, 4] } as Architecture;
  await assert.rejects(
    samplesOf(wide, [configurationAt(dataSet, 0)]),
    /8×6 lattice is narrower than .* 11 sites/,
  );
  const reason = new Error("enough");
  const done: number[] = [];
  const controller = new AbortController();
  const stopped = collectSamples(ALL, {
    ...{ architecture, temperature: 0.1, model, signal: controller.signal },
    onDone(count) {
      done.push(count);
      if (count === 3) controller.abort(reason);
    },
  });
  await assert.rejects(stopped, reason);
  assert.deepEqual(done, [1, 2, 3]);
});

Deno.test("a density network reads gQ/t, one of whole forces Q", () => {
  const Q = Float64Array.of(1, -2);
  const doubled = { ...model, g: 3, t: 2 };
  const [density, force] = ["mlp, silu", "mlp, relu"].map((name) => ARCHITECTURES[name]);
  assert.deepEqual(inputField(density, doubled, Q), Float64Array.of(1.5, -3));
  assert.deepEqual(inputField(force, doubled, Q), Q);
});
