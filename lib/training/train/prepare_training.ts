import { FormatError, ParameterError } from "../../errors.ts";
import { makeLattice } from "../../lattice/make_lattice.ts";
import type { Network } from "../../networks/network.ts";
import { initialParameters, type ParameterSet } from "../../networks/parameters.ts";
import { embeddingFor } from "../../networks/site_embedding.ts";
import { backendNamed } from "../../networks/tfjs/backend.ts";
import { CounterRng } from "../../random/counter_rng.ts";
import { canonicalJson, configHash } from "../../runs/config_hash.ts";
import { VERSION } from "../../version.ts";
import { configurationAt, type LabelledConfiguration } from "../dataset/data_set.ts";
import type { DataSetFile } from "../dataset/data_set_file.ts";
import { flatLayout, flatten, unflatten } from "./flat_parameters.ts";
import { collectSamples, featureParity, type Samples } from "./samples.ts";
import type { ShardSetup } from "./shard_computer.ts";
import { ShardTeam } from "./shard_team.ts";
import { sharedFloats } from "./shared_arrays.ts";
import { standardise } from "./standardise.ts";
import type { TrainingConfig } from "./training_config.ts";
import type { EpochRow } from "./training_state.ts";
import { spread } from "./validation.ts";

/** What a training reads. */
export interface TrainingSource {
  /** The data sets, as the configuration names them. */
  readonly dataSets: readonly DataSetFile[];
  /** The network to start from, where the configuration names one. */
  readonly start?: Network;
}

/** A training ready for its first step. */
export interface PreparedTraining {
  /** Does the work. */
  readonly team: ShardTeam;
  /** The memory that the team shares. */
  readonly setup: Pick<ShardSetup, "flat" | "gradients">;
  /** What is trained on. */
  readonly samples: Samples;
  /** What errors are taken on after each epoch, if a split holds something out. */
  readonly validation: Samples | undefined;
  /** The trained parameters before the first step, end to end. */
  readonly flatStart: Float32Array;
  /** Scale of the target. */
  readonly scale: number;
  /** Force per unit of the target. */
  readonly unit: number;
  /** The network with these trained parameters, after an epoch. */
  networkOf(flat: Float32Array, row: EpochRow | undefined, epochs: number): Network;
}

/** Makes samples of the data, sets the network's scales by them, and starts the workers. */
export async function prepareTraining(
  config: TrainingConfig,
  { dataSets, start }: TrainingSource,
  workers: number,
  onPrepared?: (done: number, total: number) => void,
): Promise<PreparedTraining> {
  const { architecture, model } = config;
  const train = configurationsOf(config, dataSets, "train");
  const held = spread(configurationsOf(config, dataSets, "test"), config.validation);
  const total = train.length + held.length;
  const samplesOf = (list: readonly LabelledConfiguration[], before: number) =>
    collectSamples(list, {
      architecture,
      temperature: config.temperature,
      model,
      onDone: (done) => onPrepared?.(before + done, total),
    });
  const samples = samplesOf(train, 0);
  const validation = held.length > 0 ? samplesOf(held, train.length) : undefined;
  const parity = parityOf(config, samples);
  if (config.flips && parity === undefined) {
    throw new ParameterError(
      `The descriptor "${
        architecture.model === "mlp" ? architecture.descriptor : ""
      }" has no parity under Q → -Q: train without flips`,
    );
  }
  const parameters = start === undefined
    ? standardise(
      initialParameters(architecture, config.initialisation, config.seed),
      samples,
      parity,
    )
    : startingParameters(config, start);
  const layout = flatLayout(architecture);
  const flatStart = flatten(layout, parameters);
  const length = flatStart.length;
  const setup: ShardSetup = {
    architecture,
    parameters,
    flat: sharedFloats(length),
    gradients: sharedFloats(length * Math.ceil(config.batch / config.shard)),
    sets: { train: samples.groups, ...(validation && { validation: validation.groups }) },
    parity,
    backend: backendNamed(config.backend),
  };
  const team = await ShardTeam.start(setup, workers);
  const networkOf = (flat: Float32Array, row: EpochRow | undefined, epochs: number): Network => ({
    architecture,
    parameters: unflatten(layout, parameters, flat),
    conditions: {
      temperature: config.temperature,
      ...(architecture.target === "force" && { model }),
    },
    inputRange: samples.range,
    provenance: provenanceOf(config, row, epochs, train.length),
  });
  return {
    team,
    setup,
    samples,
    validation,
    flatStart,
    scale: parameters.get("output.scale")![0],
    unit: architecture.target === "density" ? model.g : 1,
    networkOf,
  };
}

/** The configurations of one part of the data at the temperature of the training. */
function configurationsOf(
  config: TrainingConfig,
  dataSets: readonly DataSetFile[],
  part: "train" | "test",
): LabelledConfiguration[] {
  const found = config.data.flatMap(({ sha256, split }) => {
    const file = dataSets.find((one) => one.sha256 === sha256);
    if (file === undefined) {
      throw new ParameterError(`No data set with SHA-256 ${sha256} was given`);
    }
    const { dataSet } = file;
    if (!Object.hasOwn(dataSet.splits, split)) {
      throw new ParameterError(
        `Unknown split "${split}": accepted are ${Object.keys(dataSet.splits).join(", ")}`,
      );
    }
    return [...dataSet.splits[split][part]].map((number) => configurationAt(dataSet, number))
      .filter(({ group }) => isSame(group.temperature / dataSet.provenance.recipe.model.t, config));
  });
  if (part === "train" && found.length === 0) {
    throw new ParameterError(
      `The data sets hold no configuration at T/t = ${config.temperature} to train on`,
    );
  }
  return found;
}

function isSame(temperature: number, config: TrainingConfig): boolean {
  return Math.abs(temperature - config.temperature) <= 1e-9 * config.temperature;
}

function parityOf({ architecture, temperature }: TrainingConfig, { groups }: Samples) {
  const lattice = makeLattice(groups[0].lattice);
  const field = new CounterRng(1, "initialDisplacement").normals(lattice.sites);
  return featureParity(embeddingFor(architecture, lattice, temperature), field.map((x) => 5 * x));
}

function startingParameters(config: TrainingConfig, start: Network): ParameterSet {
  if (canonicalJson(start.architecture) === canonicalJson(config.architecture)) {
    return start.parameters;
  }
  throw new FormatError(
    `Cannot start from these weights: their architecture ${canonicalJson(start.architecture)} ` +
      `is not ${canonicalJson(config.architecture)}`,
  );
}

/** How a network was made, as its file tells. */
function provenanceOf(
  config: TrainingConfig,
  row: EpochRow | undefined,
  epochs: number,
  configurations: number,
): Record<string, unknown> {
  const { seed, data, preset, learningRate, schedule, batch, averaging, flips } = config;
  return {
    software: `nearsight ${VERSION}`,
    preset,
    config: configHash(config),
    data: data.map(({ sha256, split }) => ({ sha256, split })),
    configurations,
    seed,
    training: { epochs, batch, learningRate, schedule, averaging, flips },
    ...(row && {
      epoch: row.epoch,
      errors: { unit: "force", rms: row.validation, ...row.byKind },
    }),
  };
}
