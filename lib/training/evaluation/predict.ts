import { HolsteinModel } from "../../holstein/holstein_model.ts";
import { makeLattice } from "../../lattice/make_lattice.ts";
import { configurationAt, type DataSet } from "../dataset/data_set.ts";
import { PredictionTeam, requireFit } from "./prediction_team.ts";
import { type Prediction, type PredictorSpec, requireDensities } from "./predictor.ts";

/** How predictions are computed; nothing in here changes them. */
export interface PredictionOptions {
  /** Threads; 1, the calling one, when left out. */
  readonly workers?: number;
  /** Told how many configurations are done. */
  readonly onDone?: (done: number) => void;
}

/**
 * Densities ⟨n_i⟩ at μ = 0 that are predicted for the configurations of these numbers, each of
 * shape [N], in order, the same bits for any number of threads.
 *
 * @throws {ParameterError} if the network predicts whole forces or was trained for another
 *   temperature, a lattice is narrower than its receptive field, or there is no such configuration
 *   or backend
 * @throws {UnavailableError} if the machine or the permissions lack what the backend needs
 *
 * @example The cavity method, for which nothing is trained
 * ```ts
 * import { configurationAt, dataSetRecipe, makeDataSet, predictDensities } from "../../../mod.ts";
 * import assert from "node:assert/strict";
 * const work = await Deno.makeTempDir();
 * const recipe = dataSetRecipe({ preset: "smoke" });
 * const { dataSet } = await makeDataSet(recipe, work, { resources: { workers: 1 } });
 * await Deno.remove(work, { recursive: true });
 * assert.ok(dataSet);
 * const spec = { kind: "baseline", baseline: "cavity" } as const;
 * const [n] = await predictDensities(spec, dataSet, [3]);
 * const { density } = configurationAt(dataSet, 3);
 * assert.ok(n.every((value, i) => Math.abs(value - density[i]) < 0.05));
 * ```
 */
export async function predictDensities(
  spec: PredictorSpec,
  dataSet: DataSet,
  numbers: ArrayLike<number>,
  options: PredictionOptions = {},
): Promise<Float64Array[]> {
  requireDensities(spec);
  const predictions = await predictConfigurations(spec, dataSet, numbers, options);
  return predictions.map(({ values }) => values);
}

/**
 * Forces F_i with the constants of the data set that are predicted for the configurations of these
 * numbers, each of shape [N], in order: from predicted densities with the exact elastic force, or
 * whole, as the network has it. The same bits for any number of threads.
 *
 * @throws {ParameterError} if the network was trained for another temperature or other constants, a
 *   lattice is narrower than its receptive field, or there is no such configuration or backend
 * @throws {UnavailableError} if the machine or the permissions lack what the backend needs
 */
export async function predictForces(
  spec: PredictorSpec,
  dataSet: DataSet,
  numbers: ArrayLike<number>,
  options: PredictionOptions = {},
): Promise<Float64Array[]> {
  const predictions = await predictConfigurations(spec, dataSet, numbers, options);
  const { model } = dataSet.provenance.recipe;
  const models = new Map(
    dataSet.groups.map((group) => [group, new HolsteinModel(makeLattice(group.lattice), model)]),
  );
  return predictions.map(({ quantity, values }, i) => {
    if (quantity === "force") return values;
    const { group, Q } = configurationAt(dataSet, numbers[i]);
    return models.get(group)!.force(Q, values);
  });
}

async function predictConfigurations(
  spec: PredictorSpec,
  dataSet: DataSet,
  numbers: ArrayLike<number>,
  { workers = 1, onDone }: PredictionOptions,
): Promise<Prediction[]> {
  requireFit(spec, dataSet, numbers);
  const team = await PredictionTeam.start(dataSet, [spec], workers);
  try {
    return await team.predict(0, numbers, onDone);
  } finally {
    await team.close();
  }
}
