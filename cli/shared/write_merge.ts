import { join } from "node:path";
import {
  encodeCsv,
  ensembleSummary,
  finishedRuns,
  type FitWindow,
  meanObservablesTable,
  UnavailableError,
  type UnfinishedRun,
  writeJsonAtomic,
  writeTextAtomic,
} from "../../mod.ts";
import { type AnalysisFile, writeAnalysis } from "./write_analysis.ts";

/**
 * Combines the finished runs of some folders and writes tables, figures and a summary into a folder.
 * Says of each unfinished one that it is left out.
 *
 * @param folders of runs or of ensembles
 * @throws {UnavailableError} if none is finished
 */
export async function writeMerge(
  folders: readonly string[],
  output: string,
  window: FitWindow | undefined,
  onFrame: (done: number, total: number) => void,
): Promise<{ files: AnalysisFile[]; summary: string }> {
  const { finished, unfinished } = await finishedRuns(folders);
  if (finished.length === 0) {
    const [first, ...others] = unfinished;
    const more = others.length > 0 ? `, and ${others.length} more are not either` : "";
    throw new UnavailableError(
      `No run is finished yet: ${first.folder} has done ${describeSteps(first)}${more}`,
    );
  }
  for (const run of unfinished) {
    console.error(`note: left out ${run.folder}, which has done ${describeSteps(run)}`);
  }
  const analysis = await writeAnalysis(finished, output, window, onFrame);
  const { ensemble, observables } = analysis;
  const table = join(output, "observables_mean.csv");
  await writeTextAtomic(table, encodeCsv(meanObservablesTable(ensemble, observables)));
  const report = join(output, "ensemble.json");
  await writeJsonAtomic(report, ensembleSummary(ensemble, unfinished, output));
  const count = `${finished.length} ${finished.length === 1 ? "trajectory" : "trajectories"}`;
  return {
    files: [...analysis.files, { path: table, kind: "table" }, { path: report, kind: "report" }],
    summary: `${count} merged\n${analysis.summary}`,
  };
}

/** Folders of the runs that a merge of these folders takes in. */
export async function mergedRuns(folders: readonly string[]): Promise<readonly string[]> {
  return (await finishedRuns(folders)).finished;
}

function describeSteps({ step, steps }: UnfinishedRun): string {
  return steps === undefined ? "no step" : `${step} of ${steps} steps`;
}
