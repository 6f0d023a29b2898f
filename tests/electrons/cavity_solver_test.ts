import assert from "node:assert/strict";
import { CAVITY_POLE_SETS, cavityPoleSet } from "../../lib/electrons/cavity/schedule.ts";
import { latticeGraph } from "../../lib/electrons/cavity/cavity_graph.ts";
import { cavityTwin } from "../../lib/electrons/cavity/cavity_twin.ts";
import { CavitySolver } from "../../lib/electrons/cavity_solver.ts";
import { DiagonalizationSolver } from "../../lib/electrons/diagonalization_solver.ts";
import { makeEigensolver } from "../../lib/electrons/eigensolvers/make_eigensolver.ts";
import type { Ensemble } from "../../lib/electrons/electron_solver.ts";
import { poleFermi } from "../../lib/electrons/pole_expansion.ts";
import { ParameterError, ShapeError } from "../../lib/errors.ts";
import { transformField } from "../../lib/lattice/d4.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { translateField } from "../../lib/lattice/translation.ts";
import { fermi } from "../../lib/electrons/fermi.ts";
import { electrons, largestDifference, normals } from "./matrices.ts";
import { shifted } from "./cavity/graphs.ts";
import { HoneycombLattice } from "../../lib/lattice/honeycomb_lattice.ts";

const square = new SquareLattice(24);
const sites = square.sites;
const g = 3.5;
const disorder = (width: number, seed: number) => normals(sites, seed).map((q) => -g * width * q);

/** Potentials -gQ of widths of Q, with bounds of the force's error: half as much again as was measured, or more. */
const FIELDS: readonly { claim: string; onsite: Float64Array; bound: number }[] = [
  { claim: "a wide random start", onsite: disorder(Math.sqrt(5 / 0.18), 1), bound: 2e-3 },
  { claim: "narrow disorder, Q of width 2", onsite: disorder(2, 2), bound: 2e-2 },
  { claim: "narrow disorder, Q of width 1", onsite: disorder(1, 3), bound: 5e-2 },
  { claim: "narrow disorder, Q of width 0.3", onsite: disorder(0.3, 4), bound: 5.5e-2 },
  {
    claim: "a charge-density wave with noise of width 1",
    onsite: disorder(1, 5).map((v, i) => v - g * 1.75 * square.sublatticeSign[i]),
    bound: 4.5e-3,
  },
  {
    claim: "a charge-density wave with noise of width 0.5",
    onsite: disorder(0.5, 6).map((v, i) => v - g * 1.75 * square.sublatticeSign[i]),
    bound: 3e-4,
  },
];

async function solutions(onsite: Float64Array, ensemble: Ensemble) {
  const system = electrons(square, 0.1, ensemble);
  const exact = new DiagonalizationSolver(system, makeEigensolver("wasm"));
  const cavity = new CavitySolver(system);
  const answers = [await cavity.solve(onsite), await exact.solve(onsite)] as const;
  exact.close();
  cavity.close();
  return answers;
}

function deviation(a: Float64Array, b: Float64Array): number {
  return Math.sqrt(a.reduce((sum, x, i) => sum + (x - b[i]) ** 2, 0) / a.length);
}

for (const { claim, onsite, bound } of FIELDS) {
  Deno.test(`${claim}: forces gn are within ${bound} of exact ones (standard deviation), energies a site within a third of that`, async () => {
    for (const ensemble of ["grand-canonical", "canonical"] as const) {
      const [found, exact] = await solutions(onsite, ensemble);
      const error = g * deviation(found.density, exact.density);
      assert.ok(error < bound, `${ensemble}: ${error}`);
      for (const name of ["helmholtzFreeEnergy", "internalEnergy"] as const) {
        const off = Math.abs(found[name] - exact[name]) / sites;
        assert.ok(off < bound / 3, `${ensemble}, ${name}: ${off} a site`);
      }
    }
  });
}

Deno.test("a solver in double precision with 200 sweeps for every pole differs by less than 1e-3 in force", async () => {
  const lattice = new SquareLattice(10);
  const onsite = normals(100, 9).map((v) => 18 * v);
  const T = 0.1;
  const set = CAVITY_POLE_SETS[CAVITY_POLE_SETS.length - 1];
  const expected = new Float64Array(100).fill(0.5);
  let logarithm = 0;
  set.y.forEach((y, j) => {
    const converged = { messages: 200, adjoint: 200 };
    const answer = cavityTwin(latticeGraph(lattice), shifted(onsite, y * T), 1, converged);
    answer.green.forEach(({ re }, i) => expected[i] -= T * set.w[j] * re);
    logarithm += set.w[j] * (answer.logDeterminant - 100 * Math.log(y * T));
  });
  const trace = onsite.reduce((sum, v) => sum + v, 0);
  const solver = new CavitySolver(electrons(lattice));
  const { density, grandPotential } = await solver.solve(onsite);
  assert.ok(g * deviation(density, expected) < 1e-3, `${g * deviation(density, expected)}`);
  const off = Math.abs(grandPotential - (-T * (100 * Math.LN2 + logarithm) + 0.5 * trace)) / 100;
  assert.ok(off < 1e-5, `Ω a site is off by ${off}`);
});

Deno.test("wide disorder is within 1e-3 in force from T = 0.01 to 2, in free energy within 1e-4 a site", async () => {
  const lattice = new SquareLattice(16);
  const onsite = normals(256, 8).map((v) => 18 * v);
  for (const temperature of [0.01, 0.03, 0.1, 0.5, 2]) {
    const system = electrons(lattice, temperature, "canonical");
    const exact = await new DiagonalizationSolver(system, makeEigensolver("wasm")).solve(onsite);
    const found = await new CavitySolver(system).solve(onsite);
    const error = g * deviation(found.density, exact.density);
    assert.ok(error < 1e-3, `T = ${temperature}: ${error}`);
    const off = Math.abs(found.helmholtzFreeEnergy - exact.helmholtzFreeEnergy) / 256;
    assert.ok(off < 1e-4, `T = ${temperature}: A is off by ${off}`);
  }
});

Deno.test("at half filling Σ n is N/2 to 1e-6 a site, from any guess", async () => {
  const solver = new CavitySolver(electrons(square, 0.1, "canonical"));
  for (const { onsite } of FIELDS) {
    const raised = onsite.map((v) => v + 2);
    const answers = [];
    for (const guess of [undefined, 2, 40, -7]) {
      const { density } = await solver.solve(raised, guess);
      const excess = density.reduce((sum, n) => sum + n - 0.5, 0);
      assert.ok(Math.abs(excess) <= 1e-6 * sites, `${excess} from ${guess}`);
      answers.push(density);
    }
    for (const density of answers) assert.ok(largestDifference(density, answers[0]) < 2e-4);
  }
});

Deno.test("turned, mirrored, shifted and inverted potentials give the same density, to 5e-6", async () => {
  const solver = new CavitySolver(electrons(square));
  for (const { onsite } of FIELDS) {
    const { density } = await solver.solve(onsite);
    const compare = async (move: (field: Float64Array) => Float64Array, name: string) => {
      const moved = await solver.solve(move(onsite));
      const off = largestDifference(moved.density, move(density));
      assert.ok(off < 5e-6, `${name}: ${off}`);
    };
    for (let op = 0; op < 8; op++) {
      await compare((field) => transformField(square, field, op), `operation ${op}`);
    }
    await compare((field) => translateField(square, field, [5, -2]), "shift");
    const holes = await solver.solve(onsite.map((v) => -v));
    assert.ok(largestDifference(holes.density, density.map((n) => 1 - n)) < 5e-6);
  }
});

Deno.test("the answer depends on the arguments alone, to the bit, and leaves them unchanged", async () => {
  const solver = new CavitySolver(electrons(square));
  const [a, b] = [FIELDS[0].onsite, FIELDS[2].onsite];
  const original = a.slice();
  const first = structuredClone(await solver.solve(a));
  await solver.solve(b);
  assert.deepEqual(await solver.solve(a), first);
  assert.deepEqual(a, original);
});

Deno.test("energies and temperature scale with the hopping", async () => {
  const { onsite } = FIELDS[0];
  const one = await new CavitySolver(electrons(square)).solve(onsite);
  const two = await new CavitySolver({ ...electrons(square, 0.2), hopping: 2 })
    .solve(onsite.map((v) => 2 * v));
  assert.ok(largestDifference(two.density, one.density) < 1e-6);
  assert.ok(Math.abs(two.grandPotential - 2 * one.grandPotential) < 1e-6 * sites);
  assert.ok(Math.abs(two.internalEnergy - 2 * one.internalEnergy) < 1e-5 * sites);
});

Deno.test("every pole set keeps its bound over its range, and the smallest that reaches is taken", () => {
  for (const set of CAVITY_POLE_SETS) {
    assert.ok(set.maxError <= 1e-6);
    for (let k = 0; k <= 4000; k++) {
      const x = 0.01 * (100 * set.range) ** (k / 4000);
      const error = Math.abs(poleFermi(set, x) - fermi(x));
      assert.ok(error <= set.maxError, `${set.poles} poles at ${x}: ${error}`);
    }
    assert.equal(cavityPoleSet(set.range), set);
  }
  assert.throws(() => cavityPoleSet(1e6), ParameterError);
});

Deno.test("other lattices, bad systems and bad potentials are refused, and so is a closed solver", async () => {
  assert.throws(() => new CavitySolver(electrons(new HoneycombLattice(8, 6))), ParameterError);
  assert.throws(() => new CavitySolver(electrons(square, -1)), ParameterError);
  const solver = new CavitySolver(electrons(square));
  await assert.rejects(solver.solve(new Float64Array(5)), ShapeError);
  await assert.rejects(solver.solve(new Float64Array(sites).fill(NaN)), ParameterError);
  await assert.rejects(solver.solve(new Float64Array(sites).fill(1e6)), /reaches .* T; the poles/);
  solver.close();
  await assert.rejects(solver.solve(new Float64Array(sites)), /closed/);
});
