import { checkpointMilliseconds } from "../../io/checkpoint_interval.ts";
import { arithmeticProbe } from "../../kernels/arithmetic_probe.ts";
import { turnTaker } from "../../parallel/turn_taker.ts";
import { batchesOf, stepsPerEpoch } from "./batches.ts";
import { endEpoch, trainingError } from "./end_epoch.ts";
import type { PreparedTraining } from "./prepare_training.ts";
import { scheduleNamed } from "./schedule.ts";
import type { TrainOptions } from "./train_options.ts";
import { writeTrainingCheckpoint } from "./training_checkpoint.ts";
import type { TrainingConfig } from "./training_config.ts";
import type { TrainingDirectory } from "./training_directory.ts";
import { identityHash } from "./training_identity.ts";
import { bestEpoch, type EpochRow, type TrainingState } from "./training_state.ts";
import { trainingStep } from "./training_step.ts";
import { writeResults } from "./write_results.ts";

/**
 * Does the steps that a training still lacks, until its end, the signal or the time limit.
 *
 * @param begun when the training was called, as `performance.now` has it
 * @returns whether the training has come to its end
 */
export async function trainingLoop(
  config: TrainingConfig,
  prepared: PreparedTraining,
  directory: TrainingDirectory,
  state: TrainingState,
  options: TrainOptions,
  begun: number,
): Promise<boolean> {
  const { team, setup, samples } = prepared;
  const counts = samples.groups.map(({ configurations }) => configurations);
  const perEpoch = stepsPerEpoch(counts, config.batch);
  const steps = perEpoch * config.epochs;
  const schedule = scheduleNamed(config.schedule);
  const info = { configHash: identityHash(config), arithmetic: arithmeticProbe() };
  const { timeLimit = Infinity, signal } = options;
  const interval = checkpointMilliseconds(options.checkpointSeconds);
  const first = state.step;
  let lastCheckpoint = performance.now();

  const checkpoint = async () => {
    await writeTrainingCheckpoint(directory.checkpoint, state, info);
    lastCheckpoint = performance.now();
  };
  const rateOf = (step: number) => {
    const errors = state.history.map(({ validation }) => validation);
    return config.learningRate * schedule({ step, steps, errors });
  };
  // A training that is resumed again and again under a short limit is to come on all the same.
  const outOfTime = () => state.step > first && performance.now() - begun >= 1000 * timeLimit;
  const stopped = () => signal?.aborted || outOfTime();
  const finished = () =>
    state.history.length >= config.epochs || isExhausted(state.history, config.patience);
  const others = turnTaker();

  options.onStart?.(steps, state.step);
  while (!finished()) {
    const epoch = state.history.length;
    const end = (epoch + 1) * perEpoch;
    const batches = batchesOf(counts, epoch, config);
    while (state.step < end && !stopped()) {
      const batch = batches[state.step - epoch * perEpoch];
      await trainingStep(team, setup, samples.groups, batch, state, rateOf(state.step), config);
      options.onStep?.(state.step, trainingError(prepared, state));
      if (performance.now() - lastCheckpoint >= interval) await checkpoint();
      await others();
    }
    if (state.step < end) break;
    // Of the step that was the last, also where a resume begins right after it.
    const row = await endEpoch(prepared, state, config, rateOf(end - 1));
    options.onEpoch?.(row);
    // Results first: a checkpoint never stands for an epoch that they lack.
    await writeResults(directory, config, prepared, state);
    await checkpoint();
  }
  // A training that had ended before leaves its results again: someone may have removed them. Within
  // an epoch, where another patience may end it, the weights are not those of the last row.
  const epochEnded = state.step === state.history.length * perEpoch;
  if (!finished()) await checkpoint();
  else if (epochEnded) await writeResults(directory, config, prepared, state);
  return finished();
}

/** Whether the last `patience` epochs brought nothing. */
function isExhausted(history: readonly EpochRow[], patience: number): boolean {
  const best = bestEpoch(history);
  return patience > 0 && best !== undefined && history.length - best.epoch >= patience;
}
