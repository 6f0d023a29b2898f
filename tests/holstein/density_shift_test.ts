import assert from "node:assert/strict";
import { DiagonalizationSolver } from "../../lib/electrons/diagonalization_solver.ts";
import type { ElectronSystem, Ensemble } from "../../lib/electrons/electron_solver.ts";
import { makeEigensolver } from "../../lib/electrons/eigensolvers/make_eigensolver.ts";
import { HolsteinModel } from "../../lib/holstein/holstein_model.ts";
import { PRESETS } from "../../lib/holstein/presets.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { electrons, largestDifference, normals } from "../electrons/matrices.ts";

const lattice = new SquareLattice(6, 8);
const model = new HolsteinModel(lattice, PRESETS.reference.model);
const { g, k, kappa } = model.parameters;
const shift = g / (2 * (k + 4 * kappa));

async function solve(system: ElectronSystem, onsite: Float64Array) {
  const solver = new DiagonalizationSolver(system, makeEigensolver("wasm"));
  const state = await solver.solve(onsite);
  solver.close();
  return state;
}

/** The paper's convention written out: H_e = … - g Σ Q n, F = g n - kQ - κ Σ_nn Q. */
async function paperConvention(ensemble: Ensemble, mu: number, Q: Float64Array) {
  const state = await solve(electrons(lattice, 0.1, ensemble, mu), Q.map((q) => -g * q));
  return {
    density: state.density,
    chemicalPotential: state.chemicalPotential,
    force: model.elasticForce(Q).map((F, i) => F + g * state.density[i]),
    grandPotential: state.grandPotential + model.elasticEnergy(Q),
  };
}

for (const ensemble of ["grand-canonical", "canonical"] as const) {
  Deno.test(`${ensemble}: the paper's model at Q + g/(2(k+4κ)) and μ - g²/(2(k+4κ)) has the forces of ours at Q and μ`, async () => {
    for (const mu of [0, 0.7]) {
      const Q = normals(lattice.sites, 1).map((q) => 3 * q);
      const system = electrons(lattice, 0.1, ensemble, mu);
      const ours = await solve(system, model.onsitePotential(Q));
      const paper = await paperConvention(ensemble, mu - g * shift, Q.map((q) => q + shift));
      assert.ok(largestDifference(paper.density, ours.density) < 1e-11);
      assert.ok(largestDifference(paper.force, model.force(Q, ours.density)) < 1e-10);
      assert.ok(Math.abs(paper.chemicalPotential - (ours.chemicalPotential - g * shift)) < 1e-10);
      // The energies differ by a constant: what the shift costs in V_L and ½g Σ Q together.
      const constant = lattice.sites * g * shift / 4;
      const omega = ours.grandPotential + model.latticeEnergy(Q);
      assert.ok(Math.abs(paper.grandPotential - omega - constant) < 1e-9);
    }
  });
}
