import { ParameterError } from "../../errors.ts";
import { checkpointMilliseconds } from "../../io/checkpoint_interval.ts";
import { type Resources, validateResources } from "../../forcefields/force_field_spec.ts";
import type { EpochRow } from "./training_state.ts";

/** How a training is run: nothing in here changes its bits. */
export interface TrainOptions {
  /** Worker threads; results are the same for any number. */
  readonly resources: Resources;
  /** Continue the training that the folder holds; without it the folder must hold none. */
  readonly resume?: boolean;
  /** Resume also where this machine's arithmetic answers the probe differently. */
  readonly acceptOtherArithmetic?: boolean;
  /** Seconds between checkpoints; 30 when left out. There is one after each epoch anyway. */
  readonly checkpointSeconds?: number;
  /**
   * Seconds, those of preparing the samples included, after which training stops with a checkpoint,
   * to be resumed; never when left out. One step is always done.
   */
  readonly timeLimit?: number;
  /** Ends the training after the present step, with a checkpoint. */
  readonly signal?: AbortSignal;
  /** Told how many configurations have been made samples of. */
  readonly onPrepared?: (done: number, total: number) => void;
  /** Told the share of sites of the validation set outside the range of the training data, if any. */
  readonly onOutsideTraining?: (share: number) => void;
  /** Told steps in all and done before, once everything has been found in order. */
  readonly onStart?: (steps: number, step: number) => void;
  /** Told steps done, and the error of this epoch's training so far, in units of force. */
  readonly onStep?: (step: number, error: number) => void;
  /** Told each epoch that ends. */
  readonly onEpoch?: (row: EpochRow) => void;
}

/**
 * Checks the numbers among the options.
 *
 * @throws {ParameterError} naming the first that is out of range
 */
export function validateTrainOptions(options: TrainOptions): void {
  validateResources(options.resources);
  checkpointMilliseconds(options.checkpointSeconds);
  const { timeLimit = Infinity } = options;
  if (!(timeLimit > 0)) {
    throw new ParameterError(`timeLimit must be a positive number: current value is ${timeLimit}`);
  }
}
