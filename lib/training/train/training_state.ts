import { type AdamState, adamState } from "./adam.ts";

/** What is known after an epoch. Errors are root mean squares, in units of force. */
export interface EpochRow {
  /** Epochs done. */
  readonly epoch: number;
  /** Steps done. */
  readonly step: number;
  /** Learning rate of the last step. */
  readonly learningRate: number;
  /** Error on the training configurations, while weights changed. */
  readonly training: number;
  /** Error on the validation configurations; that of training where there are none. */
  readonly validation: number;
  /** The same by kind of configuration. */
  readonly byKind: Readonly<Record<string, number>>;
}

/** Everything that the next step of a training depends on. */
export interface TrainingState {
  /** Steps done. */
  step: number;
  /** The trained parameters, end to end. */
  readonly parameters: Float32Array;
  /** Their running mean. */
  readonly average: Float32Array;
  /** What Adam remembers. */
  readonly adam: AdamState;
  /** Running length of the gradient; 0 before the first step. */
  gradientLength: number;
  /** Sum of squared errors in this epoch, in units of the target's scale. */
  lossSum: number;
  /** Sites that it is a sum over. */
  lossSites: number;
  /** Epochs done. */
  readonly history: EpochRow[];
  /** The parameters with the least validation error so far. */
  readonly best: Float32Array;
}

/** The state before the first step. */
export function startingState(parameters: Float32Array): TrainingState {
  return {
    step: 0,
    parameters: parameters.slice(),
    average: parameters.slice(),
    adam: adamState(parameters.length),
    gradientLength: 0,
    lossSum: 0,
    lossSites: 0,
    history: [],
    best: parameters.slice(),
  };
}

/** The epoch of least validation error; undefined before the first has ended. */
export function bestEpoch(history: readonly EpochRow[]): EpochRow | undefined {
  return history.reduce<EpochRow | undefined>(
    (best, row) => best === undefined || row.validation < best.validation ? row : best,
    undefined,
  );
}
