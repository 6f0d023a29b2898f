import assert from "node:assert/strict";
import { halfFillingChemicalPotential } from "../../lib/electrons/chemical_potential.ts";
import { DiagonalizationSolver } from "../../lib/electrons/diagonalization_solver.ts";
import { makeEigensolver } from "../../lib/electrons/eigensolvers/make_eigensolver.ts";
import type { ElectronSystem } from "../../lib/electrons/electron_solver.ts";
import { hamiltonianMatrix } from "../../lib/electrons/hamiltonian_matrix.ts";
import { HolsteinModel } from "../../lib/holstein/holstein_model.ts";
import { PRESETS } from "../../lib/holstein/presets.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";

const L = 40;
const TEMPERATURE = 0.1;
const lattice = new SquareLattice(L);
const model = new HolsteinModel(lattice, PRESETS.reference.model);
const { g, k, kappa } = model.parameters;
const system: ElectronSystem = {
  lattice,
  hopping: 1,
  temperature: TEMPERATURE,
  ensemble: "grand-canonical",
  chemicalPotential: 0,
};

const checkerboard = (amplitude: number) =>
  Float64Array.from(lattice.sublatticeSign, (sign) => sign * amplitude);

/** Root of a function between two points of opposite sign, by bisection and secants. */
async function root(f: (x: number) => Promise<number> | number, a: number, b: number) {
  let fa = await f(a), fb = await f(b);
  assert.ok(fa * fb < 0, "the bracket must hold a root");
  for (let i = 0; i < 60 && Math.abs(b - a) > 1e-10; i++) {
    // Alternating the secant with the middle closes the bracket from both sides.
    const x = i % 3 === 2 ? 0.5 * (a + b) : a - fa * (b - a) / (fb - fa);
    const fx = await f(x);
    if (fx === 0) return x;
    if (fa * fx < 0) [b, fb] = [x, fx];
    else [a, fa] = [x, fx];
  }
  return 0.5 * (a + b);
}

/** n - 1/2 on sublattice A from the two-site band, E_k = ±√(ε_k² + (gQ)²), in closed form. */
function bandDensity(amplitude: number): number {
  let sum = 0;
  for (let x = 0; x < L; x++) {
    for (let y = 0; y < L; y++) {
      const band = -2 * (Math.cos(2 * Math.PI * x / L) + Math.cos(2 * Math.PI * y / L));
      const level = Math.hypot(band, g * amplitude);
      sum += 0.5 * g * amplitude / level * Math.tanh(0.5 * level / TEMPERATURE);
    }
  }
  return sum / (L * L);
}

Deno.test("the 40×40 checkerboard has Q0, n, gap and spectrum of the closed-form band sum", async () => {
  const bandForce = (amplitude: number) => g * bandDensity(amplitude) - (k - 4 * kappa) * amplitude;
  const Q0 = await root(bandForce, 5, 7);
  assert.ok(Math.abs(Q0 - 6.224027) < 1e-6, `Q0 = ${Q0}`);

  const solver = new DiagonalizationSolver(system, makeEigensolver("wasm"));
  const solve = async (amplitude: number) => {
    const Q = checkerboard(amplitude);
    const { density } = await solver.solve(model.onsitePotential(Q));
    return { density, force: model.force(Q, density) };
  };

  const state = await solve(Q0);
  for (let i = 0; i < lattice.sites; i++) {
    const expected = 0.5 + lattice.sublatticeSign[i] * bandDensity(Q0);
    assert.ok(Math.abs(state.density[i] - expected) < 1e-10);
    assert.ok(Math.abs(state.force[i]) < 1e-9);
  }
  assert.equal(Math.max(...state.density).toFixed(5), "0.99792");
  assert.equal(Math.min(...state.density).toFixed(5), "0.00208");

  const fromSolver = await root(async (amplitude) => (await solve(amplitude)).force[0], 6.2, 6.25);
  assert.ok(Math.abs(fromSolver - Q0) < 1e-8, `Q0 from the solver is ${fromSolver}`);
  solver.close();
});

Deno.test("its chemical potential at half filling is 0, its gap 43.57 t and its spectrum ±22.15", async () => {
  const eigensolver = makeEigensolver("wasm");
  const onsite = model.onsitePotential(checkerboard(6.224027));
  const matrix = hamiltonianMatrix(system, onsite);
  const N = lattice.sites;
  const { values } = await eigensolver.diagonalOfFunction(matrix, N, () => new Float64Array(N));
  eigensolver.close();
  assert.equal((values[N / 2] - values[N / 2 - 1]).toFixed(2), "43.57");
  assert.equal(values[0].toFixed(2), "-22.15");
  assert.equal(values[N - 1].toFixed(2), "22.15");
  assert.ok(Math.abs(halfFillingChemicalPotential(values, TEMPERATURE)) < 1e-12);
});
