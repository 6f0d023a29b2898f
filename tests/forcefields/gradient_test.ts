import assert from "node:assert/strict";
import type { ForceField } from "../../lib/forcefields/force_field.ts";
import { normals } from "../electrons/matrices.ts";
import { ENSEMBLES, EXACT_METHODS, squareSpec, withForceField } from "./holstein_fields.ts";

/**
 * Central difference of fourth order, -∂E/∂Q_i: its error is h⁴ times the fifth derivative and 1e-12
 * of rounding over h, so 1e-7 is within reach at T = 0.1, where E bends on the scale T/g.
 */
async function slope(forceField: ForceField, Q: Float64Array, site: number, h: number) {
  const energy = async (by: number) => {
    const { energy = NaN } = await forceField.evaluate(Q.with(site, Q[site] + by));
    return energy;
  };
  const near = await energy(h) - await energy(-h);
  const far = await energy(2 * h) - await energy(-2 * h);
  return -(8 * near - far) / (12 * h);
}

const STARTS = [
  { temperature: 0.1, width: 5.27, claim: "a wide random start at T = 0.1" },
  { temperature: 0.5, width: 1, claim: "a narrow one at T = 0.5" },
];

for (const method of EXACT_METHODS) {
  for (const ensemble of ENSEMBLES) {
    const potential = ensemble === "canonical" ? "A" : "Ω";
    Deno.test(`${method}, ${ensemble}: F is minus the central difference of ${potential} to 1e-7`, async () => {
      for (const { temperature, width, claim } of STARTS) {
        const chemicalPotential = ensemble === "canonical" ? 0 : 0.3;
        const spec = squareSpec(8, 6, { method, ensemble, temperature, chemicalPotential });
        await withForceField(spec, async (forceField) => {
          const Q = normals(48, 5).map((q) => width * q);
          const { force } = await forceField.evaluate(Q);
          for (const site of [0, 7, 13, 26, 40, 47]) {
            const difference = await slope(forceField, Q, site, 1e-3);
            const off = Math.abs(difference - force[site]);
            assert.ok(off < 1e-7, `${claim}, site ${site}: off by ${off}`);
          }
        });
      }
    });
  }
}
