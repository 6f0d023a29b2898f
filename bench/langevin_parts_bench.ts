/**
 * Where the time of a quench goes: whole steps with the default GNN by size of the lattice and number
 * of threads; what they cost besides forces; against exact forces and diagonalization; and what
 * fraction of the machine's peak in matrix products networks reach.
 *
 *     deno run -P=bench bench/langevin_parts_bench.ts
 */

import { LangevinNoise } from "../lib/dynamics/langevin_noise.ts";
import { makeIntegrator } from "../lib/dynamics/make_integrator.ts";
import { StepwisePropagator } from "../lib/dynamics/propagator.ts";
import type { ForceField } from "../lib/forcefields/force_field.ts";
import { isTrainable, loadWeights, parameterLayout } from "../lib/networks/mod.ts";
import { observe } from "../lib/quench/observe.ts";
import { langevinParametersOf } from "../lib/quench/quench_config.ts";
import { RunDirectory } from "../lib/quench/run_directory.ts";
import { PYTHON, pythonHas } from "../tests/io/python.ts";
import { type LangevinSteps, startSteps } from "./langevin_step.ts";
import { timeSideBySide, timingTable } from "./side_by_side.ts";

const LARGE = 200;

/** Runs all parts. */
export async function run(rounds = 7): Promise<void> {
  await threads(rounds);
  await sizes(rounds);
  await overhead(rounds);
  await againstExact();
  await peak(rounds);
}

/** One thread and two, on the same steps. */
async function threads(rounds: number): Promise<void> {
  for (const side of [100, LARGE, 400]) {
    const options = { width: side, method: "gnn" } as const;
    const [one, two] = [await startSteps(options, 1), await startSteps(options, 2)];
    const timings = await timeSideBySide([
      { name: "10 steps, one thread", run: () => one.advance(10) },
      { name: "10 steps, two threads", run: () => two.advance(10) },
    ], rounds);
    const [alone, both] = timings;
    console.log(
      `${side}×${side}, default GNN: two threads make it ${
        (alone.minimum / both.minimum).toFixed(2)
      } times faster (least times; medians ${(alone.median / both.median).toFixed(2)})`,
    );
    console.log(timingTable(timings, alone.name));
    const same = one.state().Q.every((q, i) => q === two.state().Q[i]);
    console.log(`  the same bits after ${one.state().step} steps: ${same ? "yes" : "NO"}`);
    await one.close();
    await two.close();
  }
}

/** Time of a site and step, from small lattices to large ones. */
async function sizes(rounds: number): Promise<void> {
  const sides = [40, 100, 200, 400, 800];
  const runs: LangevinSteps[] = [];
  for (const side of sides) runs.push(await startSteps({ width: side, method: "gnn" }));
  // About as much work in each.
  const steps = sides.map((side) => Math.max(1, Math.round(160_000 / side ** 2)));
  const timings = await timeSideBySide(
    sides.map((side, s) => ({ name: `${side}`, run: () => runs[s].advance(steps[s]) })),
    rounds,
  );
  console.log("microseconds a site and step, default GNN, one thread:");
  timings.forEach(({ name, minimum, median }, s) => {
    const perSite = (time: number) => (1000 * time / steps[s] / sides[s] ** 2).toFixed(3);
    console.log(`  ${name.padStart(3)}²  least ${perSite(minimum)}  median ${perSite(median)}`);
  });
  for (const run of runs) await run.close();
}

/** What a step costs besides its force. */
async function overhead(rounds: number): Promise<void> {
  const run = await startSteps({ width: LARGE, method: "gnn" });
  const { config, forceField: { lattice } } = run;
  const state = run.state();
  const noise = new LangevinNoise(1, 0);
  const integrator = makeIntegrator(config.integrator, langevinParametersOf(config), noise);
  const still = structuredClone(state);
  const costless: ForceField = {
    method: "none",
    lattice,
    evaluate: () => Promise.resolve(still.evaluation),
    close() {},
  };
  const motion = new StepwisePropagator(still, integrator, costless);
  const folder = await Deno.makeTempDir();
  await Deno.mkdir(`${folder}/frames`);
  const directory = new RunDirectory(folder);
  const fields = { Q: state.Q, n: state.evaluation.density };
  const timings = await timeSideBySide([
    { name: "10 steps", run: () => run.advance(10) },
    { name: "10 steps at no cost of forces", run: () => motion.advance(10) },
    {
      name: "10 draws of noise",
      run: () => {
        for (let k = 0; k < 10; k++) noise.at(k, state.Q.length);
        return Promise.resolve();
      },
    },
    {
      name: "one row of observables",
      run: () => Promise.resolve(observe(config, lattice, state)),
    },
    { name: "one frame", run: () => directory.writeFrame(lattice, 0, fields) },
  ], rounds);
  await Deno.remove(folder, { recursive: true });
  const [steps, motions, noises, row, frame] = timings.map(({ minimum }) => minimum);
  const { observeEvery, saveEvery } = config;
  const besides = motions / 10 + row / observeEvery + frame / saveEvery;
  const whole = steps / 10 + row / observeEvery + frame / saveEvery;
  console.log(`${LARGE}×${LARGE}, default GNN, one thread:`);
  console.log(timingTable(timings, "10 steps"));
  console.log(
    `  a step with its share of rows and frames takes ${whole.toFixed(2)} ms, ` +
      `${(100 * besides / whole).toFixed(1)} % of it besides the force ` +
      `(motion ${(100 * motions / 10 / whole).toFixed(1)} %, of which noise ${
        (100 * noises / 10 / whole).toFixed(1)
      } %, observables ` +
      `${(100 * row / observeEvery / whole).toFixed(1)} %, frames ` +
      `${(100 * frame / saveEvery / whole).toFixed(1)} %)`,
  );
  await run.close();
}

/** Steps with the network against steps with exact forces. */
async function againstExact(): Promise<void> {
  for (
    const [side, methods, rounds] of [
      [40, ["gnn", "exact", "ed"], 5],
      [LARGE, ["gnn", "exact"], 2],
    ] as const
  ) {
    const runs: LangevinSteps[] = [];
    for (const method of methods) runs.push(await startSteps({ width: side, method }));
    const timings = await timeSideBySide(
      methods.map((name, m) => ({ name, run: () => runs[m].advance(1) })),
      rounds,
    );
    console.log(`${side}×${side}, one step, one thread:`);
    console.log(timingTable(timings, "gnn"));
    for (const run of runs) await run.close();
  }
}

/** GFLOP/s in products with weights over the time of whole forces, against the machine's peak. */
async function peak(rounds: number): Promise<void> {
  if (!pythonHas("numpy")) {
    return console.log(`${PYTHON} has no numpy, or may not be run: no peak to compare with`);
  }
  const script = new URL("./gemm_peak.py", import.meta.url).pathname;
  const { stdout } = await new Deno.Command(PYTHON, { args: [script] }).output();
  const most = Number(new TextDecoder().decode(stdout));
  console.log(`NumPy's product of large float32 matrices: ${most.toFixed(1)} GFLOP/s`);
  for (const name of ["medium", "large", "raw"]) {
    const source = `gnn-${name}-T0.1`;
    const { architecture } = await loadWeights({ source });
    const weights = parameterLayout(architecture)
      .filter((entry) => isTrainable(entry) && entry.role === "weight")
      .reduce((sum, { shape }) => sum + shape[0] * shape[1], 0);
    const run = await startSteps({ width: LARGE, method: "gnn", weights: { source } });
    const [{ minimum }] = await timeSideBySide(
      [{ name, run: () => run.forceField.evaluate(run.state().Q) }],
      rounds,
    );
    const rate = 2e-6 * weights * LARGE ** 2 / minimum;
    console.log(
      `  ${name}: ${rate.toFixed(1)} GFLOP/s in ${minimum.toFixed(1)} ms a force, ` +
        `${(100 * rate / most).toFixed(0)} % of that; the rest is what the network starts from`,
    );
    await run.close();
  }
}

if (import.meta.main) await run();
