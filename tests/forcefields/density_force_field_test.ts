import assert from "node:assert/strict";
import type { DensityEstimator } from "../../lib/electrons/density_estimator.ts";
import type { ElectronSolver } from "../../lib/electrons/electron_solver.ts";
import { SelectedInversionSolver } from "../../lib/electrons/selected_inversion_solver.ts";
import { DensityForceField } from "../../lib/forcefields/density_force_field.ts";
import { HolsteinModel } from "../../lib/holstein/holstein_model.ts";
import { makeLattice } from "../../lib/lattice/make_lattice.ts";
import { electrons, largestDifference, normals } from "../electrons/matrices.ts";
import { ENSEMBLES, squareSpec, withForceField } from "./holstein_fields.ts";

/** An exact solver at μ = 0 as if it were a model of v - μ. */
function estimator(solver: ElectronSolver, energies: boolean): DensityEstimator {
  const { lattice, temperature } = solver.system;
  return {
    name: "exact",
    lattice,
    temperature,
    evaluate: async (potential) => {
      const { density, grandPotential } = await solver.solve(potential);
      return energies ? { density, grandPotential } : { density };
    },
    close: () => solver.close(),
  };
}

const lattice = makeLattice({ kind: "square", width: 8, height: 6 });

for (const ensemble of ENSEMBLES) {
  Deno.test(`${ensemble}: an exact density gives the exact force field's forces and energies`, async () => {
    const chemicalPotential = ensemble === "canonical" ? 0 : 0.4;
    const spec = squareSpec(8, 6, { ensemble, chemicalPotential });
    await withForceField(spec, async (exact) => {
      for (const energies of [true, false]) {
        const solver = await SelectedInversionSolver.create(electrons(lattice));
        const field = new DensityForceField(
          "network",
          new HolsteinModel(lattice, spec.model),
          estimator(solver, energies),
          spec,
        );
        for (const width of [5.27, 0.5]) {
          const Q = normals(48, 2).map((q) => width * q + 1);
          const expected = await exact.evaluate(Q);
          for (const guess of [undefined, expected.chemicalPotential, 30]) {
            const found = await field.evaluate(Q, guess);
            assert.ok(largestDifference(found.force, expected.force) < 2e-4);
            assert.ok(largestDifference(found.density, expected.density) < 5e-5);
            if (!energies) {
              assert.equal(found.energy, undefined);
              assert.equal(found.helmholtzFreeEnergy, undefined);
              continue;
            }
            const off = Math.abs((found.energy ?? NaN) - (expected.energy ?? NaN));
            assert.ok(off < 1e-6, `energy is off by ${off}`);
          }
        }
        field.close();
        field.close();
        await assert.rejects(field.evaluate(new Float64Array(48)), /"network" was closed/);
      }
    });
  });
}

for (const ensemble of ENSEMBLES) {
  Deno.test(`cavity, ${ensemble}: the work of the forces along a path is the energy that its ends differ by`, async () => {
    const spec = squareSpec(10, 8, { method: "cavity", ensemble });
    await withForceField(spec, async (field) => {
      for (const [width, tolerance] of [[5.27, 1e-3], [1, 1e-2]]) {
        const start = normals(80, 3).map((q) => width * q);
        const step = normals(80, 4).map((q) => 0.4 * q);
        const at = (s: number) => field.evaluate(start.map((q, i) => q + s * step[i]));
        // Simpson's rule: the forces bend where a level passes μ.
        const intervals = 200;
        let work = 0, size = 0;
        for (let k = 0; k <= intervals; k++) {
          const { force } = await at(k / intervals);
          const weight = (k === 0 || k === intervals ? 1 : k % 2 === 1 ? 4 : 2) / (3 * intervals);
          const power = force.reduce((sum, F, i) => sum + F * step[i], 0);
          work += weight * power;
          size += weight * Math.abs(power);
        }
        const { energy: before = NaN } = await at(0), { energy: after = NaN } = await at(1);
        const off = Math.abs(before - after - work);
        assert.ok(size > 1 && off < tolerance, `${width}: ${off} of ${size}`);
      }
    });
  });
}
