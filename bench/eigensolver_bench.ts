/**
 * Forces by exact diagonalization, one thread each, side by side on the same configuration: the
 * eigensolvers `wasm` and `lapack`, and LAPACK's `dsyevd` with all eigenvectors, called bare.
 *
 *     deno run --allow-ffi bench/eigensolver_bench.ts [SIDE ...]
 */

import {
  DiagonalizationSolver,
  type ElectronSystem,
  hamiltonianMatrix,
  makeEigensolver,
} from "../lib/electrons/mod.ts";
import { UnavailableError } from "../lib/errors.ts";
import { ElectronicForceField } from "../lib/forcefields/electronic_force_field.ts";
import { HolsteinModel } from "../lib/holstein/holstein_model.ts";
import { PRESETS } from "../lib/holstein/presets.ts";
import { SquareLattice } from "../lib/lattice/square_lattice.ts";
import { CounterRng } from "../lib/random/counter_rng.ts";
import { openDsyevd } from "./dsyevd.ts";
import { type Contender, timeSideBySide, timingTable } from "./side_by_side.ts";

const { model: parameters, temperature, initialDisplacement } = PRESETS.reference;
const BARE = "bare dsyevd";

/** Times one lattice: a random start, and the same with its amplitudes a tenth as large. */
async function benchmark(side: number, withLapack: boolean): Promise<void> {
  const lattice = new SquareLattice(side);
  const model = new HolsteinModel(lattice, parameters);
  const system: ElectronSystem = {
    lattice,
    hopping: parameters.t,
    temperature,
    ensemble: "grand-canonical",
    chemicalPotential: 0,
  };
  for (const [label, width] of [["random start", 1], ["narrow", 0.1]] as const) {
    const Q = new CounterRng(1, "initialDisplacement").normals(lattice.sites)
      .map((q) => width * initialDisplacement * q);
    const names = withLapack ? ["wasm", "lapack"] : ["wasm"];
    const fields = names.map((name) =>
      new ElectronicForceField(
        name,
        model,
        new DiagonalizationSolver(system, makeEigensolver(name)),
      )
    );
    const contenders: Contender[] = fields.map((field) => ({
      name: `${field.method} force`,
      run: () => field.evaluate(Q),
    }));
    const dsyevd = withLapack ? openDsyevd(lattice.sites) : undefined;
    if (dsyevd) {
      const matrix = Float64Array.from(hamiltonianMatrix(system, model.onsitePotential(Q)));
      contenders.push({ name: BARE, run: () => dsyevd.call(matrix.slice()) });
    }
    const rounds = Math.max(5, Math.round(8000 / lattice.sites));
    const timings = await timeSideBySide(contenders, rounds);
    console.log(`N = ${lattice.sites} (${side}×${side}, ${label}, ${rounds} rounds)`);
    console.log(timingTable(timings, dsyevd ? BARE : "wasm force"));
    for (const field of fields) field.close();
    dsyevd?.close();
  }
}

/** Times all lattices; without LAPACK it says so and times the rest. */
export async function run(sides: readonly number[] = [20, 30, 40]): Promise<void> {
  let withLapack = true;
  try {
    makeEigensolver("lapack").close();
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
    console.log(`SKIPPED the comparison with LAPACK: ${error.message}`);
    withLapack = false;
  }
  for (const side of sides) await benchmark(side, withLapack);
}

if (import.meta.main) await run(Deno.args.length > 0 ? Deno.args.map(Number) : undefined);
