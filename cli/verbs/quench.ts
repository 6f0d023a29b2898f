import { join } from "node:path";
import { Command } from "../shared/commander.ts";
import { interruption } from "../shared/interruption.ts";
import { addQuenchOptions, configOf, type QuenchCliOptions } from "../shared/quench_options.ts";
import { openRecords } from "../shared/records.ts";
import { runQuenchEnsemble, runQuenchOfEnsemble } from "../shared/run_quench_ensemble.ts";
import { runSingleQuench } from "../shared/run_single_quench.ts";
import { userPath } from "../shared/user_path.ts";
import {
  completeForceFieldSpec,
  EnsembleDirectory,
  ParameterError,
  type QuenchConfig,
  UnavailableError,
} from "../../mod.ts";

/** `nearsight quench`: Langevin runs from disordered states, with figures and records. */
export const command = addQuenchOptions(
  new Command("quench")
    .description(
      "Thermal quench: Langevin dynamics from a disordered state at low temperature.\n\n" +
        "Without options: 200×200 sites, T = 0.1, preset reference, the shipped GNN, 5,000 steps.\n" +
        "Units: energies and temperatures in the hopping t; the time step in the unit in which a " +
        "free oscillator has the period τ0 = 2π√(m/k); times are reported in τ0.\n\n" +
        "--output is the folder of one run. With --trajectories or --trajectory-index it is that " +
        "of an ensemble, each trajectory a run in a folder of its own: --trajectories runs them all " +
        "and merges them; --trajectory-index is one job of a cluster's array over a shared folder, " +
        "to be merged by the verb merge.",
    ),
).action(async (options: QuenchCliOptions) => {
  const { trajectories, trajectoryIndex } = options;
  await requireRightFolder(options);
  const config = await completeForceFieldSpec(await configOf(options));
  const output = options.output ?? newFolder(config, trajectories === undefined);
  const { signal, stop } = interruption();
  using store = await openRecords(options);
  try {
    if (trajectoryIndex !== undefined) {
      await runQuenchOfEnsemble(trajectoryIndex, config, output, options, signal, store);
    } else if (trajectories !== undefined) {
      await runQuenchEnsemble(trajectories, config, output, options, signal, store);
    } else {
      await runSingleQuench(config, output, options, signal, store);
    }
  } finally {
    stop();
  }
});

async function requireRightFolder(options: QuenchCliOptions): Promise<void> {
  const { trajectories, trajectoryIndex, output } = options;
  if (trajectoryIndex !== undefined) {
    if (output === undefined) {
      throw new ParameterError("--trajectory-index needs --output, the folder of the ensemble");
    }
    if (trajectories !== undefined && trajectoryIndex >= trajectories) {
      throw new ParameterError(
        `--trajectory-index must be below --trajectories, counted from 0: ` +
          `${trajectoryIndex} is not below ${trajectories}`,
      );
    }
  } else if (trajectories === undefined && output !== undefined) {
    const inside = await new EnsembleDirectory(output).trajectories();
    if (inside.length > 0) {
      throw new UnavailableError(
        `${output} holds an ensemble: give the number of all, --trajectories ` +
          `${Math.max(...inside) + 1} or more, or --trajectory-index, or choose another folder`,
      );
    }
  }
}

function newFolder(config: QuenchConfig, single: boolean): string {
  const { lattice: { width, height }, temperature, seed } = config;
  const stamp = new Date().toISOString().replaceAll(/[-:]/g, "").replace(/\..*/, "");
  const kind = single ? "quench" : "ensemble";
  return userPath(join("runs", `${kind}-${width}x${height}-T${temperature}-s${seed}-${stamp}`));
}
