import assert from "node:assert/strict";
import type { ForceFieldOptions } from "../../lib/forcefields/force_field_spec.ts";
import { HolsteinModel } from "../../lib/holstein/holstein_model.ts";
import { PRESETS } from "../../lib/holstein/presets.ts";
import { D4, transformField } from "../../lib/lattice/d4.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { translateField } from "../../lib/lattice/translation.ts";
import { DensityModel } from "../../lib/networks/density_model.ts";
import { makeRunner } from "../../lib/networks/make_runner.ts";
import { shareOutsideTraining } from "../../lib/networks/network.ts";
import { inTemporaryFolder } from "../cli/nearsight.ts";
import { largestDifference, normals } from "../electrons/matrices.ts";
import { rms } from "../networks/networks.ts";
import { randomNetwork, writeWeights } from "../networks/weights_files.ts";
import { ENSEMBLES, squareSpec, withForceField } from "./holstein_fields.ts";

/** A network of each method, its weights random. */
const NETWORKS = {
  mlp: randomNetwork("mlp, silu"),
  gnn: randomNetwork("gnn, cavity, diagonals, odd, silu"),
  "energy-gnn": randomNetwork("energy GNN, silu"),
};
const METHODS = Object.keys(NETWORKS) as (keyof typeof NETWORKS)[];
const SIDE = 10;
const SITES = SIDE * SIDE;
const wide = (seed: number) => normals(SITES, seed).map((q) => 5.27 * q);

/** Uses the force field of a network in a file. */
async function withNetwork(
  network: ReturnType<typeof randomNetwork>,
  changes: Omit<ForceFieldOptions, "lattice">,
  use: Parameters<typeof withForceField>[1],
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const weights = await writeWeights(folder, network);
    const { model: method } = network.architecture;
    await withForceField(squareSpec(SIDE, SIDE, { method, weights, ...changes }), use);
  });
}

for (const method of METHODS) {
  Deno.test(`${method}: one weights file serves both presets, any mass and t, and gives the density model's n`, async () => {
    const network = NETWORKS[method];
    const density = await DensityModel.create(network, new SquareLattice(SIDE), {
      backend: "wasm",
    });
    const changes: Omit<ForceFieldOptions, "lattice">[] = [
      {},
      { preset: "paper" },
      { model: { g: 2, k: 3, kappa: 0.1, mass: 7 } },
      { model: { t: 2 }, temperature: 0.2 },
      { chemicalPotential: 0.7 },
    ];
    for (const change of changes) {
      await withNetwork(network, { backend: "wasm", ...change }, async (field) => {
        assert.equal(field.method, method);
        const { model } = squareSpec(SIDE, SIDE, change);
        const Q = wide(1), mu = change.chemicalPotential ?? 0;
        const x = Q.map((q) => (model.g * q + mu) / model.t);
        const expected = await density.densityMinusHalf(x);
        const found = await field.evaluate(Q);
        assert.ok(largestDifference(found.density, expected.map((n) => n + 0.5)) < 1e-6);
        const holstein = new HolsteinModel(field.lattice, model);
        assert.deepEqual(found.force, holstein.force(Q, found.density));
        assert.equal(found.outsideTraining, shareOutsideTraining(network, x));
      });
    }
    density.close();
  });

  Deno.test(`${method}, canonical: densities add up to N/2, and forces are those at the μ found`, async () => {
    await withNetwork(NETWORKS[method], { ensemble: "canonical" }, async (field) => {
      const Q = wide(2).map((q) => q + 1);
      const { density, force, chemicalPotential } = await field.evaluate(Q);
      const electrons = density.reduce((sum, n) => sum + n, 0);
      assert.ok(Math.abs(electrons - SITES / 2) <= 1e-6 * SITES, `${electrons}`);
      assert.ok(Math.abs(chemicalPotential) > 1e-3, `${chemicalPotential}`);
      await withNetwork(NETWORKS[method], { chemicalPotential }, async (fixed) => {
        assert.deepEqual((await fixed.evaluate(Q)).force, force);
      });
    });
  });

  for (const ensemble of ENSEMBLES) {
    Deno.test(`${method}, ${ensemble}: turning, mirroring and shifting Q does so to F, to 1e-5 of rms(kQ)`, async () => {
      await withNetwork(NETWORKS[method], { ensemble }, async (field) => {
        const { lattice } = field;
        const Q = wide(3);
        const { force } = await field.evaluate(Q);
        const moves = [
          ...D4.map((_, g) => (values: Float64Array) => transformField(lattice, values, g)),
          (values: Float64Array) => translateField(lattice, values, [-3, 6]),
        ];
        for (const [m, move] of moves.entries()) {
          const moved = await field.evaluate(move(Q));
          const off = largestDifference(moved.force, move(force));
          // Half filling is found to 1e-6 electrons a site, and no better.
          const search = ensemble === "canonical" ? 1e-4 : 0;
          assert.ok(off <= 1e-5 * rms(Q) + search, `symmetry ${m}: off by ${off}`);
        }
      });
    });
  }
}

/** Central difference of fourth order, -∂E/∂Q_i. */
async function slope(energy: (Q: Float64Array) => Promise<number>, Q: Float64Array, i: number) {
  const h = 2e-3;
  const at = (by: number) => energy(Q.with(i, Q[i] + by));
  return -(8 * (await at(h) - await at(-h)) - (await at(2 * h) - await at(-2 * h))) / (12 * h);
}

for (const chemicalPotential of [0, 0.4]) {
  Deno.test(`energy-gnn, μ = ${chemicalPotential}: F is minus the central difference of Ω, to the 1e-5 that single-precision input leaves`, async () => {
    const network = randomNetwork("energy GNN, tanh");
    const changes = { chemicalPotential, backend: "plain", model: { t: 1.3 }, temperature: 0.13 };
    await withNetwork(network, changes, async (field) => {
      const Q = normals(SITES, 4).map((q) => 2 * q + 0.5);
      const { force, energy, grandPotential, density, helmholtzFreeEnergy } = await field.evaluate(
        Q,
      );
      assert.ok(energy !== undefined && energy === grandPotential);
      const electrons = density.reduce((sum, n) => sum + n, 0);
      assert.equal(helmholtzFreeEnergy, grandPotential + chemicalPotential * electrons);
      assert.ok(rms(density.map((n) => n - 0.5)) > 1e-3);
      for (const site of [0, 17, 99]) {
        const difference = await slope(
          async (moved) => (await field.evaluate(moved)).grandPotential ?? NaN,
          Q,
          site,
        );
        const off = Math.abs(difference - force[site]);
        assert.ok(off < 1e-5, `site ${site}: off by ${off}`);
      }
    });
  });
}

for (const ensemble of ENSEMBLES) {
  const name = ensemble === "canonical" ? "A" : "Ω";
  Deno.test(`energy-gnn on the cavity method, ${ensemble}: the work along a path is what ${name} differs by between its ends`, async () => {
    await withNetwork(NETWORKS["energy-gnn"], { ensemble }, async (field) => {
      const start = wide(5).map((q) => q + 0.5);
      const step = normals(SITES, 6).map((q) => 0.2 * q);
      const at = (s: number) => field.evaluate(start.map((q, i) => q + s * step[i]));
      const intervals = 60;
      let work = 0;
      for (let k = 0; k <= intervals; k++) {
        const { force } = await at(k / intervals);
        const weight = (k === 0 || k === intervals ? 1 : k % 2 === 1 ? 4 : 2) / (3 * intervals);
        work += weight * force.reduce((sum, F, i) => sum + F * step[i], 0);
      }
      const { energy: before = NaN } = await at(0), { energy: after = NaN } = await at(1);
      assert.ok(Math.abs(work) > 0.5, `${work}`);
      assert.ok(Math.abs(before - after - work) < 2e-3, `${before - after} ${work}`);
    });
  });
}

for (const name of ["mlp, relu", "energy GNN, even, sum, softplus"]) {
  Deno.test(`weights for the whole force (${name}): the network's F, and the n that belongs to it`, async () => {
    const network = randomNetwork(name);
    const model = PRESETS.reference.model;
    await withNetwork(network, { backend: "plain" }, async (field) => {
      const { architecture, parameters } = network;
      const runner = await makeRunner(architecture, parameters, field.lattice, "plain");
      const Q = wide(7);
      const found = await field.evaluate(Q);
      const holstein = new HolsteinModel(field.lattice, model);
      assert.ok(largestDifference(holstein.force(Q, found.density), found.force) < 1e-9);
      if (architecture.model === "energy-gnn") {
        const { values, energies } = await runner.run(Float32Array.from(Q));
        assert.deepEqual(found.force, values);
        assert.equal(found.energy, energies?.reduce((a, b) => a + b, 0));
      }
      runner.close();
    });
    const changed = { ensemble: "canonical" } as const;
    for (const change of [changed, { chemicalPotential: 0.1 }, { model: { g: 2 } }]) {
      await assert.rejects(withNetwork(network, change, async () => {}), {
        name: "ParameterError",
        message:
          /^(Weights that predict whole forces hold for|These weights were made for g = 3\.5)/,
      });
    }
  });
}
