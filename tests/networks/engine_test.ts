import assert from "node:assert/strict";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import {
  type Architecture,
  type EnergyGnnArchitecture,
  type GnnArchitecture,
  type MlpArchitecture,
  RAW_EMBEDDING,
} from "../../lib/networks/architecture.ts";
import { FieldEngine } from "../../lib/networks/engine/field_engine.ts";
import type { FieldPrediction } from "../../lib/networks/field_model.ts";
import type { Network } from "../../lib/networks/network.ts";
import { networkPresetNamed } from "../../lib/networks/presets.ts";
import { normals } from "../electrons/matrices.ts";
import { ARCHITECTURES, largestDifference, randomParameters, rms } from "./networks.ts";
import { slowDensity } from "./slow_density.ts";

const MLP: MlpArchitecture = {
  model: "mlp",
  descriptor: "oriented",
  hidden: [3, 20, 8],
  activation: "tanh",
  baseline: "window-5x5",
  target: "density",
};

const GNN: GnnArchitecture = {
  model: "gnn",
  embedding: RAW_EMBEDDING,
  channels: [9],
  shells: 2,
  aggregation: "sum",
  activation: "tanh",
  particleHole: "exact",
  baseline: "none",
  target: "density",
};

const ENERGY_GNN: EnergyGnnArchitecture = {
  model: "energy-gnn",
  channels: [7, 17, 8],
  readoutWidth: 9,
  aggregation: "sum",
  activation: "silu",
  particleHole: "learned",
  baseline: "none",
  target: "force",
};

/** Networks with what those of `ARCHITECTURES` lack. */
const MORE: Readonly<Record<string, Architecture>> = {
  "mlp, oriented, window, tanh": MLP,
  "mlp, softplus, narrow after wide": {
    ...MLP,
    hidden: [33, 1],
    activation: "softplus",
    baseline: "none",
  },
  "gnn, one layer, diagonals, odd, sum": GNN,
  "gnn, one shell, poles, windows of 7×7, softplus": {
    ...GNN,
    embedding: { kind: "cavity", poles: 4 },
    channels: [8, 30],
    shells: 1,
    aggregation: "mean",
    activation: "softplus",
    particleHole: "learned",
    baseline: "window-7x7",
  },
  "gnn, poles without a baseline, mean": {
    ...GNN,
    embedding: { kind: "cavity", poles: 2 },
    channels: [17, 5],
    aggregation: "mean",
    activation: "silu",
  },
  "energy GNN, widening and narrowing, sum": ENERGY_GNN,
  "energy GNN, relu, even, baseline": {
    ...ENERGY_GNN,
    channels: [9, 12],
    activation: "relu",
    aggregation: "mean",
    particleHole: "exact",
    baseline: "cavity",
    target: "density",
  },
  "energy GNN, one channel": { ...ENERGY_GNN, channels: [1], readoutWidth: 1 },
};

/** Sides that are no multiples of four or six, nor of the numbers of threads. */
const LATTICES = [new SquareLattice(14, 18), new SquareLattice(26, 14)];

function networkOf(architecture: Architecture, seed = 3): Network {
  return {
    architecture,
    parameters: randomParameters(architecture, seed),
    conditions: { temperature: 0.1 },
    provenance: {},
  };
}

/** A random field of standard deviation 6. */
function fieldOn({ sites }: SquareLattice, seed: number): Float64Array {
  return normals(sites, seed).map((z) => 6 * z);
}

/** Predictions of an engine that is closed again. */
async function predictions(
  network: Network,
  lattice: SquareLattice,
  fields: readonly Float64Array[],
  workers = 1,
): Promise<FieldPrediction[]> {
  const engine = await FieldEngine.create(network, lattice, workers);
  const answers = [];
  for (const field of fields) answers.push(await engine.predict(field));
  engine.close();
  return answers;
}

for (const [name, architecture] of Object.entries({ ...ARCHITECTURES, ...MORE })) {
  const network = networkOf(architecture);

  Deno.test(`${name}: the engine agrees with double precision, to 1e-5 of the answers' size`, async () => {
    for (const lattice of LATTICES) {
      const field = fieldOn(lattice, 4);
      const exact = slowDensity(network, lattice, field);
      const [{ values, energy }] = await predictions(network, lattice, [field]);
      const off = largestDifference(values, exact.densityMinusHalf) / rms(exact.densityMinusHalf);
      assert.ok(off <= 1e-5, `${lattice.width}: ${off}`);
      assert.equal(energy === undefined, architecture.model !== "energy-gnn");
      if (energy === undefined) continue;
      const energyOff = Math.abs(energy - exact.energy!) / lattice.sites;
      assert.ok(energyOff <= 1e-6, `${lattice.width}: energy ${energyOff} a site`);
    }
  });

  Deno.test(`${name}: one, two and three threads give the same bits, evaluation after evaluation`, async () => {
    for (const lattice of LATTICES) {
      const fields = [5, 6, 5].map((seed) => fieldOn(lattice, seed));
      const alone = await predictions(network, lattice, fields);
      assert.deepEqual(alone[2], alone[0]);
      assert.notDeepEqual(alone[1], alone[0]);
      for (const workers of [2, 3]) {
        assert.deepEqual(await predictions(network, lattice, fields, workers), alone);
      }
    }
  });
}

for (const name of ["energy GNN, silu", "energy GNN, even, sum, softplus", "energy GNN, tanh"]) {
  Deno.test(`${name}: the engine's answer is minus the central difference of the energy in double precision, to 1e-5 of its size`, async () => {
    const network = networkOf(ARCHITECTURES[name]);
    const lattice = new SquareLattice(12, 10);
    const field = fieldOn(lattice, 7), h = 1e-3;
    const [{ values }] = await predictions(network, lattice, [field]);
    for (const i of [0, 11, 53, 119]) {
      const at = (by: number) =>
        slowDensity(network, lattice, field.with(i, field[i] + by)).energy!;
      const slope = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
      const off = Math.abs(values[i] + slope) / rms(values);
      assert.ok(off <= 1e-5, `site ${i}: ${off}`);
    }
  });
}

Deno.test("where the symmetry is built in and nothing is added, F(-x) = -F(x) and E(-x) = E(x) in all bits", async () => {
  const [lattice] = LATTICES;
  const even = ARCHITECTURES["energy GNN, even, sum, softplus"];
  for (const architecture of [GNN, even]) {
    const field = fieldOn(lattice, 8);
    const [there, back] = await predictions(
      networkOf(architecture),
      lattice,
      [field, field.map((x) => -x)],
      2,
    );
    assert.ok(rms(there.values) > 1e-3);
    assert.deepEqual(back.values.map((v) => -v), there.values);
    assert.equal(back.energy, there.energy);
  }
});

Deno.test("predictions asked for at the same time are each of their own field, and go where they are wanted", async () => {
  const [lattice] = LATTICES;
  for (const name of ["mlp, silu", "gnn, cavity, diagonals, odd, silu", "energy GNN, silu"]) {
    const engine = await FieldEngine.create(networkOf(ARCHITECTURES[name]), lattice, 2);
    const fields = [1, 2, 3].map((seed) => fieldOn(lattice, seed));
    const targets = fields.map(() => new Float64Array(lattice.sites));
    const together = await Promise.all(fields.map((field, k) => engine.predict(field, targets[k])));
    for (const [k, field] of fields.entries()) {
      assert.equal(together[k].values, targets[k]);
      assert.deepEqual(await engine.predict(field), together[k]);
    }
    engine.close();
    await assert.rejects(() => engine.predict(fields[0]), { name: "UnavailableError" });
  }
});

Deno.test("what an engine cannot do is refused in one line", async () => {
  const network = networkOf(ARCHITECTURES["energy GNN, silu"]);
  const [lattice] = LATTICES;
  await assert.rejects(() => FieldEngine.create(network, new SquareLattice(8), 1), {
    name: "ParameterError",
    message: /^A 8×8 lattice is narrower than this network's receptive field of 9 sites/,
  });
  const other = { ...network, parameters: randomParameters(ARCHITECTURES["mlp, silu"], 1) };
  await assert.rejects(() => FieldEngine.create(other, lattice, 1), { name: "ShapeError" });
  const engine = await FieldEngine.create(network, lattice, 1);
  const field = fieldOn(lattice, 1);
  await assert.rejects(() => engine.predict(field.subarray(1)), { name: "ShapeError" });
  await assert.rejects(() => engine.predict(field.with(3, NaN)), { name: "ParameterError" });
  await assert.rejects(() => engine.predict(field.with(3, -201)), {
    name: "ParameterError",
    message: /^The potential reaches 201 t at site 3; .* at most 200 t$/,
  });
  engine.close();
});

Deno.test("a network and lattice that no memory holds are refused in one line", async () => {
  const wide = networkOf({ ...GNN, channels: [2048] });
  await assert.rejects(() => FieldEngine.create(wide, new SquareLattice(800), 1), {
    name: "UnavailableError",
    message: "a network on 800×800 sites needs more memory than the 4096 MiB that WebAssembly " +
      "addresses: take a smaller lattice or network",
  });
});

Deno.test("the paper's energy network, of up to 1024 channels: what it gives is minus the slope of its energy", async () => {
  const { architecture } = networkPresetNamed("energy-gnn", "paper");
  // A smooth activation, without whose kinks a difference is a slope.
  const network = networkOf({ ...architecture, activation: "silu" } as Architecture);
  const lattice = new SquareLattice(14);
  const [field, direction] = [fieldOn(lattice, 9), normals(lattice.sites, 10)];
  const h = 0.02;
  const fields = [0, h, -h].map((by) => field.map((x, i) => x + by * direction[i]));
  const [{ values }, there, back] = await predictions(network, lattice, fields, 2);
  const slope = (there.energy! - back.energy!) / (2 * h);
  const expected = -values.reduce((sum, value, i) => sum + value * direction[i], 0);
  console.log(expected, slope);
  assert.ok(Math.abs(slope - expected) <= 1e-2 * Math.abs(expected), `${slope}, ${expected}`);
});
