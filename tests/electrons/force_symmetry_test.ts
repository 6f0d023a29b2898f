import assert from "node:assert/strict";
import { DiagonalizationSolver } from "../../lib/electrons/diagonalization_solver.ts";
import type { ElectronicState, Ensemble } from "../../lib/electrons/electron_solver.ts";
import { makeEigensolver } from "../../lib/electrons/eigensolvers/make_eigensolver.ts";
import { HolsteinModel } from "../../lib/holstein/holstein_model.ts";
import { PRESETS } from "../../lib/holstein/presets.ts";
import { D4, transformField } from "../../lib/lattice/d4.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { translateField } from "../../lib/lattice/translation.ts";
import { electrons, largestDifference, normals } from "./matrices.ts";

const ENSEMBLES = ["grand-canonical", "canonical"] as const;
const lattice = new SquareLattice(8);
const model = new HolsteinModel(lattice, PRESETS.reference.model);

/** Calls `use` with a function that solves the model for a configuration. */
async function withElectrons(
  ensemble: Ensemble,
  temperature: number,
  use: (solve: (Q: Float64Array) => Promise<ElectronicState>) => Promise<void>,
): Promise<void> {
  const eigensolver = makeEigensolver("wasm");
  const solver = new DiagonalizationSolver(
    electrons(lattice, temperature, ensemble),
    eigensolver,
  );
  await use((Q) => solver.solve(model.onsitePotential(Q)));
  solver.close();
}

Deno.test("F(-Q) = -F(Q): particle-hole symmetry of the bipartite lattice", async () => {
  for (const ensemble of ENSEMBLES) {
    await withElectrons(ensemble, 0.1, async (solve) => {
      const Q = normals(64, 1).map((q) => 5.27 * q);
      const minus = Q.map((q) => -q);
      const here = await solve(Q), there = await solve(minus);
      const sum = model.force(Q, here.density)
        .map((f, i) => f + model.force(minus, there.density)[i]);
      assert.ok(largestDifference(sum, new Float64Array(64)) < 1e-10);
      assert.ok(Math.abs(here.chemicalPotential + there.chemicalPotential) < 1e-10);
    });
  }
});

Deno.test("turning, mirroring and shifting Q turns, mirrors and shifts F", async () => {
  for (const ensemble of ENSEMBLES) {
    await withElectrons(ensemble, 0.1, async (solve) => {
      const Q = normals(64, 2).map((q) => 5.27 * q);
      const force = model.force(Q, (await solve(Q)).density);
      const moves: ((field: Float64Array) => Float64Array)[] = [
        ...D4.map((_, g) => (field: Float64Array) => transformField(lattice, field, g)),
        (field) => translateField(lattice, field, [3, 0]),
        (field) => translateField(lattice, field, [-1, 6]),
      ];
      for (const move of moves) {
        const moved = move(Q);
        const there = model.force(moved, (await solve(moved)).density);
        assert.ok(largestDifference(there, move(force)) < 1e-10);
      }
    });
  }
});

Deno.test("F is minus the gradient of Ω at μ = 0 and of A at half filling, and not of ⟨H⟩", async () => {
  const h = 1e-4;
  for (const ensemble of ENSEMBLES) {
    await withElectrons(ensemble, 1, async (solve) => {
      const Q = normals(64, 3).map((q) => 2 * q);
      const force = model.force(Q, (await solve(Q)).density);
      const energies = async (q: Float64Array) => {
        const state = await solve(q);
        const free = ensemble === "canonical" ? state.helmholtzFreeEnergy : state.grandPotential;
        return [free, state.internalEnergy].map((e) => e + model.latticeEnergy(q));
      };
      let worstInternal = 0;
      for (const site of [0, 9, 31, 50, 63]) {
        const up = await energies(Q.with(site, Q[site] + h));
        const down = await energies(Q.with(site, Q[site] - h));
        const [free, internal] = up.map((e, k) => -(e - down[k]) / (2 * h));
        assert.ok(Math.abs(free - force[site]) < 1e-7, `${ensemble}: off by ${free - force[site]}`);
        worstInternal = Math.max(worstInternal, Math.abs(internal - force[site]));
      }
      assert.ok(worstInternal > 0.1, `⟨H⟩ would pass for the potential energy: ${worstInternal}`);
    });
  }
});
