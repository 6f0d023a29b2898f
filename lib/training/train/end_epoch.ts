import { NumericalError } from "../../errors.ts";
import type { PreparedTraining } from "./prepare_training.ts";
import type { TrainingConfig } from "./training_config.ts";
import { bestEpoch, type EpochRow, type TrainingState } from "./training_state.ts";
import { validationErrors } from "./validation.ts";

/** The weights that a training is judged by: their running mean where it takes one. */
export function judgedWeights(state: TrainingState, { averaging }: TrainingConfig): Float32Array {
  return averaging > 0 ? state.average : state.parameters;
}

/** Error on the training configurations of this epoch so far, in units of force. */
export function trainingError(
  { unit, scale }: PreparedTraining,
  { lossSum, lossSites }: TrainingState,
): number {
  return unit * scale * Math.sqrt(lossSum / Math.max(1, lossSites));
}

/**
 * Validates after the last step of an epoch, and notes the epoch in the state.
 *
 * @throws {NumericalError} if the error is not finite
 */
export async function endEpoch(
  prepared: PreparedTraining,
  state: TrainingState,
  config: TrainingConfig,
  learningRate: number,
): Promise<EpochRow> {
  const { team, setup, validation, unit } = prepared;
  const training = trainingError(prepared, state);
  const judged = judgedWeights(state, config);
  setup.flat.set(judged);
  const errors = validation === undefined
    ? { pooled: training, byKind: {} }
    : await validationErrors(team, "validation", validation.groups, config.shard, unit);
  const epoch = state.history.length + 1;
  if (!Number.isFinite(errors.pooled)) {
    throw new NumericalError(
      `The validation error is ${errors.pooled} after epoch ${epoch}: ` +
        `try a smaller learning rate than ${config.learningRate}`,
    );
  }
  const row: EpochRow = {
    epoch,
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
