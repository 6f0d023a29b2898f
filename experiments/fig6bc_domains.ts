/**
 * Figs. 6b and 6c of Fan and Chern: domains of the charge-density wave after a quench of a 200×200
 * lattice, and the structure factor of the densities (Sec. VI).
 *
 *     deno task fig6bc --quick
 *     deno task fig6bc                     goes on with what --runs holds
 *
 * The forces are those of a GNN that was trained on lattices of 40×40. The ensemble is that of
 * Fig. 7 at T = 0.1: its first trajectory makes the maps of φ (Eq. 24), all of it S(k, t) (Eq. 25)
 * and its average over circles about (π, π).
 *
 * Results: fields.npz (φ and S as float32), structure_factor.csv, domains.svg,
 * structure_factor.svg, structure_factor_curve.svg, record.json.
 */
import {
  cdwOrderParameter,
  ensembleMean,
  EnsembleStructureFactor,
  type NpyArray,
  timeOf,
} from "../mod.ts";
import { drawFig6bc } from "./figures/fig6bc_domains.ts";
import { runWithEnsembles } from "./shared/ensemble_program.ts";
import { ensembleFor } from "./shared/ensembles.ts";
import { growthEnsemble } from "./shared/growth_ensembles.ts";

/** The paper's numbers of steps; its steps are 2.2 times longer. */
const FULL = { times: [200, 600, 20_000] };
const QUICK = { times: [40, 120, 400] };

await runWithEnsembles(
  "fig6bc",
  "Figs. 6b and 6c: domains after a large quench, and their structure factor.",
  async (options, results) => {
    const { times } = options.quick ? QUICK : FULL;
    const request = growthEnsemble("fig7/T0.1", {}, options.quick ? "quick" : "large");
    const ensemble = await ensembleFor(request, options, results);
    const { lattice, runs, config } = ensemble;
    const shape = [lattice.height, lattice.width];
    const fields = new Map<string, NpyArray>();
    const rows: number[][] = [];
    for (const step of times) {
      const time = timeOf(config, step);

      // (b) The local order parameter of the first trajectory.
      const phi = cdwOrderParameter(lattice, (await runs[0].readFrame("n", step)).values);
      fields.set(`phi-${step}`, { dtype: "<f4", shape, data: Float32Array.from(phi) });

      // (c) The structure factor, over all trajectories. Taking the mean density off changes k = 0
      //     alone.
      const factor = new EnsembleStructureFactor(lattice);
      for (const [r, run] of runs.entries()) {
        factor.add(r, (await run.readFrame("n", step)).values);
      }
      fields.set(`S-${step}`, { dtype: "<f4", shape, data: Float32Array.from(factor.mean()) });
      const { value, error } = ensembleMean(factor.radial);
      factor.radialWaveNumber.forEach((q, i) => rows.push([step, time, q, value[i], error[i]]));
    }
    await results.fields("fields.npz", fields);
    await results.table("structure_factor.csv", {
      header: {
        source: `${lattice.width}×${lattice.height}, T = ${config.temperature}, method ` +
          `${config.method}, preset ${config.preset}, seed ${config.seed}, ${runs.length} trajectories`,
        S: "circular average of S(k) = |sum_i n_i e^{-ik r_i}|^2 / N about (pi, pi), k = 0 left out",
        q: "mean |k - (pi, pi)| of the circle, in inverse lattice constants",
        error: "standard error over trajectories",
      },
      columns: ["step", "time", "q", "S", "error"],
      rows,
    });
    await results.draw(drawFig6bc);
  },
);
