/**
 * Errors of the GNN's force along its own quench of a 200×200 lattice, against exact forces.
 *
 *     deno task force_error --quick
 *     deno task force_error                goes on with what --runs holds
 *
 * The paper has errors on 40×40, where exact forces can be had by diagonalisation, and takes it that
 * they are the same on 200×200. Selected inversion gives exact forces there too, in seconds. And the
 * configurations are those to which the network itself has led, so that an error that feeds on itself
 * would show: as a trend with time, once domains have formed.
 *
 * Results: force_error.csv, force_error.svg, record.json.
 */
import { forceFieldSpecOf, makeForceField, timeOf } from "../mod.ts";
import { drawForceError } from "./figures/force_error.ts";
import { Interrupted } from "./shared/dynamics.ts";
import { runWithEnsembles } from "./shared/ensemble_program.ts";
import { ensembleFor } from "./shared/ensembles.ts";
import { growthEnsemble } from "./shared/growth_ensembles.ts";
import { trendTest } from "./shared/trend.ts";
import { startProgress } from "../cli/shared/progress.ts";

/** Steps that are looked at, and from where on a trend is looked for. */
const FULL = {
  steps: [0, 200, 400, 600, 800, ...Array.from({ length: 20 }, (_, i) => 1000 * (i + 1))],
  settled: 1000,
};
const QUICK = {
  steps: [0, ...Array.from({ length: 10 }, (_, i) => 40 * (i + 1))],
  settled: 200,
};

await runWithEnsembles(
  "force_error",
  "Errors of the GNN's force along its own large quench, against exact forces.",
  async (options, results) => {
    const { steps, settled } = options.quick ? QUICK : FULL;
    const request = growthEnsemble("fig7/T0.1", {}, options.quick ? "quick" : "large");
    const { config, lattice, runs } = await ensembleFor(request, options, results);
    const { weights: _weights, backend: _backend, ...spec } = forceFieldSpecOf(config);
    const resources = { workers: options.workers };
    const network = await makeForceField(forceFieldSpecOf(config), resources);
    const exact = await makeForceField({ ...spec, method: "exact" }, resources);
    const progress = startProgress("configurations", steps.length);
    const rows: number[][] = [];
    try {
      for (const step of steps) {
        if (options.signal.aborted) throw new Interrupted();
        const Q = (await runs[0].readFrame("Q", step)).values;
        const { force } = await exact.evaluate(Q);
        const predicted = (await network.evaluate(Q)).force;
        const error = predicted.map((F, i) => F - force[i]);
        const time = timeOf(config, step);
        const largest = error.reduce((most, e) => Math.max(most, Math.abs(e)), 0);
        rows.push([step, time, deviation(error), largest, mean(error), deviation(force)]);
        progress.update(rows.length);
      }
    } finally {
      progress.stop();
      exact.close();
      network.close();
    }
    await results.table("force_error.csv", {
      header: {
        source: `${lattice.width}×${lattice.height}, T = ${config.temperature}, preset ` +
          `${config.preset}, seed ${config.seed}, trajectory 0, weights ${config.weights?.source}`,
        error: "force of the network less exact force, over all sites, in units of t",
      },
      columns: ["step", "time", "sd", "largest", "bias", "sd_force"],
      rows,
    });

    const late = rows.filter(([step]) => step > settled);
    const trend = trendTest(late.map(([step]) => step), late.map(([, , sd]) => Math.log(sd)));
    const factor = Math.exp(trend.slope * (late.at(-1)![0] - late[0][0]));
    const sd = Math.exp(trend.mean);
    results.find("sd of the error, late", { after: settled, sd, factor, p: trend.p });
    console.log(
      `after step ${settled}: sd ${sd.toExponential(2)}, a trend of ${
        factor.toPrecision(3)
      } times ` +
        `to the end, p = ${trend.p.toPrecision(2)}`,
    );
    await results.draw(drawForceError);
  },
);

function mean(values: Float64Array): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}

function deviation(values: Float64Array): number {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, x) => sum + (x - centre) ** 2, 0) / values.length);
}
