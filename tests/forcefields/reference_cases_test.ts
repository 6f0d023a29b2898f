import assert from "node:assert/strict";
import reference from "../data/holstein_ed.json" with { type: "json" };
import type { Ensemble } from "../../lib/electrons/electron_solver.ts";
import { largestDifference } from "../electrons/matrices.ts";
import { EXACT_METHODS, squareSpec, withForceField } from "./holstein_fields.ts";

const ENERGY_TOLERANCE = { exact: 1e-8, ed: 1e-9 } as const;

for (const method of EXACT_METHODS) {
  const tolerance = ENERGY_TOLERANCE[method];
  Deno.test(`${method}: forces and densities of the 45 reference cases to 1e-9, energies to ${tolerance}`, async () => {
    assert.equal(reference.cases.length, 45);
    for (const expected of reference.cases) {
      const { width, height, temperature } = expected;
      const ensemble = expected.ensemble as Ensemble;
      const spec = squareSpec(width, height, { method, temperature, ensemble });
      await withForceField(spec, async (forceField) => {
        const found = await forceField.evaluate(Float64Array.from(expected.Q));
        assert.ok(largestDifference(found.force, expected.force) < 1e-9, `${expected.name}: F`);
        assert.ok(largestDifference(found.density, expected.density) < 1e-9, `${expected.name}: n`);
        const { grandPotential, helmholtzFreeEnergy, internalEnergy, energy } = found;
        const free = { helmholtzFreeEnergy, internalEnergy };
        for (const [name, value = NaN] of Object.entries(free)) {
          const difference = Math.abs(value - expected[name as keyof typeof free]);
          assert.ok(difference < tolerance, `${expected.name}: ${name} is off by ${difference}`);
        }
        // In the gap at half filling Ω and μ are as free as each other: their sum A is not.
        if (ensemble === "grand-canonical" || method === "ed") {
          const difference = Math.abs((grandPotential ?? NaN) - expected.grandPotential);
          assert.ok(difference < tolerance, `${expected.name}: Ω is off by ${difference}`);
          const mu = Math.abs(found.chemicalPotential - expected.chemicalPotential);
          assert.ok(mu < 1e-9, `${expected.name}: μ is off by ${mu}`);
        }
        assert.equal(energy, ensemble === "canonical" ? helmholtzFreeEnergy : grandPotential);
      });
    }
  });
}
