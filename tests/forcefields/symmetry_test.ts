import assert from "node:assert/strict";
import type { ForceField } from "../../lib/forcefields/force_field.ts";
import { D4, transformField } from "../../lib/lattice/d4.ts";
import { translateField } from "../../lib/lattice/translation.ts";
import { largestDifference, normals } from "../electrons/matrices.ts";
import { ENSEMBLES, EXACT_METHODS, squareSpec, withForceField } from "./holstein_fields.ts";

type Move = (field: Float64Array) => Float64Array;

async function requireCovariance(forceField: ForceField, Q: Float64Array, moves: Move[]) {
  const { force, energy = NaN } = await forceField.evaluate(Q);
  for (const [index, move] of moves.entries()) {
    const moved = await forceField.evaluate(move(Q));
    const off = largestDifference(moved.force, move(force));
    assert.ok(off < 1e-10, `symmetry ${index}: forces are off by ${off}`);
    assert.ok(Math.abs((moved.energy ?? NaN) - energy) < 1e-8, `symmetry ${index}: energy`);
  }
}

for (const method of EXACT_METHODS) {
  for (const ensemble of ENSEMBLES) {
    Deno.test(`${method}, ${ensemble}: turning, mirroring and shifting Q turns, mirrors and shifts F to 1e-10`, async () => {
      await withForceField(squareSpec(10, 10, { method, ensemble }), async (forceField) => {
        const { lattice } = forceField;
        const moves: Move[] = [
          ...D4.map((_, g): Move => (field) => transformField(lattice, field, g)),
          (field) => translateField(lattice, field, [1, 0]),
          (field) => translateField(lattice, field, [-3, 6]),
        ];
        await requireCovariance(forceField, normals(100, 6).map((q) => 5.27 * q), moves);
      });
      // Sides that differ: no quarter turns, but every shift and the mirrors of a rectangle.
      await withForceField(squareSpec(12, 6, { method, ensemble }), async (forceField) => {
        const { lattice } = forceField;
        const moves: Move[] = [
          ...[2, 4, 5].map((g): Move => (field) => transformField(lattice, field, g)),
          (field) => translateField(lattice, field, [5, 3]),
        ];
        await requireCovariance(forceField, normals(72, 7).map((q) => 5.27 * q), moves);
      });
    });

    Deno.test(`${method}, ${ensemble}: F(-Q) = -F(Q) to 1e-10, with n → 1 - n and μ → -μ`, async () => {
      await withForceField(squareSpec(10, 8, { method, ensemble }), async (forceField) => {
        for (const width of [5.27, 0.5]) {
          const Q = normals(80, 8).map((q) => width * q);
          const here = await forceField.evaluate(Q);
          const there = await forceField.evaluate(Q.map((q) => -q));
          assert.ok(largestDifference(there.force, here.force.map((F) => -F)) < 1e-10);
          assert.ok(largestDifference(there.density, here.density.map((n) => 1 - n)) < 1e-10);
          assert.ok(Math.abs(there.chemicalPotential + here.chemicalPotential) < 1e-8);
        }
      });
    });
  }
}
