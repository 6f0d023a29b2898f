import { ParameterError } from "../../errors.ts";
import { isSameConstant } from "../../networks/network.ts";
import {
  configurationAt,
  type DataSet,
  type LabelledConfiguration,
  type Split,
} from "../dataset/data_set.ts";
import type { DataSetFile } from "../dataset/data_set_file.ts";
import { drawSome, SAMPLE_DRAWS } from "../evaluation/select_configurations.ts";
import type { TrainingConfig } from "./training_config.ts";

/** Seed of the draw of validation configurations: trainings of other seeds meet the same ones. */
const VALIDATION_SEED = 1;

/** The configurations of a training. */
export interface TrainingSelection {
  /** Those to train on. */
  readonly train: readonly LabelledConfiguration[];
  /** Those that errors are taken on after each epoch. */
  readonly validation: readonly LabelledConfiguration[];
}

/**
 * The configurations of the data sets at the temperature of a training.
 *
 * @throws {ParameterError} if a data set is missing, has no such split or was labelled at another
 *   coupling, or nothing is left to train on
 */
export function selectTrainingData(
  config: TrainingConfig,
  dataSets: readonly DataSetFile[],
): TrainingSelection {
  const chosen = config.data.map(({ sha256, split }) => {
    const file = dataSets.find((one) => one.sha256 === sha256);
    if (file === undefined) {
      throw new ParameterError(`No data set with SHA-256 ${sha256} was given`);
    }
    requireSameCoupling(config, file.dataSet);
    return { dataSet: file.dataSet, split: splitNamed(file.dataSet, split) };
  });
  const all = (part: "train" | "test") =>
    chosen.flatMap(({ dataSet, split }) =>
      [...split[part]].map((number) => configurationAt(dataSet, number))
        .filter(({ group }) => {
          const temperature = group.temperature / dataSet.provenance.recipe.model.t;
          return isSameConstant(temperature, config.temperature);
        })
    );
  const train = all("train");
  if (train.length === 0) {
    throw new ParameterError(
      `The data sets hold no configuration at T/t = ${config.temperature} to train on: they have ` +
        `${temperaturesOf(dataSets).join(", ")}`,
    );
  }
  const held = all("test");
  const most = config.validation === 0 ? held.length : config.validation;
  const places = Int32Array.from(held, (_, place) => place);
  const drawn = drawSome(places, most, VALIDATION_SEED, SAMPLE_DRAWS.validation);
  return { train, validation: [...drawn].map((place) => held[place]) };
}

/** The temperatures T/t that data sets have configurations at, ascending. */
export function temperaturesOf(dataSets: readonly DataSetFile[]): number[] {
  const found = dataSets.flatMap(({ dataSet: { groups, provenance } }) =>
    groups.map(({ temperature }) => temperature / provenance.recipe.model.t)
  );
  return found.sort((a, b) => a - b).filter((T, i) => i === 0 || !isSameConstant(T, found[i - 1]));
}

/** The label n is a function of gQ/t and T/t: with another g/t it would belong to another input. */
function requireSameCoupling({ model }: TrainingConfig, { provenance }: DataSet): void {
  const coupling = provenance.recipe.model.g / provenance.recipe.model.t;
  if (isSameConstant(coupling, model.g / model.t)) return;
  throw new ParameterError(
    `A data set was labelled at g/t = ${coupling} and cannot be trained on at ${model.g / model.t}`,
  );
}

function splitNamed({ splits }: DataSet, name: string): Split {
  if (Object.hasOwn(splits, name)) return splits[name];
  throw new ParameterError(
    `Unknown split "${name}": accepted are ${Object.keys(splits).join(", ")}`,
  );
}
