/**
 * The cavity method against exact selected inversion on the same wide-random configurations, one
 * thread each: time, and the error of its forces.
 *
 *     deno run bench/cavity_bench.ts
 */

import {
  CavitySolver,
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
    const exact = await SelectedInversionSolver.create(system);
    const timings = await timeSideBySide([
      {
        name: "10 × cavity",
        run: async () => {
          for (let k = 0; k < 10; k++) await cavity.solve(onsite);
        },
      },
      { name: "exact", run: () => exact.solve(onsite) },
    ], rounds);
    const found = await cavity.solve(onsite), expected = await exact.solve(onsite);
    const squares = found.density.reduce((sum, n, i) => sum + (n - expected.density[i]) ** 2, 0);
    console.log(`${side}×${side}, T = ${temperature}, wide random:`);
    console.log(timingTable(timings, "10 × cavity"));
    const error = g * Math.sqrt(squares / lattice.sites);
    console.log(`  error of the forces: ${error.toExponential(1)} t/Q0 (standard deviation)`);
    cavity.close();
    exact.close();
  }
}

if (import.meta.main) await run();
