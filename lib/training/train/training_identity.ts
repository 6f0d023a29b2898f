import { ParameterError } from "../../errors.ts";
import { configHash } from "../../runs/config_hash.ts";
import type { TrainingConfig } from "./training_config.ts";
import { readTrainingConfig } from "./training_config_file.ts";
import type { TrainingDirectory } from "./training_directory.ts";

/** What decides the bits of every step, and so must not change when a training is resumed. */
function identityOf(config: TrainingConfig): Partial<TrainingConfig> {
  const { patience: _, ...identity } = config;
  if (config.schedule === "cosine") return identity;
  // Only the cosine depends on where it is to end.
  const { epochs: __, ...open } = identity;
  return open;
}

/** Hash of all that must stay the same when a training is resumed. */
export function identityHash(config: TrainingConfig): string {
  return configHash(identityOf(config));
}

/**
 * Throws unless a folder holds the training of this configuration.
 *
 * @throws {ParameterError} naming what differs
 */
export async function requireSameTraining(
  config: TrainingConfig,
  directory: TrainingDirectory,
): Promise<void> {
  const before = identityOf(await readTrainingConfig(directory.config));
  const now = identityOf(config);
  if (configHash(before) === configHash(now)) return;
  const different = (Object.keys({ ...before, ...now }) as (keyof TrainingConfig)[])
    .filter((key) => configHash({ value: before[key] }) !== configHash({ value: now[key] }));
  throw new ParameterError(
    `Cannot resume ${directory.path} with another ${different.join(", ")}: only patience may ` +
      `change, and epochs where the schedule is not cosine`,
  );
}
