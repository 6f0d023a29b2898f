import assert from "node:assert/strict";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { DensityModel } from "../../lib/networks/density_model.ts";
import type { Network } from "../../lib/networks/network.ts";
import { initialParameters } from "../../lib/networks/parameters.ts";
import { networkPresetNamed } from "../../lib/networks/presets.ts";
import type { SiteEmbedding } from "../../lib/networks/site_embedding.ts";
import {
  ARCHITECTURES,
  largestDifference,
  randomFeatures,
  randomParameters,
  rms,
} from "./networks.ts";

const LATTICE = new SquareLattice(16);
const FIELD = Float64Array.from(randomFeatures(LATTICE.sites, 1));

function compact(model: string, preset: string): Network {
  const { architecture, initialisation } = networkPresetNamed(model, preset);
  const parameters = initialParameters(architecture, initialisation, 1);
  return { architecture, parameters, conditions: { temperature: 0.1 }, provenance: {} };
}

for (const [model, preset] of [["mlp", "compact"], ["gnn", "small"], ["energy-gnn", "compact"]]) {
  Deno.test(`${model} ${preset}: densities on wasm and in double precision agree`, async () => {
    const network = compact(model, preset);
    const [fast, slow] = await Promise.all(
      ["wasm", "plain"].map((backend) => DensityModel.create(network, LATTICE, { backend })),
    );
    const [one, other] = [await fast.predict(FIELD), await slow.predict(FIELD)];
    const error = largestDifference(one.densityMinusHalf, other.densityMinusHalf);
    assert.ok(error <= 1e-5 * rms(other.densityMinusHalf), `${error}`);
    assert.equal(one.energy === undefined, model !== "energy-gnn");
    if (one.energy !== undefined) {
      assert.ok(Math.abs(one.energy - other.energy!) <= 1e-4 * LATTICE.sites);
    }
    fast.close();
    slow.close();
  });
}

Deno.test("a network on the cavity method adds its answer to the baseline", async () => {
  const architecture = ARCHITECTURES["gnn, three features, diagonals, odd, silu"];
  const network: Network = {
    architecture,
    parameters: randomParameters(architecture, 1),
    conditions: { temperature: 0.1 },
    provenance: {},
  };
  const baseline = Float64Array.from(FIELD, Math.tanh);
  const embed = (field: Float64Array) => ({
    features: Float32Array.from({ length: 3 * field.length }, (_, k) => field[Math.floor(k / 3)]),
  });
  const predictWith = async (cavity: SiteEmbedding) => {
    const model = await DensityModel.create(network, LATTICE, { cavity });
    const density = await model.densityMinusHalf(FIELD);
    model.close();
    return density;
  };
  const alone = await predictWith({ lattice: LATTICE, embed });
  const added = await predictWith({
    lattice: LATTICE,
    embed: (field) => ({ ...embed(field), baseline }),
  });
  assert.ok(largestDifference(added, alone.map((value, i) => value + baseline[i])) < 1e-12);
});

Deno.test("what cannot be used is refused in one line", async () => {
  const gnn = compact("gnn", "medium");
  const wholeForce = compact("mlp", "compact");
  const cases: [() => Promise<unknown>, string, RegExp][] = [
    [() => DensityModel.create(gnn, new SquareLattice(14)), "ParameterError", /narrower than/],
    [() => DensityModel.create(gnn, LATTICE, { backend: "tpu" }), "ParameterError", /"tpu"/],
    [
      () =>
        DensityModel.create(
          { ...wholeForce, architecture: { ...wholeForce.architecture, target: "force" } },
          LATTICE,
        ),
      "ParameterError",
      /^These weights predict the force, not the density$/,
    ],
    [
      () =>
        DensityModel.create({
          ...gnn,
          architecture: ARCHITECTURES["gnn, three features, diagonals, odd, silu"],
        }, LATTICE),
      "ParameterError",
      /cavity method/,
    ],
  ];
  for (const [call, name, message] of cases) await assert.rejects(call, { name, message });
  const model = await DensityModel.create(gnn, LATTICE, { backend: "plain" });
  await assert.rejects(() => model.densityMinusHalf(new Float64Array(4)), { name: "ShapeError" });
  const holed = FIELD.map((x, i) => i === 3 ? NaN : x);
  await assert.rejects(() => model.densityMinusHalf(holed), { name: "ParameterError" });
  model.close();
});
