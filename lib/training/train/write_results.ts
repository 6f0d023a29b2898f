import { writeNetwork } from "../../networks/network_file.ts";
import { judgedWeights } from "./end_epoch.ts";
import type { PreparedTraining } from "./prepare_training.ts";
import type { TrainingConfig } from "./training_config.ts";
import type { TrainingDirectory } from "./training_directory.ts";
import { bestEpoch, type TrainingState } from "./training_state.ts";
import { writeTrainingTable } from "./training_table.ts";

/** Writes the best and the last network and the table, after the last step of an epoch. */
export async function writeResults(
  directory: TrainingDirectory,
  config: TrainingConfig,
  { networkOf }: PreparedTraining,
  state: TrainingState,
): Promise<void> {
  const { history, best } = state;
  const [bestRow, lastRow] = [bestEpoch(history), history.at(-1)];
  if (bestRow === undefined || lastRow === undefined) return;
  await writeNetwork(directory.best, networkOf(best, bestRow, history.length));
  const last = judgedWeights(state, config);
  await writeNetwork(directory.last, networkOf(last, lastRow, history.length));
  await writeTrainingTable(directory.table, config, history);
}
