import { writeTextAtomic } from "../../io/atomic_write.ts";
import { encodeCsv } from "../../io/csv.ts";
import { configHash } from "../../runs/config_hash.ts";
import { VERSION } from "../../version.ts";
import type { TrainingConfig } from "./training_config.ts";
import type { EpochRow } from "./training_state.ts";

/** Writes one row an epoch: errors are root mean squares in units of force. */
export async function writeTrainingTable(
  path: string,
  config: TrainingConfig,
  history: readonly EpochRow[],
): Promise<void> {
  const kinds = [...new Set(history.flatMap(({ byKind }) => Object.keys(byKind)))];
  await writeTextAtomic(
    path,
    encodeCsv({
      header: {
        content: "root mean square errors of the force, by epoch",
        network: `${config.architecture.model} ${config.preset}`,
        config: configHash(config),
        software: `nearsight ${VERSION}`,
      },
      columns: [
        "epoch",
        "step",
        "learning_rate",
        "training_error",
        "validation_error",
        ...kinds.map((kind) => `validation_error_${kind}`),
      ],
      rows: history.map(({ epoch, step, learningRate, training, validation, byKind }) => [
        epoch,
        step,
        learningRate,
        training,
        validation,
        ...kinds.map((kind) => byKind[kind] ?? NaN),
      ]),
    }),
  );
}
