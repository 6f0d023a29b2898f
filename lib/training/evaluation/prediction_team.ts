import { requireCavityLattice } from "../../electrons/cavity_solver.ts";
import { validateResources } from "../../forcefields/force_field_spec.ts";
import { makeLattice } from "../../lattice/make_lattice.ts";
import { requireTrainedFor } from "../../networks/network.ts";
import { requireRoomForNetwork } from "../../networks/receptive_field.ts";
import { WorkerPool } from "../../parallel/worker_pool.ts";
import { configurationAt, type DataSet } from "../dataset/data_set.ts";
import {
  type PredictionRequest,
  PredictionService,
  type PredictionSetup,
} from "./prediction_service.ts";
import type { Prediction, PredictorSpec } from "./predictor.ts";

type Pool = WorkerPool<PredictionSetup, PredictionRequest, Prediction>;

/**
 * Threads that predict configurations of a data set, one configuration a thread at a time. They
 * start once for all predictors, as TensorFlow.js takes seconds to start.
 */
export class PredictionTeam {
  readonly #dataSet: DataSet;
  readonly #specs: readonly PredictorSpec[];
  readonly #team: Pool | PredictionService;

  private constructor(
    dataSet: DataSet,
    specs: readonly PredictorSpec[],
    team: Pool | PredictionService,
  ) {
    this.#dataSet = dataSet;
    this.#specs = specs;
    this.#team = team;
  }

  /**
   * Starts the threads; one worker is the calling thread.
   *
   * @param specs what will predict, to be named by number
   * @throws {ParameterError} if the number of workers is not a positive integer
   * @throws {UnavailableError} if workers cannot start
   */
  static async start(
    dataSet: DataSet,
    specs: readonly PredictorSpec[],
    workers: number,
  ): Promise<PredictionTeam> {
    validateResources({ workers });
    const { model } = dataSet.provenance.recipe;
    const setup: PredictionSetup = {
      specs,
      conditions: dataSet.groups.map(({ lattice, temperature }) => ({
        lattice,
        temperature,
        model,
      })),
    };
    const team = workers === 1
      ? new PredictionService(setup)
      : await WorkerPool.start<PredictionSetup, PredictionRequest, Prediction>(
        new URL("./prediction_worker.ts", import.meta.url),
        workers,
        setup,
      );
    return new PredictionTeam(dataSet, specs, team);
  }

  /**
   * Predictions of the configurations of these numbers, in their order, the same bits for any
   * number of threads.
   *
   * @param spec number of the predictor
   * @param onDone told how many are done
   * @throws {ParameterError} as `requireFit`, or if there is no such backend
   * @throws {UnavailableError} if the machine or the permissions lack what the backend needs
   */
  async predict(
    spec: number,
    numbers: ArrayLike<number>,
    onDone?: (done: number) => void,
  ): Promise<Prediction[]> {
    requireFit(this.#specs[spec], this.#dataSet, numbers);
    const requests = Array.from(numbers, (number): PredictionRequest => {
      const { group, Q } = configurationAt(this.#dataSet, number);
      // A view would take the displacements of its whole group along to the worker.
      return { spec, group: this.#dataSet.groups.indexOf(group), Q: Q.slice() };
    });
    if (this.#team instanceof WorkerPool) return await this.#team.map(requests, onDone);
    const predictions: Prediction[] = [];
    for (const request of requests) {
      predictions.push(await this.#team.predict(request));
      onDone?.(predictions.length);
    }
    return predictions;
  }

  /** Stops the threads and frees the predictors. */
  async close(): Promise<void> {
    await this.#team.close();
  }
}

/**
 * Throws, before any work, what no worker could do.
 *
 * @throws {ParameterError} if there is no configuration of some number, a baseline is asked for on
 *   another lattice than the square one, the network was trained for
 *   another temperature or other constants, or a lattice is narrower than its receptive field
 */
export function requireFit(
  spec: PredictorSpec,
  dataSet: DataSet,
  numbers: ArrayLike<number>,
): void {
  const groups = new Set(Array.from(numbers, (number) => configurationAt(dataSet, number).group));
  for (const { lattice, temperature } of groups) {
    if (spec.kind === "baseline") {
      requireCavityLattice(lattice);
      continue;
    }
    requireTrainedFor(spec.network, lattice, temperature, dataSet.provenance.recipe.model);
    requireRoomForNetwork(spec.network.architecture, makeLattice(lattice));
  }
}
