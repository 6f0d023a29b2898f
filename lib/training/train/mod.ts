/**
 * Training of networks: configuration, optimiser, loop, checkpoints.
 *
 * @module
 */
export { type AdamOptions, type AdamState, adamState, adamStep } from "./adam.ts";
export type { TrainingSource } from "./prepare_training.ts";
export { type Schedule, type ScheduleClock, scheduleNamed, SCHEDULES } from "./schedule.ts";
export { temperaturesOf } from "./select_training_data.ts";
export { type TrainingOutcome, trainNetwork } from "./train_network.ts";
export type { TrainOptions } from "./train_options.ts";
export {
  type TrainingConfig,
  trainingConfig,
  type TrainingData,
  type TrainingOptions,
  validateTrainingConfig,
} from "./training_config.ts";
export { readTrainingConfig, writeTrainingConfig } from "./training_config_file.ts";
export { TrainingDirectory } from "./training_directory.ts";
export { bestEpoch, type EpochRow } from "./training_state.ts";
