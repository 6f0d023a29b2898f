import assert from "node:assert/strict";
import reference from "../data/holstein_ed.json" with { type: "json" };
import { ParameterError, ShapeError } from "../../lib/errors.ts";
import { DiagonalizationSolver } from "../../lib/electrons/diagonalization_solver.ts";
import type { Ensemble } from "../../lib/electrons/electron_solver.ts";
import { makeEigensolver } from "../../lib/electrons/eigensolvers/make_eigensolver.ts";
import { HolsteinModel } from "../../lib/holstein/holstein_model.ts";
import { PRESETS } from "../../lib/holstein/presets.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { testEachEigensolver } from "./eigensolver_names.ts";
import { electrons, largestDifference, normals } from "./matrices.ts";

testEachEigensolver(
  "all 45 reference cases agree to 1e-9 in n, F, μ, Ω, A and ⟨H⟩",
  async (eigensolver) => {
    assert.equal(reference.cases.length, 45);
    for (const expected of reference.cases) {
      const lattice = new SquareLattice(expected.width, expected.height);
      const model = new HolsteinModel(lattice, PRESETS.reference.model);
      const Q = Float64Array.from(expected.Q);
      const ensemble = expected.ensemble as Ensemble;
      const solver = new DiagonalizationSolver(
        electrons(lattice, expected.temperature, ensemble),
        eigensolver,
      );
      const state = await solver.solve(model.onsitePotential(Q));
      const lattices = model.latticeEnergy(Q);
      const differences = {
        n: largestDifference(state.density, expected.density),
        F: largestDifference(model.force(Q, state.density), expected.force),
        mu: Math.abs(state.chemicalPotential - expected.chemicalPotential),
        Omega: Math.abs(state.grandPotential + lattices - expected.grandPotential),
        A: Math.abs(state.helmholtzFreeEnergy + lattices - expected.helmholtzFreeEnergy),
        H: Math.abs(state.internalEnergy + lattices - expected.internalEnergy),
      };
      for (const [quantity, difference] of Object.entries(differences)) {
        assert.ok(difference < 1e-9, `${expected.name}: ${quantity} is off by ${difference}`);
      }
    }
  },
);

Deno.test("the wasm eigensolver and its plain twin give the same state to 1e-11", async () => {
  const lattice = new SquareLattice(16, 12);
  for (const ensemble of ["grand-canonical", "canonical"] as const) {
    for (const [width, temperature] of [[19, 0.1], [1, 1], [0, 0.05]]) {
      const onsite = normals(lattice.sites, 12).map((v) => width * v);
      const system = electrons(lattice, temperature, ensemble, 0.2);
      const [fast, slow] = await Promise.all(["wasm", "plain"].map(async (name) => {
        const solver = new DiagonalizationSolver(system, makeEigensolver(name));
        const state = await solver.solve(onsite);
        solver.close();
        return state;
      }));
      assert.ok(largestDifference(fast.density, slow.density) < 1e-11);
      for (
        const energy of [
          "chemicalPotential",
          "grandPotential",
          "helmholtzFreeEnergy",
          "internalEnergy",
        ] as const
      ) {
        assert.ok(Math.abs(fast[energy] - slow[energy]) < 1e-10, energy);
      }
    }
  }
});

Deno.test("canonical electrons number N/2 to 1e-10, and the answer repeats to the bit", async () => {
  const lattice = new SquareLattice(10);
  const solver = new DiagonalizationSolver(
    electrons(lattice, 0.1, "canonical"),
    makeEigensolver("wasm"),
  );
  const onsite = normals(100, 9).map((v) => 19 * v + 4);
  const first = await solver.solve(onsite);
  assert.ok(Math.abs(first.density.reduce((sum, n) => sum + n, 0) - 50) < 1e-10);
  await solver.solve(normals(100, 10));
  assert.deepEqual(await solver.solve(onsite), first);
  solver.close();
});

Deno.test("free electrons on the square lattice have n = 1/2 and the energies of the band", async () => {
  const lattice = new SquareLattice(12, 8);
  const temperature = 0.4;
  const solver = new DiagonalizationSolver(
    electrons(lattice, temperature),
    makeEigensolver("wasm"),
  );
  const state = await solver.solve(new Float64Array(96));
  let omega = 0, energy = 0;
  for (let x = 0; x < 12; x++) {
    for (let y = 0; y < 8; y++) {
      const level = -2 * (Math.cos(2 * Math.PI * x / 12) + Math.cos(2 * Math.PI * y / 8));
      omega -= temperature * Math.log(1 + Math.exp(-level / temperature));
      energy += level / (1 + Math.exp(level / temperature));
    }
  }
  assert.ok(largestDifference(state.density, new Float64Array(96).fill(0.5)) < 1e-13);
  assert.ok(Math.abs(state.grandPotential - omega) < 1e-11);
  assert.ok(Math.abs(state.internalEnergy - energy) < 1e-11);
  solver.close();
});

Deno.test("potentials and systems that make no sense are refused", async () => {
  const lattice = new SquareLattice(4);
  const eigensolver = makeEigensolver("wasm");
  assert.throws(
    () => new DiagonalizationSolver(electrons(lattice, -1), eigensolver),
    ParameterError,
  );
  const solver = new DiagonalizationSolver(electrons(lattice), eigensolver);
  await assert.rejects(solver.solve(new Float64Array(15)), ShapeError);
  await assert.rejects(
    solver.solve(new Float64Array(16).fill(0).with(3, NaN)),
    (error) => error instanceof ParameterError && /site 3 has NaN/.test(error.message),
  );
  solver.close();
});
