import assert from "node:assert/strict";
import { CavitySolver } from "../../lib/electrons/cavity_solver.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { DensityModel } from "../../lib/networks/density_model.ts";
import type { Network } from "../../lib/networks/network.ts";
import { initialParameters } from "../../lib/networks/parameters.ts";
import { networkPresetNamed } from "../../lib/networks/presets.ts";
import { largestDifference, randomFeatures, rms } from "./networks.ts";

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

Deno.test("a network that answers nothing leaves the cavity method's density and energy", async () => {
  const wide = FIELD.map((x) => 18 * x);
  const cavity = new CavitySolver({
    lattice: LATTICE,
    hopping: 1,
    temperature: 0.1,
    ensemble: "grand-canonical",
    chemicalPotential: 0,
  });
  const { density, grandPotential } = await cavity.solve(wide.map((x) => -x));
  for (const [kind, preset] of [["gnn", "small"], ["energy-gnn", "compact"]]) {
    const network = compact(kind, preset);
    const silent = new Map(network.parameters).set("output.scale", Float32Array.of(1e-30));
    const options = { backend: "plain" };
    const model = await DensityModel.create({ ...network, parameters: silent }, LATTICE, options);
    const { densityMinusHalf, energy } = await model.predict(wide);
    // The poles are not quite the solver's, nor are the sweeps of the energy network.
    assert.ok(largestDifference(densityMinusHalf, density.map((n) => n - 0.5)) < 1e-5, kind);
    if (energy !== undefined) {
      const even = grandPotential + wide.reduce((sum, x) => sum + x, 0) / 2;
      assert.ok(Math.abs(energy - even) < 1e-4 * LATTICE.sites, `${energy} ${even}`);
    }
    model.close();
  }
  cavity.close();
});

Deno.test("what cannot be used is refused in one line", async () => {
  const gnn = compact("gnn", "medium");
  const wholeForce = compact("mlp", "compact");
  const cases: [() => Promise<unknown>, string, RegExp][] = [
    [() => DensityModel.create(gnn, new SquareLattice(10)), "ParameterError", /narrower than/],
    [() => DensityModel.create(gnn, LATTICE, { backend: "tpu" }), "ParameterError", /"tpu"/],
    [
      () =>
        DensityModel.create(
          {
            ...wholeForce,
            architecture: { ...wholeForce.architecture, baseline: "none", target: "force" },
          },
          LATTICE,
        ),
      "ParameterError",
      /^These weights predict the force, not the density$/,
    ],
  ];
  for (const [call, name, message] of cases) await assert.rejects(call, { name, message });
  const model = await DensityModel.create(gnn, LATTICE, { backend: "plain" });
  await assert.rejects(() => model.densityMinusHalf(new Float64Array(4)), { name: "ShapeError" });
  const holed = FIELD.map((x, i) => i === 3 ? NaN : x);
  await assert.rejects(() => model.densityMinusHalf(holed), { name: "ParameterError" });
  model.close();
});
