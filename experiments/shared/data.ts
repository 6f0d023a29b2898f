import {
  configurationAt,
  type DataSetFile,
  type DataSetOptions,
  type DataSetPart,
  dataSetRecipe,
  encodeDataSet,
  makeDataSet,
  type Network,
  ParameterError,
  readDataSet,
  selectConfigurations,
  UnavailableError,
} from "../../mod.ts";
import type { ExperimentOptions } from "./experiment.ts";
import type { Results } from "./results.ts";
import { inWorkFolder } from "./work_folder.ts";

/** Some configurations of a data set. */
export interface ExperimentPart {
  /** The data set. */
  readonly file: DataSetFile;
  /** Name of the split. */
  readonly split: string;
  /** Which part of it. */
  readonly part: DataSetPart;
}

/** What networks were trained on, if that is at hand, and what they never saw. */
export interface ExperimentData {
  /** Configurations that took no part in training. */
  readonly test: ExperimentPart;
  /** Configurations that the weights were fitted to. */
  readonly training?: ExperimentPart;
}

/** Makes the data set of some options, with exact labels. */
export async function makeData(options: DataSetOptions, workers: number): Promise<DataSetFile> {
  const recipe = dataSetRecipe(options);
  const { dataSet } = await inWorkFolder((work) =>
    makeDataSet(recipe, work, { resources: { workers } })
  );
  return { dataSet: dataSet!, sha256: encodeDataSet(dataSet!).sha256 };
}

/** The two parts of a data set, divided by whole trajectories: for networks trained on the one. */
export function partsOf(file: DataSetFile, results: Results): ExperimentData {
  const training: ExperimentPart = { file, split: "trajectory", part: "train" };
  const test: ExperimentPart = { file, split: "trajectory", part: "test" };
  results.useData("training", training);
  results.useData("test", test);
  return { test, training };
}

/**
 * The data of a full run, for networks that were trained before. All of `--data` is test data, but
 * where a network was trained on part of it. Points of `--training-data` are what the weights were
 * fitted to, or are refused.
 *
 * @throws {UnavailableError} if there is no such file
 * @throws {ParameterError} if the networks were not trained on the training data, or both sets have
 *   a configuration in common
 */
export async function dataFor(
  networks: readonly Network[],
  { data, trainingData, limit }: ExperimentOptions,
  results: Results,
): Promise<ExperimentData> {
  const file = await readPaperData(data);
  const seen = networks.map((network) => splitTrainedOn(network, file)).find((split) => split);
  const test: ExperimentPart = seen === undefined
    ? { file, split: "all", part: "all" }
    : { file, split: seen, part: "test" };
  results.useData("test", test);
  if (trainingData === undefined) return { test };
  const fitted = await readDataSet(trainingData);
  const splits = networks.map((network) => splitTrainedOn(network, fitted));
  const [split] = splits;
  if (split === undefined || splits.some((other) => other !== split)) {
    throw new ParameterError(
      `The weights were not trained on ${trainingData}: leave out --training-data, or give the ` +
        `data set that they name`,
    );
  }
  const training: ExperimentPart = { file: fitted, split, part: "train" };
  requireDisjoint(training, test);
  results.useData(`training, at most ${limit} configurations`, training);
  return { test, training };
}

async function readPaperData(path: string): Promise<DataSetFile> {
  try {
    return await readDataSet(path);
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
    throw new UnavailableError(
      `${error.message}; make it within the hour by: deno task dataset make --preset paper ` +
        `--output ${path}; or try --quick`,
    );
  }
}

/** The split of this data set whose training part a network was fitted to, if it was. */
function splitTrainedOn({ provenance }: Network, { sha256 }: DataSetFile): string | undefined {
  const data = provenance.data as readonly { sha256: string; split: string }[] | undefined;
  return data?.find((set) => set.sha256 === sha256)?.split;
}

/** Two recipes of one seed draw the same random configurations: such test data would be none. */
function requireDisjoint(training: ExperimentPart, test: ExperimentPart): void {
  const keysOf = ({ file: { dataSet }, split, part }: ExperimentPart) =>
    [...selectConfigurations(dataSet, { split, part })]
      .map((number) => configurationAt(dataSet, number).Q.subarray(0, 4).join());
  const fitted = new Set(keysOf(training));
  const common = keysOf(test).filter((key) => fitted.has(key)).length;
  if (common > 0) {
    throw new ParameterError(
      `Test and training data have ${common} configurations in common: take sets of two seeds`,
    );
  }
}
