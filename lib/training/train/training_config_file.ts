import { FormatError, ParameterError } from "../../errors.ts";
import { writeJsonAtomic } from "../../io/atomic_write.ts";
import { readJson } from "../../io/read_file.ts";
import { validateArchitecture } from "../../networks/validate_architecture.ts";
import { v } from "../../quench/valibot.ts";
import type { TrainingConfig } from "./training_config.ts";

const number = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** The schema of `config.json`: every key is known, and all are there but `startFrom`. */
const SCHEMA = v.strictObject({
  architecture: v.looseObject({ model: v.string() }),
  preset: v.string(),
  initialisation: v.picklist(["paper", "he"]),
  startFrom: v.exactOptional(v.string()),
  data: v.array(v.strictObject({ sha256: v.string(), split: v.string() })),
  temperature: number,
  model: v.strictObject({ t: number, g: number, k: number, kappa: number, mass: number }),
  epochs: count,
  batch: count,
  shard: count,
  learningRate: number,
  schedule: v.string(),
  adam: v.strictObject({ beta1: number, beta2: number, epsilon: number, weightDecay: number }),
  clip: number,
  averaging: number,
  flips: v.boolean(),
  validation: count,
  patience: count,
  backend: v.string(),
  seed: count,
});

/**
 * The configuration that a training's `config.json` holds. Ranges are checked where it is used.
 *
 * @throws {UnavailableError} if there is no such file
 * @throws {FormatError} naming the key that is missing, unknown or of the wrong type
 */
export async function readTrainingConfig(path: string): Promise<TrainingConfig> {
  const result = v.safeParse(SCHEMA, await readJson(path));
  if (!result.success) {
    const [issue] = result.issues;
    const key = v.getDotPath(issue) ?? "the whole file";
    throw new FormatError(`Cannot use ${path}: ${key}: ${issue.message}`);
  }
  try {
    return { ...result.output, architecture: validateArchitecture(result.output.architecture) };
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error;
    throw new FormatError(`Cannot use ${path}: ${error.message}`);
  }
}

/** Writes a configuration; equal configurations give equal bytes, whatever the order of their keys. */
export async function writeTrainingConfig(path: string, config: TrainingConfig): Promise<void> {
  await writeJsonAtomic(path, v.parse(SCHEMA, config));
}
