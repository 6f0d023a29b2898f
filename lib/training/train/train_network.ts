import { ParameterError, UnavailableError } from "../../errors.ts";
import type { Resources } from "../../forcefields/force_field_spec.ts";
import { validateResources } from "../../forcefields/force_field_spec.ts";
import { ensureFolder, writeJsonAtomic } from "../../io/atomic_write.ts";
import { isFile } from "../../io/is_file.ts";
import { readJson } from "../../io/read_file.ts";
import { arithmeticProbe } from "../../kernels/arithmetic_probe.ts";
import type { Network } from "../../networks/network.ts";
import { writeNetwork } from "../../networks/network_file.ts";
import { lockRun } from "../../quench/run_lock.ts";
import { configHash } from "../../runs/config_hash.ts";
import { batchesOf, stepsPerEpoch } from "./batches.ts";
import { type PreparedTraining, prepareTraining, type TrainingSource } from "./prepare_training.ts";
import { scheduleNamed } from "./schedule.ts";
import { readTrainingCheckpoint, writeTrainingCheckpoint } from "./training_checkpoint.ts";
import type { TrainingConfig } from "./training_config.ts";
import { TrainingDirectory } from "./training_directory.ts";
import { type EpochRow, startingState, type TrainingState } from "./training_state.ts";
import { trainingStep } from "./training_step.ts";
import { writeTrainingTable } from "./training_table.ts";
import { bestEpoch } from "./training_state.ts";
import { validationErrors } from "./validation.ts";

/** How a training is run: nothing in here changes its bits. */
export interface TrainOptions {
  /** Worker threads; results are the same for any number. */
  readonly resources: Resources;
  /** Continue the training that the folder holds; without it the folder must hold none. */
  readonly resume?: boolean;
  /** Resume also where this machine's arithmetic answers the probe differently. */
  readonly acceptOtherArithmetic?: boolean;
  /** Seconds between checkpoints; 30 when left out. */
  readonly checkpointSeconds?: number;
  /** Seconds after which training stops with a checkpoint, to be resumed; never when left out. */
  readonly timeLimit?: number;
  /** Ends the training after the present step, with a checkpoint. */
  readonly signal?: AbortSignal;
  /** Told how many configurations have been made samples of. */
  readonly onPrepared?: (done: number, total: number) => void;
  /** Told steps in all and done before, once everything has been found in order. */
  readonly onStart?: (steps: number, step: number) => void;
  /** Told steps done, and the error of this epoch's training so far, in units of force. */
  readonly onStep?: (step: number, error: number) => void;
  /** Told each epoch that ends. */
  readonly onEpoch?: (row: EpochRow) => void;
}

/** How a training ended. */
export interface TrainingOutcome {
  /** All epochs done or no improvement any more, or stopped by signal or time limit. */
  readonly status: "finished" | "interrupted";
  /** The network of the epoch with the least validation error. */
  readonly network: Network;
  /** The epochs. */
  readonly history: readonly EpochRow[];
}

/**
 * Trains a network on labelled configurations: Adam on the mean squared error (Eq. 14), and leaves
 * the best and the last network, a table of epochs and checkpoints in a folder.
 *
 * The same configuration and data give the same bits, for any number of workers; a training that was
 * stopped or killed continues as if it had never stopped.
 *
 * @param sources the data sets of the configuration, and the weights to start from if it names some
 * @throws {ParameterError} if the configuration is not accepted, contradicts the data, or the
 *   training to resume
 * @throws {UnavailableError} if the folder holds a training already, or another process runs it
 * @throws {NumericalError} if the loss is no longer finite
 */
export async function trainNetwork(
  config: TrainingConfig,
  sources: TrainingSource,
  folder: string,
  options: TrainOptions,
): Promise<TrainingOutcome> {
  const { workers } = validateResources(options.resources);
  const directory = new TrainingDirectory(folder);
  const held = await isFile(directory.config);
  if (held && !options.resume) {
    throw new UnavailableError(
      `${folder} holds a training already: resume it, or choose another folder`,
    );
  }
  if (held) await requireSameTraining(config, directory);
  const training = await prepareTraining(config, sources, workers, options.onPrepared);
  try {
    await ensureFolder(folder);
    using _lock = lockRun(directory.lock);
    const state = await stateToStartFrom(config, training, directory, options);
    await writeJsonAtomic(directory.config, config);
    return await loop(config, training, directory, state, options);
  } finally {
    training.team.close();
  }
}

/** What must be equal for a training to be continued. */
function identityOf(config: TrainingConfig): string {
  const { epochs, ...rest } = config;
  // Only the cosine depends on where it is to end.
  return configHash(config.schedule === "cosine" ? config : { ...rest, epochs: 0 });
}

async function requireSameTraining(
  config: TrainingConfig,
  directory: TrainingDirectory,
): Promise<void> {
  const before = await readJson(directory.config) as TrainingConfig;
  if (identityOf(before) === identityOf(config)) return;
  const different = Object.keys(config).filter((key) =>
    configHash(before[key as keyof TrainingConfig] ?? null) !==
      configHash(config[key as keyof TrainingConfig] ?? null)
  );
  throw new ParameterError(
    `Cannot resume ${directory.path} with another ${different.join(", ")}`,
  );
}

async function stateToStartFrom(
  config: TrainingConfig,
  { flatStart }: PreparedTraining,
  directory: TrainingDirectory,
  { resume, acceptOtherArithmetic }: TrainOptions,
): Promise<TrainingState> {
  if (!resume || !await isFile(directory.checkpoint)) return startingState(flatStart);
  const { state, info } = await readTrainingCheckpoint(directory.checkpoint, flatStart.length);
  if (info.configHash !== identityOf(config)) {
    throw new ParameterError(
      `Cannot resume ${directory.path}: its checkpoint belongs to another configuration`,
    );
  }
  const arithmetic = arithmeticProbe();
  if (info.arithmetic !== arithmetic && !acceptOtherArithmetic) {
    throw new UnavailableError(
      `Cannot resume bit for bit: the training was begun with arithmetic "${info.arithmetic}", ` +
        `this machine has "${arithmetic}"; accept other arithmetic by name to go on all the same`,
    );
  }
  return state;
}

async function loop(
  config: TrainingConfig,
  training: PreparedTraining,
  directory: TrainingDirectory,
  state: TrainingState,
  options: TrainOptions,
): Promise<TrainingOutcome> {
  const { team, setup, samples, unit } = training;
  const counts = samples.groups.map(({ configurations }) => configurations);
  const perEpoch = stepsPerEpoch(counts, config.batch);
  const steps = perEpoch * config.epochs;
  const schedule = scheduleNamed(config.schedule);
  const info = { configHash: identityOf(config), arithmetic: arithmeticProbe() };
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1000;
  let lastCheckpoint = performance.now();
  const checkpoint = async () => {
    await writeTrainingCheckpoint(directory.checkpoint, state, info);
    lastCheckpoint = performance.now();
  };
  const rateNow = () =>
    config.learningRate *
    schedule({ step: state.step, steps, errors: state.history.map((row) => row.validation) });
  const stopped = () => options.signal?.aborted || seconds() >= (options.timeLimit ?? Infinity);
  const trainingError = () =>
    unit * training.scale * Math.sqrt(state.lossSum / Math.max(1, state.lossSites));

  options.onStart?.(steps, state.step);
  let learningRate = rateNow();
  while (state.history.length < config.epochs && !exhausted(state.history, config.patience)) {
    const epoch = state.history.length;
    const batches = batchesOf(counts, epoch, config);
    for (let b = state.step - epoch * perEpoch; b < batches.length && !stopped(); b++) {
      learningRate = rateNow();
      await trainingStep(team, setup, samples.groups, batches[b], state, learningRate, config);
      options.onStep?.(state.step, trainingError());
      if (performance.now() - lastCheckpoint >= 1000 * (options.checkpointSeconds ?? 30)) {
        await checkpoint();
      }
    }
    if (state.step < (epoch + 1) * perEpoch) break;
    const row = await endEpoch(training, state, config, learningRate, trainingError());
    options.onEpoch?.(row);
    await checkpoint();
    if (stopped()) break;
  }
  await checkpoint();
  const { history } = state;
  const finished = history.length >= config.epochs || exhausted(history, config.patience);
  const network = training.networkOf(state.best, bestEpoch(history), history.length);
  await writeNetwork(directory.best, network);
  const last = config.averaging > 0 ? state.average : state.parameters;
  await writeNetwork(directory.last, training.networkOf(last, history.at(-1), history.length));
  await writeTrainingTable(directory.table, config, history);
  return { status: finished ? "finished" : "interrupted", network, history };
}

/** Validates, and notes the epoch in the state. */
async function endEpoch(
  { team, setup, validation, unit }: PreparedTraining,
  state: TrainingState,
  config: TrainingConfig,
  learningRate: number,
  training: number,
): Promise<EpochRow> {
  const judged = config.averaging > 0 ? state.average : state.parameters;
  setup.flat.set(judged);
  const errors = validation === undefined
    ? { pooled: training, byKind: {} }
    : await validationErrors(team, "validation", validation.groups, config.shard, unit);
  const row: EpochRow = {
    epoch: state.history.length + 1,
    step: state.step,
    learningRate,
    training,
    validation: errors.pooled,
    byKind: errors.byKind,
  };
  const before = bestEpoch(state.history)?.validation ?? Infinity;
  if (row.validation < before) state.best.set(judged);
  state.history.push(row);
  state.lossSum = 0;
  state.lossSites = 0;
  return row;
}

/** Whether the last `patience` epochs brought nothing. */
function exhausted(history: readonly EpochRow[], patience: number): boolean {
  const best = bestEpoch(history);
  return patience > 0 && best !== undefined && history.length - best.epoch >= patience;
}
