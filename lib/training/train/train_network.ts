import { FormatError, ParameterError, UnavailableError } from "../../errors.ts";
import { ensureFolder, writeJsonAtomic } from "../../io/atomic_write.ts";
import { isFile } from "../../io/is_file.ts";
import { arithmeticProbe } from "../../kernels/arithmetic_probe.ts";
import type { Network } from "../../networks/network.ts";
import { networkSha256 } from "../../networks/network_checksum.ts";
import { readNetwork, writeNetwork } from "../../networks/network_file.ts";
import { lockRun } from "../../quench/run_lock.ts";
import { type PreparedTraining, prepareTraining, type TrainingSource } from "./prepare_training.ts";
import { type TrainOptions, validateTrainOptions } from "./train_options.ts";
import { readTrainingCheckpoint } from "./training_checkpoint.ts";
import { type TrainingConfig, validateTrainingConfig } from "./training_config.ts";
import { writeTrainingConfig } from "./training_config_file.ts";
import { TrainingDirectory } from "./training_directory.ts";
import { identityHash, requireSameTraining } from "./training_identity.ts";
import { trainingLoop } from "./training_loop.ts";
import { bestEpoch, type EpochRow, startingState, type TrainingState } from "./training_state.ts";

/** How a training ended. */
export interface TrainingOutcome {
  /** All epochs done or no improvement any more, or stopped by signal or time limit. */
  readonly status: "finished" | "interrupted";
  /** The network of the epoch with the least validation error, once there is one. */
  readonly network?: Network;
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
 * @param source the data sets of the configuration, and the weights to start from if it names some;
 *   a training that is resumed has these in its folder
 * @throws {ParameterError} if the configuration is not accepted, contradicts the data, or the
 *   training to resume
 * @throws {UnavailableError} if the folder holds a training already, or another process runs it
 * @throws {FormatError} if a file of the training to resume is damaged
 * @throws {NumericalError} if the loss is no longer finite
 */
export async function trainNetwork(
  config: TrainingConfig,
  source: TrainingSource,
  folder: string,
  options: TrainOptions,
): Promise<TrainingOutcome> {
  const begun = performance.now();
  validateTrainingConfig(config);
  validateTrainOptions(options);
  const directory = new TrainingDirectory(folder);
  const held = await isFile(directory.config);
  if (held && !options.resume) throw heldAlready(folder);
  if (held) await requireSameTraining(config, directory);
  const start = await startOf(config, source, held ? directory.start : undefined);
  // A new folder is made only when all has been found in order; one to resume is locked at once.
  using _early = held ? lockRun(directory.lock) : undefined;
  let training: PreparedTraining;
  try {
    training = await prepareTraining(config, source.dataSets, start, options);
  } catch (error) {
    if (options.signal?.aborted && error === options.signal.reason) {
      return { status: "interrupted", history: [] };
    }
    throw error;
  }
  try {
    if (!held) await ensureFolder(folder);
    using _late = held ? undefined : lockRun(directory.lock);
    // Another process may have come in between.
    if (!held && await isFile(directory.config)) throw heldAlready(folder);
    await directory.removeLeftovers();
    const state = held
      ? await stateToResume(config, training, directory, options)
      : startingState(training.flatStart);
    if (start !== undefined && !held) await writeNetwork(directory.start, start);
    if (source.paths !== undefined) await writeJsonAtomic(directory.data, source.paths);
    await writeTrainingConfig(directory.config, config);
    const finished = await trainingLoop(config, training, directory, state, options, begun);
    const best = bestEpoch(state.history);
    return {
      status: finished ? "finished" : "interrupted",
      ...(best && { network: training.networkOf(state.best, best, state.history.length) }),
      history: state.history,
    };
  } finally {
    training.team.close();
  }
}

function heldAlready(folder: string): UnavailableError {
  return new UnavailableError(
    `${folder} holds a training already: resume it, or choose another folder`,
  );
}

/** The network to start from, if the configuration names one: the caller's, or that in the folder. */
async function startOf(
  { startFrom }: TrainingConfig,
  { start }: TrainingSource,
  kept: string | undefined,
): Promise<Network | undefined> {
  if (startFrom === undefined) {
    if (start === undefined) return undefined;
    throw new ParameterError("A network to start from was given, the configuration names none");
  }
  const network = start ?? (kept === undefined ? undefined : await readNetwork(kept));
  if (network === undefined) {
    throw new ParameterError(`The configuration starts from weights ${startFrom}: give them`);
  }
  const found = networkSha256(network);
  if (found === startFrom) return network;
  throw new FormatError(
    `The weights to start from have changed: sha256 ${found}, not ${startFrom} as the ` +
      `configuration says`,
  );
}

async function stateToResume(
  config: TrainingConfig,
  { flatStart }: PreparedTraining,
  directory: TrainingDirectory,
  { acceptOtherArithmetic }: TrainOptions,
): Promise<TrainingState> {
  if (!await isFile(directory.checkpoint)) return startingState(flatStart);
  const { state, info } = await readTrainingCheckpoint(directory.checkpoint, flatStart.length);
  if (info.configHash !== identityHash(config)) {
    throw new ParameterError(
      `Cannot resume ${directory.path}: its checkpoint belongs to another configuration`,
    );
  }
  if (state.history.length > config.epochs) {
    throw new ParameterError(
      `Cannot resume to epoch ${config.epochs}: the training has reached epoch ` +
        `${state.history.length} already`,
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
