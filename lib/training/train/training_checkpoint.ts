import { writeBytesAtomic } from "../../io/atomic_write.ts";
import { readBytes } from "../../io/read_file.ts";
import { requireTensor, type Tensor } from "../../io/safetensors.ts";
import { decodeSealed, encodeSealed } from "../../io/sealed_safetensors.ts";
import type { TrainingState } from "./training_state.ts";

/** What a training needs to know of a checkpoint besides the state itself. */
export interface TrainingCheckpointInfo {
  /** Hash of the configuration. */
  readonly configHash: string;
  /** What the machine's arithmetic answered (`arithmeticProbe`). */
  readonly arithmetic: string;
}

const FORMAT = "nearsight-training-1";
const ARRAYS = ["parameters", "average", "mean", "square", "best"] as const;

/** Writes everything that the next step depends on, with a checksum over all of it. */
export async function writeTrainingCheckpoint(
  path: string,
  state: TrainingState,
  info: TrainingCheckpointInfo,
): Promise<void> {
  const { parameters, average, adam, best, step, gradientLength, lossSum, lossSites, history } =
    state;
  const arrays = { parameters, average, mean: adam.mean, square: adam.square, best };
  const tensors = new Map<string, Tensor>(
    ARRAYS.map((name) => [
      name,
      { dtype: "F32", shape: [arrays[name].length], data: arrays[name] },
    ]),
  );
  const scalars = JSON.stringify({ step, gradientLength, lossSum, lossSites, history });
  await writeBytesAtomic(
    path,
    encodeSealed({ tensors, metadata: { format: FORMAT, scalars, ...info } }),
  );
}

/**
 * Reads a checkpoint back.
 *
 * @param length number of trained parameters
 * @throws {FormatError} if the file is no checkpoint of such a training, or a single bit changed
 */
export async function readTrainingCheckpoint(
  path: string,
  length: number,
): Promise<{ readonly state: TrainingState; readonly info: TrainingCheckpointInfo }> {
  const file = decodeSealed(await readBytes(path), path, FORMAT, "checkpoint of a training");
  const [parameters, average, mean, square, best] = ARRAYS.map((name) =>
    requireTensor(file, name, "F32", path, [length]).data
  );
  const { scalars, configHash, arithmetic } = file.metadata;
  return {
    state: { ...JSON.parse(scalars), parameters, average, adam: { mean, square }, best },
    info: { configHash, arithmetic },
  };
}
