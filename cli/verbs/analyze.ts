import { Command } from "../shared/commander.ts";
import { openRecords } from "../shared/records.ts";
import {
  addAnalysisOptions,
  type AnalysisOptions,
  fitWindowOf,
  recordAnalysis,
} from "../shared/recorded_analysis.ts";
import { userPath } from "../shared/user_path.ts";
import { writeAnalysis } from "../shared/write_analysis.ts";
import { runFoldersOf } from "../../mod.ts";

/** `nearsight analyze`: tables and figures of one run or of an ensemble of runs. */
export const command = addAnalysisOptions(
  new Command("analyze")
    .description(
      "Phase-ordering analysis of runs: correlations, structure factor, domain size, growth law.\n\n" +
        "Several runs that differ in seed or trajectory number alone are taken as one ensemble, " +
        "and every error is over its trajectories. The folder of an ensemble stands for all runs " +
        "in it, finished or not; merge takes the finished ones.",
    ),
).action(async (runs: string[], options: AnalysisOptions) => {
  const window = fitWindowOf(options);
  using store = await openRecords(options);
  const folders = runs.map(userPath);
  const { output } = options;
  await recordAnalysis(store, "analyze", writeAnalysis, {
    folders,
    runs: runFoldersOf,
    output,
    window,
  });
});
