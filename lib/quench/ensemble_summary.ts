import { relative } from "node:path";
import { configHash } from "../runs/config_hash.ts";
import type { QuenchEnsemble } from "./ensemble.ts";
import { identityOf, type QuenchIdentity } from "./quench_config.ts";
import type { UnfinishedRun } from "./run_folders.ts";

/** What an ensemble consists of, for programs to read. */
export interface EnsembleSummary {
  /** Name and version of this form. */
  readonly format: "nearsight-ensemble-1";
  /** Number of trajectories. */
  readonly trajectories: number;
  /** The seeds that occur. */
  readonly seeds: readonly number[];
  /** Every trajectory: its folder, what its random numbers are functions of, and its length. */
  readonly members: readonly {
    readonly folder: string;
    readonly seed: number;
    readonly trajectory: number;
    readonly steps: number;
  }[];
  /** Steps of the frames that all trajectories have. */
  readonly frames: { readonly from: number; readonly to: number; readonly count: number };
  /** Runs that were left out because they are not finished. */
  readonly unfinished: readonly UnfinishedRun[];
  /** The configuration of the first trajectory without its seed, number and steps. */
  readonly configuration: Omit<QuenchIdentity, "seed" | "trajectory">;
  /** SHA-256 of that. */
  readonly configurationHash: string;
}

/**
 * What an ensemble consists of, as plain JSON: its trajectories by seed and number, the steps of the
 * frames that all share, their common configuration, and what was left out.
 *
 * @param folder the folder that paths are given relative to
 */
export function ensembleSummary(
  { config, configs, runs, steps }: QuenchEnsemble,
  unfinished: readonly UnfinishedRun[],
  folder: string,
): EnsembleSummary {
  const { seed: _seed, trajectory: _trajectory, ...common } = identityOf(config);
  return {
    format: "nearsight-ensemble-1",
    trajectories: runs.length,
    seeds: [...new Set(configs.map(({ seed }) => seed))],
    members: runs.map(({ path }, r) => {
      const { seed, trajectory, steps } = configs[r];
      return { folder: relative(folder, path) || ".", seed, trajectory, steps };
    }),
    frames: { from: steps[0], to: steps[steps.length - 1], count: steps.length },
    unfinished: unfinished.map((run) => ({ ...run, folder: relative(folder, run.folder) || "." })),
    configuration: common,
    configurationHash: configHash(common),
  };
}
