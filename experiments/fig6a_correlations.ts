/**
 * Fig. 6a of Fan and Chern: correlations ⟨Q_i Q_j⟩ after a quench, under the forces of a GNN and
 * under exact ones (Sec. VI).
 *
 *     deno task fig6a --quick
 *     deno task fig6a                      goes on with what --runs holds
 *
 * Both ensembles start from the same states and are kicked by the same noise, trajectory by
 * trajectory. So the paper's comparison by eye can be a test: of each pair of trajectories the
 * difference of their correlations is taken, and the largest mean difference over all distances, in
 * units of its standard error, is compared with what it is when each pair's sign is drawn at random
 * (a paired sign-flip test). The p-values of the three times are corrected by Holm's method.
 *
 * Early on, before neighbouring trajectories part, the noise cancels in the difference and the test
 * sees biases far below anything that matters. So beside p stands how large a difference can be: the
 * 95 % bound over all distances, in units of C(0) = ⟨Q²⟩. A network that was taught too little must
 * fail where the network passes.
 *
 * "Exact" are forces by selected inversion. A few trajectories by diagonalisation, as in the paper,
 * show that these are the same.
 *
 * Results: correlation.csv, agreement.csv, diagonalisation.csv, correlation.svg, difference.svg,
 * record.json.
 */
import { dirname, join } from "node:path";
import {
  EnsembleCorrelation,
  ensureFolder,
  type QuenchEnsemble,
  type QuenchOptions,
  readNetwork,
  timeOf,
  UnavailableError,
  writeNetwork,
} from "../mod.ts";
import { drawFig6a } from "./figures/fig6a_correlations.ts";
import { type Agreement, agreementOf } from "./shared/agreement.ts";
import { type EnsembleOptions, runWithEnsembles } from "./shared/ensemble_program.ts";
import { ensembleOrNone } from "./shared/ensembles.ts";
import { trainBriefly } from "./shared/networks.ts";
import { quickData } from "./shared/quick_data.ts";
import type { Results } from "./shared/results.ts";
import { holm, type SignFlipTest } from "./shared/sign_flip.ts";

/** The paper's lattice, temperature and numbers of steps; its steps are 2.2 times longer. */
const FULL = {
  quench: { width: 40, temperature: 0.1, steps: 9000, seed: 1 },
  trajectories: 32,
  times: [200, 1000, 9000],
  diagonalised: { steps: 1000, trajectories: 2 },
};
const QUICK = {
  quench: { width: 18, temperature: 0.1, steps: 300, seed: 1 },
  // With 8 pairs p can be as low as 1/128.
  trajectories: 8,
  times: [100, 200, 300],
  diagonalised: { steps: 100, trajectories: 1 },
};

/** The negative control: a network of the field alone that was taught for some epochs, not hundreds. */
const CONTROL = { model: "gnn", preset: "raw", epochs: 10 };
const CONTROL_DATA_SIZE = 18;

/** Differences below this part of C(0) are taken to be of no importance. */
const MARGIN = 0.01;

const VERDICTS = "agree: no difference found, and any is below 1 % of C(0); small: a difference " +
  "found, below 1 % of C(0); undecided: none found, a larger one not excluded; differ: any other";

await runWithEnsembles(
  "fig6a",
  "Fig. 6a: correlations after a quench under a GNN's forces and under exact ones, and a test.",
  async (options, results) => {
    const { quench, trajectories, times } = options.quick ? QUICK : FULL;

    // 1. The same trajectories under three forces.
    const ensemble = (name: string, forces: Partial<QuenchOptions>) =>
      ensembleOrNone(
        { name: `fig6a/${name}`, quench: { ...quench, ...forces }, trajectories },
        options,
        results,
      );
    const exact = await ensemble("exact", { method: "exact" });
    const gnn = await ensemble("gnn", { method: "gnn" });
    if (exact === undefined || gnn === undefined) {
      throw new UnavailableError(`${options.runs}/fig6a lacks finished trajectories to compare`);
    }
    const weights = { source: await undertrained(options, results) };
    const control = await ensemble("control", { method: "gnn", weights });
    const networks = { gnn, ...(control && { control }) };

    // 2. Do the correlations agree? One test a network and time, of all distances together.
    // The first number of a sample is the mean of the field; its correlations follow, from 1 on.
    const rows: Row[] = [];
    const correlations: (number | string)[][] = [];
    for (const step of times) {
      const time = timeOf(exact.config, step);
      const reference = await correlationsAt(exact, step);
      correlations.push(...rowsAt("exact", step, time, reference));
      for (const [network, ensemble] of Object.entries(networks)) {
        const other = await correlationsAt(ensemble, step);
        const agreement = agreementOf(other.samples, reference.samples, 1);
        correlations.push(...rowsAt(network, step, time, other, agreement.test));
        rows.push({ network, step, ...agreement });
      }
    }
    const corrected = Object.keys(networks).flatMap((network) => {
      const tests = rows.filter((row) => row.network === network);
      const p = holm(tests.map(({ test }) => test.p));
      return tests.map((row, t) => ({ ...row, corrected: p[t] }));
    });
    const { width } = quench;
    const header = {
      source: `${width}×${width}, T = ${quench.temperature}, preset reference, seed ` +
        `${quench.seed}, ${exact.runs.length} trajectories`,
    };
    await results.table("correlation.csv", {
      header: {
        ...header,
        correlation: "<Q_i Q_j> along the axes, standard error over trajectories",
        difference: "mean difference from exact forces of the same trajectories",
      },
      columns: [
        ...["forces", "step", "time", "distance", "correlation", "error"],
        ...["difference", "difference_error"],
      ],
      rows: correlations,
    });
    await results.table("agreement.csv", {
      header: {
        ...header,
        statistic: "max over distances of |mean difference| / standard error, over pairs",
        p: "of the sign-flip test over pairs; p_corrected: by Holm's method over the times",
        bound: "95 % bound on |difference| / C(0) at every distance",
        "…error": "largest standard error of a correlation over distances / C(0)",
        verdict: VERDICTS,
      },
      columns: [
        ...["forces", "step", "pairs", "statistic", "p", "p_corrected"],
        ...["largest_difference", "bound", "exact_error", "network_error", "verdict"],
      ],
      rows: corrected.map((row) => [
        ...[row.network, row.step, row.pairs, row.test.statistic, row.test.p, row.corrected],
        ...[row.largest, row.bound, row.referenceError, row.error, verdictOn(row)],
      ]),
    });
    for (const row of corrected) {
      const { network, step } = row;
      results.find(`${network}, step ${step}`, { p: row.corrected, bound: row.bound });
      console.log(
        `${network}, step ${step}: p = ${row.corrected.toPrecision(2)}, difference below ` +
          `${(100 * row.bound).toPrecision(2)} % of C(0): ${verdictOn(row)}`,
      );
    }

    // 3. Exact forces by diagonalisation instead: the same trajectories, to rounding.
    await diagonalise(options, exact, results);

    await results.draw(drawFig6a);
  },
);

interface Row extends Agreement {
  readonly network: string;
  readonly step: number;
}

/** Whether a difference was found, and whether it matters. */
function verdictOn({ corrected, bound }: Row & { readonly corrected: number }): string {
  if (corrected >= 0.05) return bound < MARGIN ? "agree" : "undecided";
  return bound < MARGIN ? "small" : "differ";
}

/** Correlations of all trajectories of an ensemble at a step. */
async function correlationsAt(
  { lattice, runs, configs }: QuenchEnsemble,
  step: number,
): Promise<EnsembleCorrelation> {
  const correlation = new EnsembleCorrelation(lattice);
  for (const [r, run] of runs.entries()) {
    correlation.add(configs[r].trajectory, (await run.readFrame("Q", step)).values);
  }
  return correlation;
}

function rowsAt(
  forces: string,
  step: number,
  time: number,
  correlation: EnsembleCorrelation,
  difference?: SignFlipTest,
): (number | string)[][] {
  const { distance, value, error } = correlation.pairCorrelation();
  return Array.from(distance, (r, i) => [
    ...[forces, step, time, r, value[i], error[i]],
    ...[difference?.mean[i] ?? NaN, difference?.error[i] ?? NaN],
  ]);
}

/** The file of the control's weights, which are trained if they are not there. */
async function undertrained(
  { runs, workers, partial }: EnsembleOptions,
  results: Results,
): Promise<string> {
  const path = join(runs, "fig6a", "control.safetensors");
  const there = await Deno.stat(path).then(() => true, () => false);
  if (!there && !partial) {
    const { network } = await trainBriefly(await quickData(CONTROL_DATA_SIZE, workers), {
      ...CONTROL,
      workers,
    });
    await ensureFolder(dirname(path));
    await writeNetwork(path, network);
  }
  if (there || !partial) results.useNetwork("control", await readNetwork(path));
  return path;
}

/** Trajectories by diagonalisation against the same ones by selected inversion. */
async function diagonalise(
  options: EnsembleOptions,
  exact: QuenchEnsemble,
  results: Results,
): Promise<void> {
  const { quench, diagonalised: { steps, trajectories } } = options.quick ? QUICK : FULL;
  const ed = await ensembleOrNone(
    {
      name: "fig6a/ed",
      quench: { ...quench, steps, method: "ed" },
      trajectories,
      fixedCount: true,
    },
    options,
    results,
  );
  if (ed === undefined) return;
  const rows: number[][] = [];
  for (const [r, run] of ed.runs.entries()) {
    const { trajectory } = ed.configs[r];
    const same = exact.configs.findIndex((config) => config.trajectory === trajectory);
    if (same < 0) continue;
    for (const step of ed.steps) {
      const Q = (await run.readFrame("Q", step)).values;
      const other = (await exact.runs[same].readFrame("Q", step)).values;
      rows.push([trajectory, step, Q.reduce((m, q, i) => Math.max(m, Math.abs(q - other[i])), 0)]);
    }
  }
  await results.table("diagonalisation.csv", {
    header: { largest: "largest |difference of Q| between diagonalisation and selected inversion" },
    columns: ["trajectory", "step", "largest"],
    rows,
  });
  const largest = Math.max(...rows.map(([, , difference]) => difference));
  results.find("largest |difference of Q|, diagonalisation", { largest, steps });
  console.log(`diagonalisation: |difference of Q| at most ${largest.toExponential(1)}`);
}
