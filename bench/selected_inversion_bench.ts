/**
 * Forces by selected inversion against exact diagonalization with LAPACK, on the same configurations
 * in one run, one thread each; then two workers against one, and the large lattices.
 *
 *     deno run --allow-read=lib --allow-ffi bench/selected_inversion_bench.ts [LARGEST ED SIDE]
 *
 * The largest side that is diagonalised is 64 unless told; that one takes a quarter of a minute.
 */

import {
  DiagonalizationSolver,
  type ElectronSolver,
  type ElectronSystem,
  makeEigensolver,
  SelectedInversionSolver,
} from "../lib/electrons/mod.ts";
import { UnavailableError } from "../lib/errors.ts";
import { HolsteinModel } from "../lib/holstein/holstein_model.ts";
import { PRESETS } from "../lib/holstein/presets.ts";
import { SquareLattice } from "../lib/lattice/square_lattice.ts";
import { CounterRng } from "../lib/random/counter_rng.ts";

const { model: parameters, initialDisplacement } = PRESETS.reference;

/** Displacement of the perfect checkerboard at T = 0.1 t. */
const ORDERED = 6.224027;

const CONFIGURATIONS: Readonly<Record<string, (lattice: SquareLattice) => Float64Array>> = {
  "wide random": (lattice) => random(lattice, initialDisplacement),
  "narrow random": (lattice) => random(lattice, 0.1 * initialDisplacement),
  checkerboard: ({ sublatticeSign }) => Float64Array.from(sublatticeSign, (sign) => ORDERED * sign),
  "Q = 1/2": ({ sites }) => new Float64Array(sites).fill(0.5),
  "Q = 0": ({ sites }) => new Float64Array(sites),
};

function random({ sites }: SquareLattice, width: number): Float64Array {
  return new CounterRng(1, "initialDisplacement").normals(sites).map((q) => width * q);
}

function systemAt(lattice: SquareLattice, temperature: number): ElectronSystem {
  const { t } = parameters;
  return { lattice, hopping: t, temperature, ensemble: "grand-canonical", chemicalPotential: 0 };
}

/** A solver with the least time it took so far, in milliseconds, and its last density. */
class Timed {
  readonly solver: ElectronSolver;
  least = Infinity;
  density = new Float64Array();

  constructor(solver: ElectronSolver) {
    this.solver = solver;
  }

  async run(onsite: Float64Array, times = 1): Promise<void> {
    for (let k = 0; k < times; k++) {
      const start = performance.now();
      this.density = (await this.solver.solve(onsite)).density.slice();
      this.least = Math.min(this.least, performance.now() - start);
    }
  }
}

function milliseconds(time: number): string {
  return `${time.toFixed(time < 100 ? 1 : 0).padStart(7)} ms`;
}

/** Selected inversion against LAPACK on one lattice, in turns. */
async function againstLapack(side: number, temperatures: readonly number[], rounds: number) {
  const lattice = new SquareLattice(side);
  const model = new HolsteinModel(lattice, parameters);
  console.log(`${side}×${side}, one thread, least of ${rounds} rounds: LAPACK, selected inversion`);
  for (const temperature of temperatures) {
    for (const [name, configuration] of Object.entries(CONFIGURATIONS)) {
      const onsite = model.onsitePotential(configuration(lattice));
      const system = systemAt(lattice, temperature);
      const diagonalization = new Timed(
        new DiagonalizationSolver(system, makeEigensolver("lapack")),
      );
      const inversion = new Timed(await SelectedInversionSolver.create(system));
      for (let round = 0; round < rounds; round++) {
        await inversion.run(onsite, 5);
        await diagonalization.run(onsite);
      }
      const difference = diagonalization.density.reduce(
        (largest, n, i) => Math.max(largest, Math.abs(n - inversion.density[i])),
        0,
      );
      console.log(
        `  T = ${temperature.toString().padEnd(4)} ${name.padEnd(13)}` +
          ` ${milliseconds(diagonalization.least)} ${milliseconds(inversion.least)}` +
          `  ratio ${(diagonalization.least / inversion.least).toFixed(1).padStart(5)}` +
          `  largest difference of n ${difference.toExponential(1)}`,
      );
      diagonalization.solver.close();
      inversion.solver.close();
    }
  }
}

/** One and two workers on the random start at T = 0.1 t, in turns. */
async function workersAndSizes(side: number, rounds: number) {
  const lattice = new SquareLattice(side);
  const model = new HolsteinModel(lattice, parameters);
  const onsite = model.onsitePotential(random(lattice, initialDisplacement));
  const start = performance.now();
  const one = await SelectedInversionSolver.create(systemAt(lattice, 0.1));
  const planned = performance.now() - start;
  const two = await SelectedInversionSolver.create(systemAt(lattice, 0.1), { workers: 2 });
  const contenders = [new Timed(one), new Timed(two)];
  for (let round = 0; round < rounds; round++) {
    for (const contender of contenders) await contender.run(onsite);
  }
  const [alone, together] = contenders.map(({ least }) => least);
  console.log(
    `${side}×${side}: one thread ${milliseconds(alone)}, two workers ${milliseconds(together)},` +
      ` ratio ${(alone / together).toFixed(2)}; ${
        (one.memoryBytes / 1e6).toFixed(1)
      } MB a worker,` +
      ` made ready in ${milliseconds(planned).trim()}`,
  );
  one.close();
  two.close();
}

/** Times all lattices; without LAPACK it says so and times the rest. */
export async function run(largest = 64): Promise<void> {
  try {
    makeEigensolver("lapack").close();
    if (largest >= 40) await againstLapack(40, [0.05, 0.1, 0.5], 3);
    if (largest >= 64) await againstLapack(64, [0.1], 1);
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
    console.log(`SKIPPED the comparison with LAPACK: ${error.message}`);
  }
  for (const [side, rounds] of [[40, 60], [64, 20], [100, 10], [200, 3]]) {
    await workersAndSizes(side, rounds);
  }
}

if (import.meta.main) await run(...Deno.args.slice(0, 1).map(Number));
