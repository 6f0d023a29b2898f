import {
  makePredictor,
  type Prediction,
  type PredictionConditions,
  type Predictor,
  type PredictorSpec,
} from "./predictor.ts";

/** What a worker is set up with. */
export interface PredictionSetup {
  /** What predicts. */
  readonly specs: readonly PredictorSpec[];
  /** The conditions of every group of the data set. */
  readonly conditions: readonly PredictionConditions[];
}

/** One configuration, and what is to predict it. */
export interface PredictionRequest {
  /** Number of the predictor. */
  readonly spec: number;
  /** Number of the configuration's group. */
  readonly group: number;
  /** Displacements, shape [N]. */
  readonly Q: Float64Array;
}

/** Predictors, each made when the first configuration of its group comes. */
export class PredictionService {
  readonly #setup: PredictionSetup;
  readonly #predictors = new Map<string, Promise<Predictor>>();

  /** Makes nothing yet. */
  constructor(setup: PredictionSetup) {
    this.#setup = setup;
  }

  /** The prediction for one configuration; errors as `makePredictor`. */
  async predict({ spec, group, Q }: PredictionRequest): Promise<Prediction> {
    const { specs, conditions } = this.#setup;
    const key = `${spec} ${group}`;
    const predictor = this.#predictors.get(key) ?? makePredictor(specs[spec], conditions[group]);
    this.#predictors.set(key, predictor);
    return (await predictor).predict(Q);
  }

  /** Frees the predictors. */
  async close(): Promise<void> {
    for (const predictor of await Promise.allSettled(this.#predictors.values())) {
      if (predictor.status === "fulfilled") predictor.value.close();
    }
  }
}
