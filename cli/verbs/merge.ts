import { Command } from "../shared/commander.ts";
import { openRecords } from "../shared/records.ts";
import {
  addAnalysisOptions,
  type AnalysisOptions,
  fitWindowOf,
  recordAnalysis,
} from "../shared/recorded_analysis.ts";
import { userPath } from "../shared/user_path.ts";
import { mergedRuns, writeMerge } from "../shared/write_merge.ts";

/** `nearsight merge`: the statistics of all finished trajectories of some folders. */
export const command = addAnalysisOptions(
  new Command("merge")
    .description(
      "Combines the finished trajectories of ensembles and runs, wherever they were made.\n\n" +
        "Writes what analyze writes, the observables averaged over trajectories with standard " +
        "errors (observables_mean.csv), and what was merged and what left out (ensemble.json). " +
        "Of runs of different length the steps that all have are used.",
    ),
).action(async (runs: string[], options: AnalysisOptions) => {
  const window = fitWindowOf(options);
  using store = await openRecords(options);
  const folders = runs.map(userPath);
  const { output } = options;
  await recordAnalysis(store, "merge", writeMerge, { folders, runs: mergedRuns, output, window });
});
