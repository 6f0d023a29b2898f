/**
 * Time and memory of a step against the size of the lattice: the claim on which large quenches rest.
 *
 *     deno task scaling --quick
 *     deno task scaling                    some minutes; leave the machine alone meanwhile
 *
 * The cost of a network's force on a site does not depend on how many others there are: time is
 * linear in N. Exact forces by selected inversion take N^1.5, diagonalisation N³. Measured is a
 * whole step of Langevin dynamics, force, noise and integration, on one thread and on two, from the
 * disordered state; the least of several times counts, as what else a machine does only adds.
 *
 * Results, which differ from run to run: scaling.csv, scaling.svg, per_site.svg; record.json.
 */
import {
  completeForceFieldSpec,
  currentMachine,
  encodeCsv,
  forceFieldSpecOf,
  loadShippedWeights,
  makeFieldModel,
  makeLattice,
  quenchConfig,
  SelectedInversionSolver,
} from "../mod.ts";
import { startSteps } from "../bench/langevin_step.ts";
import { timeSideBySide } from "../bench/side_by_side.ts";
import { drawScalingFigures } from "./figures/scaling.ts";
import { Interrupted, runDynamics } from "./shared/dynamics.ts";

/** Sides of the lattices; exact forces end where a step takes seconds. */
const FULL = { sizes: [40, 100, 200, 400, 800], largestExact: 200, rounds: 7 };
const QUICK = { sizes: [16, 24, 40], largestExact: 24, rounds: 2 };
const THREADS = [1, 2];
const METHODS = ["gnn", "exact"];

/** Steps in one measurement: as many as make this many sites, and no more than these. */
const STEPPED_SITES = 400_000;
const MOST_STEPS = 20;

await runDynamics(
  "scaling",
  "Time and memory of a step against the size of the lattice, by a GNN and by exact forces.",
  async (options, results) => {
    const { sizes, largestExact, rounds } = options.quick ? QUICK : FULL;
    const rows: (number | string)[][] = [];
    for (const size of sizes) {
      for (const method of METHODS) {
        if (method === "exact" && size > largestExact) continue;
        if (options.signal.aborted) throw new Interrupted();
        const steppers = await Promise.all(
          THREADS.map((threads) => stepperOn(size, method, threads)),
        );
        const timings = await timeSideBySide(steppers, rounds);
        await Promise.all(steppers.map(({ close }) => close()));
        const bytes = await memoryOf(size, method);
        timings.forEach(({ minimum, median }, s) => {
          const sites = size ** 2;
          const { threads, steps } = steppers[s];
          const seconds = minimum / steps / 1000;
          const perSite = 1e6 * seconds / sites;
          const memory = method === "exact" ? threads * bytes : bytes;
          rows.push([
            method,
            threads,
            size,
            sites,
            seconds,
            median / steps / 1000,
            perSite,
            memory,
          ]);
          console.log(
            `${size}×${size}, ${method}, ${threads} threads: ${
              (1000 * seconds).toPrecision(3)
            } ms, ` +
              `${perSite.toPrecision(3)} µs a site, ${(memory / 2 ** 20).toFixed(0)} MiB`,
          );
        });
      }
    }
    await results.measurement(
      "scaling.csv",
      encodeCsv({
        header: {
          seconds:
            "least time of a Langevin step, of some from disorder on; median: of all measured",
          memory: "bytes of the memories that forces are computed in, of all threads together",
          processor: currentMachine().processor ?? "unknown",
          threads: `of ${navigator.hardwareConcurrency} there are`,
        },
        columns: [
          ...["forces", "threads", "size", "sites", "seconds", "median"],
          ...["microseconds_per_site", "memory"],
        ],
        rows,
      }),
    );
    await results.draw(drawScalingFigures, ["scaling.svg", "per_site.svg"]);
  },
);

/** Something that makes some steps of a quench at a time. */
async function stepperOn(size: number, method: string, threads: number) {
  const started = await startSteps({ width: size, method, temperature: 0.1, seed: 1 }, threads);
  const steps = Math.max(1, Math.min(MOST_STEPS, Math.round(STEPPED_SITES / size ** 2)));
  return {
    name: `${method}, ${threads}`,
    ...{ threads, steps },
    run: () => started.advance(steps),
    close: () => started.close(),
  };
}

/** Bytes that one thread of exact forces holds, or all threads of the network share. */
async function memoryOf(size: number, method: string): Promise<number> {
  const lattice = makeLattice({ kind: "square", width: size, height: size });
  if (method === "exact") {
    const solver = await SelectedInversionSolver.create({
      ...{ lattice, hopping: 1, temperature: 0.1 },
      ...{ ensemble: "grand-canonical", chemicalPotential: 0 },
    });
    solver.close();
    return solver.memoryBytes;
  }
  const { weights } = await completeForceFieldSpec(
    forceFieldSpecOf(quenchConfig({ width: size, method, temperature: 0.1 })),
  );
  const model = await makeFieldModel(await loadShippedWeights(weights!.source), lattice);
  model.close();
  return model.memoryBytes ?? NaN;
}
