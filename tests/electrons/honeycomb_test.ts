import assert from "node:assert/strict";
import { DiagonalizationSolver } from "../../lib/electrons/diagonalization_solver.ts";
import { makeEigensolver } from "../../lib/electrons/eigensolvers/make_eigensolver.ts";
import type { ElectronSystem } from "../../lib/electrons/electron_solver.ts";
import { hamiltonianMatrix } from "../../lib/electrons/hamiltonian_matrix.ts";
import { SelectedInversionSolver } from "../../lib/electrons/selected_inversion_solver.ts";
import { makeForceField } from "../../lib/forcefields/make_force_field.ts";
import { forceFieldSpec } from "../../lib/forcefields/force_field_spec.ts";
import { HoneycombLattice } from "../../lib/lattice/honeycomb_lattice.ts";
import { CounterRng } from "../../lib/random/counter_rng.ts";
import { largestDifference } from "../observables/fields.ts";

const [WIDTH, HEIGHT] = [12, 8];
const lattice = new HoneycombLattice(WIDTH, HEIGHT);
const TEMPERATURE = 0.1;
const system: ElectronSystem = {
  lattice,
  hopping: 1,
  temperature: TEMPERATURE,
  ensemble: "grand-canonical",
  chemicalPotential: 0,
};

/**
 * |f(k)| of every wave vector, f = Σ e^{ik·δ} over the three bonds. On the torus of the brick wall
 * k·δ of the bonds along a row is ±k_x/2 + k_y/3 for two rows of cells; without the basis' own phase
 * |f| = |2 cos p + e^{-iq}| with p the phase of a column and q that of a row.
 */
function structureFactors(): number[] {
  const found: number[] = [];
  for (let a = 0; a < WIDTH; a++) {
    for (let b = 0; b < HEIGHT; b++) {
      const p = 2 * Math.PI * a / WIDTH, q = 2 * Math.PI * b / HEIGHT;
      found.push(Math.hypot(2 * Math.cos(p) + Math.cos(q), Math.sin(q)));
    }
  }
  // (p, q) and (p + π, q + π) are one wave vector: every one was met twice.
  return found;
}

Deno.test("levels of the uniform honeycomb lattice are ±t|f(k)| of graphene", async () => {
  const matrix = hamiltonianMatrix(system, new Float64Array(lattice.sites));
  const eigensolver = makeEigensolver("wasm");
  const { values } = await eigensolver.solve(matrix, lattice.sites);
  const both = structureFactors().flatMap((f) => [f, -f]).sort((x, y) => x - y);
  const expected = Float64Array.from({ length: lattice.sites }, (_, k) => both[2 * k]);
  assert.ok(largestDifference(values, expected) < 1e-12);
});

for (const method of ["ed", "exact"] as const) {
  Deno.test(`${method}: a charge-density wave of potential ±Δ has the density of bands ±√(Δ² + |f|²)`, async () => {
    const solver = method === "ed"
      ? new DiagonalizationSolver(system, makeEigensolver("wasm"))
      : await SelectedInversionSolver.create(system, { workers: 1 });
    for (const delta of [0.05, 0.7, 3]) {
      const onsite = Float64Array.from(lattice.sublatticeSign, (sign) => sign * delta);
      const { density } = await solver.solve(onsite);
      const levels = structureFactors().map((f) => Math.hypot(f, delta));
      const shift = levels.reduce(
        (sum, E) => sum + delta / (2 * E) * Math.tanh(E / (2 * TEMPERATURE)),
        0,
      ) / levels.length;
      const expected = Float64Array.from(lattice.sublatticeSign, (sign) => 0.5 - sign * shift);
      assert.ok(largestDifference(density, expected) < 1e-10, `Δ = ${delta}`);
    }
    solver.close();
  });
}

Deno.test("forces of a random honeycomb configuration: exact and ED agree, and are minus the gradient", async () => {
  const spec = forceFieldSpec({ lattice: { kind: "honeycomb", width: WIDTH, height: HEIGHT } });
  const [exact, ed] = await Promise.all(
    ["exact", "ed"].map((method) => makeForceField({ ...spec, method })),
  );
  const Q = new CounterRng(5, "initialDisplacement").normals(lattice.sites).map((q) => 5 * q);
  const { force, density, energy } = await exact.evaluate(Q);
  const other = await ed.evaluate(Q);
  assert.ok(largestDifference(force, other.force) < 1e-10);
  assert.ok(largestDifference(density, other.density) < 1e-10);
  assert.ok(Math.abs(energy! - other.energy!) < 1e-9);
  for (const i of [0, 17, 95]) {
    const h = 1e-4;
    const at = async (by: number) =>
      (await exact.evaluate(Q.map((q, j) => j === i ? q + by : q))).energy!;
    const slope = (await at(h) - await at(-h)) / (2 * h);
    assert.ok(Math.abs(force[i] + slope) < 1e-6, `${force[i]} ${-slope}`);
  }
  exact.close();
  ed.close();
});
