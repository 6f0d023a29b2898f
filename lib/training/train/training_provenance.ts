import { configHash } from "../../runs/config_hash.ts";
import { VERSION } from "../../version.ts";
import type { TrainingConfig } from "./training_config.ts";
import type { EpochRow } from "./training_state.ts";

/** Numbers of configurations that a network was trained on and judged by. */
export interface TrainingCounts {
  /** Trained on. */
  readonly train: number;
  /** Validated on after each epoch. */
  readonly validation: number;
}

/**
 * How a network was made, as its file tells.
 *
 * @param row the epoch that its weights are of
 * @param epochs done when it was written
 */
export function trainingProvenance(
  config: TrainingConfig,
  counts: TrainingCounts,
  row: EpochRow,
  epochs: number,
): Record<string, unknown> {
  const { seed, data, preset, learningRate, schedule, batch, averaging, flips, startFrom } = config;
  return {
    software: `nearsight ${VERSION}`,
    preset,
    config: configHash(config),
    data: data.map(({ sha256, split }) => ({ sha256, split })),
    configurations: counts,
    ...(startFrom !== undefined && { startFrom }),
    seed,
    training: { epochs, batch, learningRate, schedule, averaging, flips },
    epoch: row.epoch,
    // The error while weights changed says little of the network: it goes by its own name.
    errors: counts.validation > 0
      ? { unit: "force", rms: row.validation, ...row.byKind }
      : { unit: "force", training: row.training },
  };
}
