import { INTERRUPTED } from "./interruption.ts";
import { resourcesOf, withoutUndefined } from "./model_options.ts";
import { noteOutsideTraining } from "./network_options.ts";
import { formatDuration, startProgress } from "./progress.ts";
import type { QuenchCliOptions } from "./quench_options.ts";
import { describeRows, noteRow, noteSteps, recordQuench } from "./record_quench.ts";
import { noteArtifacts } from "./records.ts";
import { writeAnalysis } from "./write_analysis.ts";
import { type QuenchConfig, type QuenchOutcome, runQuench, type RunStore } from "../../mod.ts";

/** Runs one quench into a folder of its own, with figures, and says how it ended. */
export async function runSingleQuench(
  config: QuenchConfig,
  output: string,
  options: QuenchCliOptions,
  signal: AbortSignal,
  store: RunStore,
): Promise<void> {
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1000;
  const { status } = await recordQuench(store, config, output, async (run) => {
    const outcome = await runWithProgress(config, output, options, signal, (row) => {
      noteRow(run, row);
    });
    await noteSteps(run, output, seconds());
    if (outcome.status === "finished" && options.figures) {
      const { files, summary } = await writeAnalysis([output], output, undefined, () => {});
      await noteArtifacts(run, files);
      console.log(summary);
    }
    const verb = outcome.status === "finished" ? "finished" : "interrupted, resume with --resume";
    console.log(`${verb}: ${outcome.step} steps in ${formatDuration(seconds())}, run ${run.id}`);
    console.log(output);
    return outcome;
  });
  if (status === "interrupted") Deno.exitCode = INTERRUPTED;
}

async function runWithProgress(
  config: QuenchConfig,
  output: string,
  options: QuenchCliOptions,
  signal: AbortSignal,
  onRow: (row: QuenchOutcome["rows"][number]) => void,
): Promise<QuenchOutcome> {
  const { resume, acceptOtherArithmetic, checkpointSeconds } = options;
  let note = "";
  let noted = false;
  let progress: ReturnType<typeof startProgress> | undefined;
  try {
    return await runQuench(config, output, {
      resources: resourcesOf(options),
      resume,
      acceptOtherArithmetic,
      ...withoutUndefined({ checkpointSeconds }),
      signal,
      onStart: (step) => progress = startProgress("steps", config.steps, step),
      onStep: (step) => progress?.update(step, note),
      onOutsideTraining(share, step) {
        if (noted) return;
        noted = true;
        noteOutsideTraining(config, share, step);
      },
      onRow(row) {
        note = describeRows([row]);
        onRow(row);
      },
    });
  } finally {
    progress?.stop();
  }
}
