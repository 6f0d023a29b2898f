/**
 * The cavity method and its windows against exact selected inversion on the same wide-random
 * configurations, one thread each: time, and the error of their forces.
 *
 *     deno run bench/cavity_bench.ts
 */

import {
  CavitySolver,
  CavityWindowDensity,
  type ElectronSystem,
  SelectedInversionSolver,
} from "../lib/electrons/mod.ts";
import { PRESETS } from "../lib/holstein/mod.ts";
import { SquareLattice } from "../lib/lattice/mod.ts";
import { CounterRng } from "../lib/random/mod.ts";
import { timeSideBySide, timingTable } from "./side_by_side.ts";

/** Sides of the lattices, and how often each solver runs. */
const SIZES = [[40, 20], [100, 5], [200, 3]] as const;

/** Times both on all sizes and prints tables. */
export async function run(): Promise<void> {
  const { model: { g }, temperature, initialDisplacement } = PRESETS.reference;
  for (const [side, rounds] of SIZES) {
    const lattice = new SquareLattice(side);
    const system: ElectronSystem = {
      lattice,
      hopping: 1,
      temperature,
      ensemble: "grand-canonical",
      chemicalPotential: 0,
    };
    const normals = new CounterRng(1, "datasetConfiguration").normals(lattice.sites);
    const onsite = normals.map((q) => -g * initialDisplacement * q);
    const cavity = new CavitySolver(system);
    const window = new CavityWindowDensity(lattice, system.hopping, temperature);
    const exact = await SelectedInversionSolver.create(system);
    const timings = await timeSideBySide([
      {
        name: "10 × cavity",
        run: async () => {
          for (let k = 0; k < 10; k++) await cavity.solve(onsite);
        },
      },
      { name: "window", run: () => window.evaluate(onsite) },
      { name: "exact", run: () => exact.solve(onsite) },
    ], rounds);
    console.log(`${side}×${side}, T = ${temperature}, wide random:`);
    console.log(timingTable(timings, "10 × cavity"));
    const { density: expected } = await exact.solve(onsite);
    const approximations = {
      cavity: (await cavity.solve(onsite)).density,
      window: (await window.evaluate(onsite)).density,
    };
    for (const [name, density] of Object.entries(approximations)) {
      const squares = density.reduce((sum, n, i) => sum + (n - expected[i]) ** 2, 0);
      const error = g * Math.sqrt(squares / lattice.sites);
      console.log(`  error of the forces by ${name}: ${error.toExponential(1)} (rms, units of t)`);
    }
    cavity.close();
    window.close();
    exact.close();
  }
}

if (import.meta.main) await run();
