import assert from "node:assert/strict";
import { halfFillingChemicalPotential } from "../../lib/electrons/chemical_potential.ts";
import type { ElectronicState, ElectronSystem } from "../../lib/electrons/electron_solver.ts";
import { grandPotential, occupations } from "../../lib/electrons/fermi.ts";
import { boundHalfFilling, solveHalfFilling } from "../../lib/electrons/half_filling.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { electrons, normals } from "./matrices.ts";

/** The state of bare levels at μ, its electron number off by noise that changes with μ. */
function levelState(levels: Float64Array, mu: number, T: number, noise: number): ElectronicState {
  const density = occupations(levels, mu, T);
  density[0] += noise * Math.sin(1e6 * mu);
  const total = density.reduce((sum, n) => sum + n, 0);
  const omega = grandPotential(levels, mu, T);
  return {
    density,
    chemicalPotential: mu,
    grandPotential: omega,
    helmholtzFreeEnergy: omega + mu * total,
    internalEnergy: levels.reduce((sum, e, m) => sum + e * density[m], 0),
  };
}

interface Search {
  readonly system: ElectronSystem;
  readonly levels: Float64Array;
  readonly noise: number;
  readonly guess?: number;
}

/** Searches half filling of levels that hopping has moved from others by as much as it can. */
async function search({ system, levels, noise, guess }: Search) {
  const { lattice, temperature } = system;
  const moved = normals(levels.length, 77).map((z) => Math.max(-4, Math.min(4, 2 * z)));
  const bounds = boundHalfFilling(system, levels.map((e, m) => e + moved[m]));
  const evaluate = (mu: number) => Promise.resolve(levelState(levels, mu, temperature, noise));
  const result = await solveHalfFilling(system, bounds, evaluate, 2 * noise + 1e-12, guess);
  const exact = halfFillingChemicalPotential(levels.toSorted(), temperature);
  const electronsFound = result.state.density.reduce((sum, n) => sum + n, 0);
  assert.ok(Math.abs(electronsFound - lattice.sites / 2) < 1e-10);
  return { ...result, exact };
}

function* spectra(): Generator<{ levels: Float64Array; temperature: number }> {
  const sites = 48;
  for (let seed = 0; seed < 60; seed++) {
    const [a, b, c] = normals(3, 1000 + seed);
    const width = Math.exp(1.5 * a), gap = seed % 2 === 0 ? 0 : Math.exp(2 * b);
    const levels = normals(sites, seed)
      .map((z, m) => width * z + (m < sites / 2 ? -gap : gap) + 3 * c);
    for (const temperature of [0.02, 0.1, 1]) yield { levels, temperature };
  }
}

Deno.test("from anywhere, at any gap, the search ends at n and A of half filling", async () => {
  const lattice = new SquareLattice(8, 6);
  for (const { levels, temperature } of spectra()) {
    const system = electrons(lattice, temperature, "canonical");
    const exact = halfFillingChemicalPotential(levels.toSorted(), temperature);
    const expected = levelState(levels, exact, temperature, 0);
    for (const noise of [0, 1e-12, 1e-10, 1e-8]) {
      for (const guess of [undefined, exact, exact + 0.01 * temperature, exact - 1, 1e9]) {
        const found = await search({
          system,
          levels,
          noise,
          ...(guess === undefined ? {} : { guess }),
        });
        const { density, helmholtzFreeEnergy, internalEnergy } = found.state;
        const bound = 2e-10 + 10 * noise;
        density.forEach((n, m) => assert.ok(Math.abs(n - expected.density[m]) < bound));
        assert.ok(Math.abs(helmholtzFreeEnergy - expected.helmholtzFreeEnergy) < 1e-9 + 10 * noise);
        const scale = levels.reduce((sum, e) => sum + Math.abs(e), 0);
        assert.ok(Math.abs(internalEnergy - expected.internalEnergy) < bound * scale);
        assert.ok(found.evaluations <= 18);
      }
    }
  }
});

Deno.test("μ is right to a thousandth of T, and to 1e-8 where levels are near", async () => {
  const lattice = new SquareLattice(8, 6);
  for (const { levels, temperature } of spectra()) {
    const system = electrons(lattice, temperature, "canonical");
    const { state, exact } = await search({ system, levels, noise: 1e-12 });
    const near = levels.some((e) => Math.abs(e - exact) < 8 * temperature);
    const bound = near ? 1e-8 : 1e-3 * temperature;
    assert.ok(Math.abs(state.chemicalPotential - exact) < bound);
  }
});

Deno.test("a guess off by T/50 needs four evaluations on average", async () => {
  const lattice = new SquareLattice(8, 6);
  let total = 0, count = 0;
  for (const { levels, temperature } of spectra()) {
    const system = electrons(lattice, temperature, "canonical");
    const exact = halfFillingChemicalPotential(levels.toSorted(), temperature);
    const guess = exact + 0.02 * temperature;
    total += (await search({ system, levels, noise: 1e-12, guess })).evaluations;
    count++;
  }
  assert.ok(total / count <= 4);
});

Deno.test("the bounds hold whatever hopping does to the levels", () => {
  const lattice = new SquareLattice(8, 6);
  for (const { levels, temperature } of spectra()) {
    const system = electrons(lattice, temperature, "canonical");
    const { lower, upper, tried } = boundHalfFilling(system, levels);
    assert.ok(tried[0] <= lower && lower < upper && upper <= tried[1]);
    for (const shift of [-4, 4]) {
      const mu = halfFillingChemicalPotential(levels.map((e) => e + shift).sort(), temperature);
      assert.ok(mu > lower && mu < upper);
    }
  }
});
