import { Command } from "../shared/commander.ts";
import { parseNumber } from "../shared/number_options.ts";
import { startProgress } from "../shared/progress.ts";
import {
  addRecordOptions,
  noteArtifacts,
  openRecords,
  type RecordOptions,
} from "../shared/records.ts";
import { userPath } from "../shared/user_path.ts";
import { writeAnalysis } from "../shared/write_analysis.ts";
import { type FitWindow, ParameterError, recordRun } from "../../mod.ts";

interface AnalyzeOptions extends RecordOptions {
  readonly output: string;
  readonly fitFrom?: number;
  readonly fitTo?: number;
}

/** `nearsight analyze`: tables and figures of one run or of an ensemble of runs. */
export const command = addRecordOptions(
  new Command("analyze")
    .description(
      "Phase-ordering analysis of runs: correlations, structure factor, domain size, growth law.\n\n" +
        "Several runs that differ in seed or trajectory number alone are taken as one ensemble, " +
        "and every error is over its trajectories.",
    )
    .argument("<runs...>", "folders of runs")
    .requiredOption("--output <dir>", "folder of the tables and figures", userPath)
    .option("--fit-from <t>", "first time of the growth fit, in τ0", parseNumber)
    .option("--fit-to <t>", "last time of the growth fit, in τ0", parseNumber),
).action(async (runs: string[], options: AnalyzeOptions) => {
  const { output } = options;
  const folders = runs.map(userPath);
  const window = windowOf(options);
  using store = await openRecords(options);
  const config = { runs: folders, ...(window ? { window } : {}) };
  await recordRun(store, { verb: "analyze", config }, async (run) => {
    let progress: ReturnType<typeof startProgress> | undefined;
    try {
      const { files, summary } = await writeAnalysis(folders, output, window, (done, total) => {
        progress ??= startProgress("frames", total);
        progress.update(done);
      });
      await noteArtifacts(run, files);
      progress?.stop();
      progress = undefined;
      console.log(summary);
      console.log(output);
    } finally {
      progress?.stop();
    }
  });
});

function windowOf({ fitFrom, fitTo }: AnalyzeOptions): FitWindow | undefined {
  if (fitFrom === undefined && fitTo === undefined) return undefined;
  if (fitFrom === undefined || fitTo === undefined) {
    throw new ParameterError("A fit window needs both --fit-from and --fit-to");
  }
  return { from: fitFrom, to: fitTo };
}
