import assert from "node:assert/strict";
import reference from "../data/holstein_ed.json" with { type: "json" };
import { DiagonalizationSolver } from "../../lib/electrons/diagonalization_solver.ts";
import type {
  ElectronicState,
  ElectronSystem,
  Ensemble,
} from "../../lib/electrons/electron_solver.ts";
import { makeEigensolver } from "../../lib/electrons/eigensolvers/make_eigensolver.ts";
import { SelectedInversionSolver } from "../../lib/electrons/selected_inversion_solver.ts";
import { ParameterError, ShapeError } from "../../lib/errors.ts";
import { HolsteinModel } from "../../lib/holstein/holstein_model.ts";
import { PRESETS } from "../../lib/holstein/presets.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { translateField } from "../../lib/lattice/translation.ts";
import { electrons, largestDifference, normals } from "./matrices.ts";
import { HoneycombLattice } from "../../lib/lattice/honeycomb_lattice.ts";

async function solveOnce(system: ElectronSystem, onsite: Float64Array, guess?: number) {
  const solver = await SelectedInversionSolver.create(system);
  const state = await solver.solve(onsite, guess);
  solver.close();
  return state;
}

async function diagonalize(system: ElectronSystem, onsite: Float64Array): Promise<ElectronicState> {
  const solver = new DiagonalizationSolver(system, makeEigensolver("wasm"));
  const state = await solver.solve(onsite);
  solver.close();
  return state;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

Deno.test("all 45 reference cases agree: n, F and μ to 1e-9, energies to 1e-8", async () => {
  for (const expected of reference.cases) {
    const lattice = new SquareLattice(expected.width, expected.height);
    const model = new HolsteinModel(lattice, PRESETS.reference.model);
    const Q = Float64Array.from(expected.Q);
    const canonical = expected.ensemble === "canonical";
    const state = await solveOnce(
      electrons(lattice, expected.temperature, expected.ensemble as Ensemble),
      model.onsitePotential(Q),
    );
    const lattices = model.latticeEnergy(Q), half = lattice.sites / 2;
    const differences: [string, number, number][] = [
      ["n", largestDifference(state.density, expected.density), 1e-9],
      ["F", largestDifference(model.force(Q, state.density), expected.force), 1e-9],
      ["A", state.helmholtzFreeEnergy + lattices - expected.helmholtzFreeEnergy, 1e-8],
      ["H", state.internalEnergy + lattices - expected.internalEnergy, 1e-8],
      [
        "Ω + μN",
        state.grandPotential - state.helmholtzFreeEnergy +
        (canonical ? state.chemicalPotential * half : 0),
        1e-8,
      ],
    ];
    // In a gap of 43 t no electron number tells where μ is; it is the middle all the same.
    const wide = expected.name.startsWith("checkerboard");
    const smallest = canonical ? (wide ? 1e-5 : 1e-6) : 1e-9;
    differences.push(
      ["μ", state.chemicalPotential - expected.chemicalPotential, smallest],
      [
        "Ω",
        state.grandPotential + lattices - expected.grandPotential,
        canonical ? smallest * half : 1e-8,
      ],
    );
    if (canonical) differences.push(["Σn", sum(state.density) - half, 1e-10]);
    for (const [quantity, difference, bound] of differences) {
      assert.ok(Math.abs(difference) < bound, `${expected.name}: ${quantity} off by ${difference}`);
    }
  }
});

Deno.test("rectangles, honeycombs and any μ agree with diagonalization to 1e-10", async () => {
  const lattices = [[4, 4], [4, 10], [6, 4], [16, 8], [8, 22], [40, 4], [18, 18]]
    .map(([width, height]) => new SquareLattice(width, height));
  for (const lattice of [...lattices, new HoneycombLattice(12, 10)]) {
    for (
      const [width, temperature, mu] of [[19, 0.1, 0], [2, 0.05, 1.5], [1, 2, -3], [0, 0.1, 0]]
    ) {
      const onsite = normals(lattice.sites, 5).map((v) => width * v);
      const system = { ...electrons(lattice, temperature, "grand-canonical", mu), hopping: 1.1 };
      const state = await solveOnce(system, onsite), expected = await diagonalize(system, onsite);
      assert.ok(largestDifference(state.density, expected.density) < 1e-10);
      assert.equal(state.chemicalPotential, mu);
      for (const energy of ["grandPotential", "helmholtzFreeEnergy", "internalEnergy"] as const) {
        assert.ok(Math.abs(state[energy] - expected[energy]) < 1e-10 * lattice.sites);
      }
    }
  }
});

Deno.test("the temperature may lie anywhere between a thousandth and a hundred t", async () => {
  const lattice = new SquareLattice(10);
  const onsite = normals(lattice.sites, 6).map((v) => 5 * v);
  for (const temperature of [0.001, 0.01, 1, 10, 100]) {
    const system = electrons(lattice, temperature);
    const state = await solveOnce(system, onsite), expected = await diagonalize(system, onsite);
    assert.ok(largestDifference(state.density, expected.density) < 2e-10);
  }
});

Deno.test("the canonical answer is that of diagonalization, wherever the search starts", async () => {
  const lattice = new SquareLattice(12, 8);
  for (const [width, temperature] of [[19, 0.1], [3, 0.05], [1, 0.5], [0, 0.1], [0.1, 3]]) {
    for (const shift of [0, 7]) {
      const onsite = normals(lattice.sites, 7).map((v) => width * v + shift);
      const system = electrons(lattice, temperature, "canonical");
      const expected = await diagonalize(system, onsite);
      const mu = expected.chemicalPotential;
      const solver = await SelectedInversionSolver.create(system);
      for (const guess of [undefined, mu, mu + 1e-6, mu + 0.01, mu - 2, 1e6]) {
        const state = await solver.solve(onsite, guess);
        assert.ok(largestDifference(state.density, expected.density) < 2e-10);
        assert.ok(Math.abs(sum(state.density) - lattice.sites / 2) < 1e-10);
        assert.ok(Math.abs(state.chemicalPotential - mu) < 1e-6);
        for (const energy of ["helmholtzFreeEnergy", "internalEnergy"] as const) {
          assert.ok(Math.abs(state[energy] - expected[energy]) < 1e-8);
        }
        assert.ok(state.evaluations <= 15);
      }
      solver.close();
    }
  }
});

Deno.test("in a gap of any width n, A and ⟨H⟩ are exact and μ is in the middle", async () => {
  const lattice = new SquareLattice(8);
  for (const gap of [1, 2, 4, 8, 16, 40]) {
    for (const temperature of [0.05, 0.2]) {
      const noise = normals(lattice.sites, 8);
      const onsite = noise.map((v, i) =>
        0.02 * gap * v + 0.5 * gap * lattice.sublatticeSign[i] + 1
      );
      const system = electrons(lattice, temperature, "canonical");
      const expected = await diagonalize(system, onsite);
      const state = await solveOnce(system, onsite);
      assert.ok(largestDifference(state.density, expected.density) < 1e-10);
      assert.ok(Math.abs(state.helmholtzFreeEnergy - expected.helmholtzFreeEnergy) < 1e-9);
      assert.ok(Math.abs(state.internalEnergy - expected.internalEnergy) < 1e-8);
      assert.ok(
        Math.abs(state.chemicalPotential - expected.chemicalPotential) < 1e-3 * temperature,
      );
    }
  }
});

Deno.test("the central difference of Ω at fixed μ, and of A at fixed N, is the density", async () => {
  const lattice = new SquareLattice(8, 6);
  const onsite = normals(lattice.sites, 9).map((v) => 6 * v);
  const energyOf = {
    "grand-canonical": "grandPotential",
    canonical: "helmholtzFreeEnergy",
  } as const;
  for (const ensemble of ["grand-canonical", "canonical"] as const) {
    const solver = await SelectedInversionSolver.create(electrons(lattice, 0.1, ensemble, 0.3));
    const { density } = await solver.solve(onsite);
    const h = 1e-4;
    for (const site of [0, 13, 47]) {
      const energyAt = async (step: number) => {
        const moved = onsite.slice();
        moved[site] += step;
        return (await solver.solve(moved))[energyOf[ensemble]];
      };
      const slope = (await energyAt(h) - await energyAt(-h)) / (2 * h);
      assert.ok(Math.abs(slope - density[site]) < 1e-7);
    }
    solver.close();
  }
});

Deno.test("F(-Q) = -F(Q), and a shift of Q shifts F, though the separators stay", async () => {
  const lattice = new SquareLattice(14, 10);
  const model = new HolsteinModel(lattice, PRESETS.reference.model);
  const Q = normals(lattice.sites, 10).map((q) => 5.27 * q);
  for (const ensemble of ["grand-canonical", "canonical"] as const) {
    const solver = await SelectedInversionSolver.create(electrons(lattice, 0.1, ensemble));
    const forceAt = async (at: Float64Array) =>
      model.force(at, (await solver.solve(model.onsitePotential(at))).density);
    const force = await forceAt(Q);
    const turned = await forceAt(Q.map((q) => -q));
    assert.ok(largestDifference(turned.map((f) => -f), force) < 1e-9);
    for (const [dx, dy] of [[1, 0], [5, 3], [-2, 6]]) {
      const shifted = await forceAt(translateField(lattice, Q, [dx, dy]));
      assert.ok(largestDifference(shifted, translateField(lattice, force, [dx, dy])) < 1e-9);
    }
    solver.close();
  }
});

Deno.test("any number of workers gives the same bits", async () => {
  const lattice = new SquareLattice(16);
  const onsite = normals(lattice.sites, 11).map((v) => 18 * v);
  for (const ensemble of ["grand-canonical", "canonical"] as const) {
    const states: ElectronicState[] = [];
    for (const workers of [1, 2, 3, 20]) {
      const solver = await SelectedInversionSolver.create(electrons(lattice, 0.1, ensemble), {
        workers,
      });
      states.push(await solver.solve(onsite));
      solver.close();
    }
    for (const state of states) assert.deepEqual(state, states[0]);
  }
});

Deno.test("solving again, after other potentials and guesses, repeats the bits", async () => {
  const lattice = new SquareLattice(8);
  const onsite = normals(lattice.sites, 12).map((v) => 10 * v);
  const before = onsite.slice();
  const solver = await SelectedInversionSolver.create(electrons(lattice, 0.1, "canonical"));
  const first = await solver.solve(onsite, 0.2);
  await solver.solve(normals(lattice.sites, 13), -1);
  assert.deepEqual(await solver.solve(onsite, 0.2), first);
  assert.deepEqual(onsite, before);
  solver.close();
});

Deno.test("fewer poles at a looser tolerance, and the error keeps within it", async () => {
  const lattice = new SquareLattice(12);
  const onsite = normals(lattice.sites, 14).map((v) => 18 * v);
  const system = electrons(lattice);
  const expected = await diagonalize(system, onsite);
  const counts: number[] = [];
  for (const tolerance of [1e-9, 5e-12]) {
    const solver = await SelectedInversionSolver.create(system, { tolerance });
    const { density, poleSet } = await solver.solve(onsite);
    // The error of f(H) is at most that of f on its spectrum.
    assert.ok(largestDifference(density, expected.density) < tolerance + 1e-12);
    counts.push(poleSet.poles);
    solver.close();
  }
  assert.ok(counts[0] < counts[1]);
});

Deno.test("input that makes no sense is refused in one line", async () => {
  const lattice = new SquareLattice(4);
  const refuses = (options: { workers?: number; tolerance?: number }, message: RegExp) =>
    assert.rejects(SelectedInversionSolver.create(electrons(lattice), options), (error) => {
      assert.ok(error instanceof ParameterError);
      assert.match(error.message, message);
      return true;
    });
  await refuses({ workers: 0 }, /number of workers must be a positive integer: got 0/);
  await refuses({ workers: 1.5 }, /got 1.5/);
  await refuses({ tolerance: -1 }, /tolerance must be positive: current value is -1/);
  await assert.rejects(
    SelectedInversionSolver.create(electrons(lattice, -0.1)),
    /temperature must be a positive number: current value is -0.1/,
  );
  const solver = await SelectedInversionSolver.create(electrons(lattice));
  await assert.rejects(solver.solve(new Float64Array(15)), ShapeError);
  await assert.rejects(solver.solve(new Float64Array(16).fill(NaN)), /must be finite/);
  await assert.rejects(
    solver.solve(new Float64Array(16).fill(1e7)),
    /The spectrum reaches .* T; poles with an error of 5e-12 reach \d+ T/,
  );
  solver.close();
});
