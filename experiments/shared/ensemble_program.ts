import { parseInteger } from "../../cli/shared/number_options.ts";
import { userPath } from "../../cli/shared/user_path.ts";
import { ParameterError } from "../../mod.ts";
import { type DynamicsOptions, QUICK, untilInterrupted } from "./dynamics.ts";
import { runExperimentProgram } from "./program.ts";
import type { Results } from "./results.ts";
import { inWorkFolder } from "./work_folder.ts";

/** What experiments about ensembles of quenches take from the command line. */
export interface EnsembleOptions extends DynamicsOptions {
  /** Whether nothing is run: what is finished is taken, what is absent left out and named. */
  readonly partial: boolean;
  /** Folder of the ensembles, `NAME/trajectory-0000` and so on. */
  readonly runs: string;
  /** Records of runs by the command line, to tell which commit made them. */
  readonly records: readonly string[];
  /** Trajectories of each ensemble, where a number is given. */
  readonly trajectories?: number;
}

/**
 * Runs an experiment about ensembles of quenches as a program. They are kept in `--runs`: those that
 * are finished there are taken as they are, others are begun or gone on with, so that an experiment
 * may be stopped at any time, and the same command goes on. A quick run leaves no ensembles behind
 * unless `--runs` says where.
 *
 * @param name such as `fig7`: the task's name and that of the folder of results
 * @param description what `--help` says
 */
export async function runWithEnsembles(
  name: string,
  description: string,
  body: (options: EnsembleOptions, results: Results) => Promise<void>,
): Promise<void> {
  await runExperimentProgram<Omit<EnsembleOptions, "runs"> & { readonly runs?: string }>({
    name,
    description,
    options: (command) =>
      command
        .option(...QUICK)
        .option("--partial", "run nothing: take what is finished, leave out what is absent", false)
        .option("--runs <dir>", "folder of the ensembles; runs/experiments", userPath)
        .option(
          "--records <file>",
          "records of what else made trajectories, for their commits; may be given several times",
          (path: string, before: readonly string[]) => [...before, userPath(path)],
          [] as readonly string[],
        )
        .option("--trajectories <n>", "trajectories of each ensemble", parseInteger),
    config: ({ quick, partial, trajectories }) => {
      if (trajectories !== undefined && trajectories < 1) {
        throw new ParameterError(`--trajectories must be at least 1: got ${trajectories}`);
      }
      return { quick, partial, ...(trajectories !== undefined && { trajectories }) };
    },
    body: ({ runs, ...options }, results) =>
      untilInterrupted("interrupted: the same command goes on", async (signal) => {
        const inRuns = (runs: string) => body({ ...options, runs, signal }, results);
        if (runs === undefined && options.quick) await inWorkFolder(inRuns);
        else await inRuns(runs ?? userPath("runs/experiments"));
      }),
  });
}
