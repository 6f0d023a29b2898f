import { withoutUndefined } from "./model_options.ts";
import { weightsNamed } from "./network_options.ts";
import type { RecordOptions } from "./records.ts";
import {
  type DataSetFile,
  FormatError,
  isFile,
  loadWeights,
  type Network,
  networkPresetNamed,
  networkSha256,
  ParameterError,
  readDataSet,
  readJson,
  readTrainingConfig,
  temperaturesOf,
  type TrainingConfig,
  trainingConfig,
  TrainingDirectory,
  UnavailableError,
} from "../../mod.ts";

/** The options of `train`, as commander returns them. */
export interface TrainCliOptions extends RecordOptions {
  readonly model?: string;
  readonly preset?: string;
  readonly data?: readonly string[];
  readonly split?: string;
  readonly output: string;
  readonly temperature?: number;
  readonly epochs?: number;
  readonly batch?: number;
  readonly shard?: number;
  readonly learningRate?: number;
  readonly schedule?: string;
  readonly clip?: number;
  readonly averaging?: number;
  readonly flips: boolean;
  readonly validation?: number;
  readonly patience?: number;
  readonly timeLimit?: number;
  readonly startFrom?: string;
  readonly seed?: number;
  readonly backend?: string;
  readonly workers?: number;
  readonly resume: boolean;
  readonly acceptOtherArithmetic: boolean;
  readonly checkpointSeconds?: number;
}

/** A training as the command line asks for it. */
export interface AskedTraining {
  readonly config: TrainingConfig;
  readonly dataSets: readonly DataSetFile[];
  /** Where the data sets lie. */
  readonly paths: readonly string[];
  readonly start?: Network;
}

/** Reads what the options name and completes the configuration, for a new training or a resume. */
export async function trainingFromOptions(options: TrainCliOptions): Promise<AskedTraining> {
  const before = options.resume ? await configLeftIn(options.output) : undefined;
  const start = options.startFrom === undefined
    ? undefined
    : await loadWeights(weightsNamed(options.startFrom));
  const paths = options.data ?? (options.resume ? await pathsLeftIn(options.output) : undefined);
  if (paths === undefined) throw new ParameterError("Give --data, the data set to train on");
  const dataSets = await readDataSets(paths);
  const config = before === undefined
    ? newConfig(options, dataSets, start)
    : resumedConfig(before, options, dataSets, start);
  return { config, dataSets, paths, ...(start && { start }) };
}

async function configLeftIn(output: string): Promise<TrainingConfig> {
  const { config } = new TrainingDirectory(output);
  if (await isFile(config)) return await readTrainingConfig(config);
  throw new UnavailableError(`${output} holds no training to go on with`);
}

/** The data sets of the training that is there, if it has noted them. */
async function pathsLeftIn(output: string): Promise<string[] | undefined> {
  const { data } = new TrainingDirectory(output);
  if (!await isFile(data)) return undefined;
  const paths = await readJson(data);
  if (Array.isArray(paths) && paths.length > 0 && paths.every((path) => typeof path === "string")) {
    return paths;
  }
  throw new FormatError(`Cannot use ${data}: it is no list of paths`);
}

async function readDataSets(paths: readonly string[]): Promise<DataSetFile[]> {
  const files: DataSetFile[] = [];
  for (const path of paths) files.push(await readDataSet(path));
  return files;
}

/** What was given of the settings that need no data to be known. */
function givenSettings(options: TrainCliOptions, start: Network | undefined) {
  const { temperature, epochs, batch, shard, learningRate, schedule, clip, averaging } = options;
  const { validation, patience, seed, backend } = options;
  return withoutUndefined({
    ...{ temperature, epochs, batch, shard, learningRate, schedule, clip, averaging },
    ...{ validation, patience, seed, backend },
    // Not given, it is for the preset to say.
    flips: options.flips ? undefined : false,
    startFrom: start && networkSha256(start),
  });
}

function newConfig(
  options: TrainCliOptions,
  dataSets: readonly DataSetFile[],
  start: Network | undefined,
): TrainingConfig {
  const { model: network, preset, split = "trajectory" } = options;
  if (network === undefined) throw new ParameterError("Give --model, the kind of network");
  const found = temperaturesOf(dataSets);
  const [temperature] = found;
  if (options.temperature === undefined && found.length > 1) {
    throw new ParameterError(
      `The data sets hold T/t = ${found.join(", ")}: choose one with --temperature`,
    );
  }
  return trainingConfig({
    network,
    data: dataSets.map(({ sha256 }) => ({ sha256, split })),
    // Labels of one g/t serve every k, κ and mass; a network of whole forces learns these.
    model: dataSets[0].dataSet.provenance.recipe.model,
    temperature,
    ...withoutUndefined({ preset }),
    ...givenSettings(options, start),
  });
}

/** The configuration of the folder, and over it what was given: the library knows what may change. */
function resumedConfig(
  before: TrainingConfig,
  options: TrainCliOptions,
  dataSets: readonly DataSetFile[],
  start: Network | undefined,
): TrainingConfig {
  const { model, preset, split } = options;
  const given = dataSets.map(({ sha256 }) => sha256);
  const isSame = given.length === before.data.length &&
    before.data.every(({ sha256 }) => given.includes(sha256));
  const data = isSame ? before.data : given.map((sha256) => ({
    sha256,
    split: before.data[0].split,
  }));
  const network = model ?? before.architecture.model;
  return {
    ...before,
    ...(model === undefined && preset === undefined ? {} : {
      architecture: networkPresetNamed(network, preset).architecture,
      ...withoutUndefined({ preset }),
    }),
    ...givenSettings(options, start),
    data: split === undefined ? data : data.map(({ sha256 }) => ({ sha256, split })),
  };
}
