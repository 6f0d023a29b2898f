import { EnsembleProgress } from "./ensemble_progress.ts";
import { INTERRUPTED } from "./interruption.ts";
import { resourcesOf, withoutUndefined } from "./model_options.ts";
import { noteOutsideTraining } from "./network_options.ts";
import { formatDuration } from "./progress.ts";
import type { QuenchCliOptions } from "./quench_options.ts";
import { noteRow, noteSteps, recordQuench } from "./record_quench.ts";
import { recordAnalysis } from "./recorded_analysis.ts";
import { mergedRuns, writeMerge } from "./write_merge.ts";
import {
  type EnsembleOutcome,
  type EnsembleRunOptions,
  type QuenchConfig,
  runEnsemble,
  type RunStore,
  type Trajectory,
} from "../../mod.ts";

/** Runs all trajectories of an ensemble, each under a record, and merges what they show. */
export async function runQuenchEnsemble(
  trajectories: number,
  config: QuenchConfig,
  output: string,
  options: QuenchCliOptions,
  signal: AbortSignal,
  store: RunStore,
): Promise<void> {
  const begun = performance.now();
  const runOptions = { ...runOptionsOf(options, signal), trajectories, resume: options.resume };
  const outcome = await runWithProgress(config, output, runOptions, store);
  const ended = outcome.trajectories.filter(isFinished).length;
  const duration = formatDuration((performance.now() - begun) / 1000);
  const verb = outcome.status === "finished"
    ? "finished"
    : `interrupted, resume with --resume --trajectories ${trajectories}`;
  console.log(`${verb}: ${ended} of ${trajectories} trajectories in ${duration}`);
  if (outcome.status === "finished" && options.figures) {
    await recordAnalysis(store, "merge", writeMerge, {
      folders: [output],
      runs: mergedRuns,
      output,
    });
  } else {
    console.log(output);
  }
  if (outcome.status === "interrupted") Deno.exitCode = INTERRUPTED;
}

/** Runs, goes on with or leaves alone one trajectory of an ensemble, as it stands. */
export async function runQuenchOfEnsemble(
  trajectory: number,
  config: QuenchConfig,
  output: string,
  options: QuenchCliOptions,
  signal: AbortSignal,
  store: RunStore,
): Promise<void> {
  const begun = performance.now();
  let already = false;
  const outcome = await runWithProgress(config, output, {
    ...runOptionsOf(options, signal),
    trajectories: [trajectory],
    // A job of a cluster is the same command each time that it is sent.
    resume: true,
    onStart: (trajectories) => already = trajectories.every(isFinished),
  }, store);
  const [{ folder, step }] = outcome.trajectories;
  const duration = formatDuration((performance.now() - begun) / 1000);
  const finished = already ? "finished already" : "finished";
  const verb = outcome.status === "finished" ? finished : "interrupted, resume by the same command";
  console.log(`${verb}: trajectory ${trajectory}, ${step} steps in ${duration}`);
  console.log(folder);
  if (outcome.status === "interrupted") Deno.exitCode = INTERRUPTED;
}

function runOptionsOf(options: QuenchCliOptions, signal: AbortSignal) {
  const { acceptOtherArithmetic, checkpointSeconds } = options;
  return {
    resources: resourcesOf(options),
    acceptOtherArithmetic,
    ...withoutUndefined({ checkpointSeconds }),
    signal,
  };
}

function isFinished({ step, config: { steps } }: Trajectory): boolean {
  return step === steps;
}

async function runWithProgress(
  config: QuenchConfig,
  output: string,
  options: EnsembleRunOptions,
  store: RunStore,
): Promise<EnsembleOutcome> {
  let progress: EnsembleProgress | undefined;
  let noted = false;
  try {
    return await runEnsemble(config, output, {
      ...options,
      onStart(trajectories) {
        options.onStart?.(trajectories);
        if (!trajectories.every(isFinished)) progress = new EnsembleProgress(trajectories);
      },
      around: ({ config, folder }, run) =>
        recordQuench(store, config, folder, async (record) => {
          const begun = performance.now();
          const outcome = await run({
            onStep: (step) => progress?.step(config.trajectory, step),
            onOutsideTraining(share, step) {
              if (noted) return;
              noted = true;
              noteOutsideTraining(config, share, step);
            },
            onRow(row) {
              progress?.row(config.trajectory, row);
              noteRow(record, row);
            },
          });
          await noteSteps(record, folder, (performance.now() - begun) / 1000);
          return outcome;
        }),
    });
  } finally {
    progress?.stop();
  }
}
