import { FormatError, ParameterError } from "../../errors.ts";
import type { HolsteinParameters } from "../../holstein/parameters.ts";
import { makeLattice } from "../../lattice/make_lattice.ts";
import type { Architecture } from "../../networks/architecture.ts";
import type { Network } from "../../networks/network.ts";
import { initialParameters } from "../../networks/parameters.ts";
import { requireRoomForNetwork } from "../../networks/receptive_field.ts";
import { embeddingFor } from "../../networks/site_embedding.ts";
import { backendNamed } from "../../networks/tfjs/backend.ts";
import { CounterRng } from "../../random/counter_rng.ts";
import { canonicalJson } from "../../runs/config_hash.ts";
import type { LabelledConfiguration } from "../dataset/data_set.ts";
import type { DataSetFile } from "../dataset/data_set_file.ts";
import { flatLayout, flatten, unflatten } from "./flat_parameters.ts";
import { collectSamples, featureParity, inputField, type Samples } from "./samples.ts";
import { selectTrainingData } from "./select_training_data.ts";
import type { ShardSetup } from "./shard_computer.ts";
import { ShardTeam } from "./shard_team.ts";
import { sharedFloats } from "./shared_arrays.ts";
import { standardise } from "./standardise.ts";
import type { TrainOptions } from "./train_options.ts";
import type { TrainingConfig } from "./training_config.ts";
import { trainingProvenance } from "./training_provenance.ts";
import type { EpochRow } from "./training_state.ts";

/** What a training reads. */
export interface TrainingSource {
  /** The data sets, as the configuration names them. */
  readonly dataSets: readonly DataSetFile[];
  /** Where they lie, to be noted for whoever resumes the training. */
  readonly paths?: readonly string[];
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
  /** The network with these trained parameters, which are of an epoch, after so many epochs. */
  networkOf(flat: Float32Array, row: EpochRow, epochs: number): Network;
}

/**
 * Makes samples of the data, sets the network's scales by them, and starts the workers.
 *
 * @throws {ParameterError} if the data do not fit the configuration
 * @throws the signal's reason, if it is raised meanwhile
 */
export async function prepareTraining(
  config: TrainingConfig,
  dataSets: readonly DataSetFile[],
  start: Network | undefined,
  { resources, signal, onPrepared, onOutsideTraining }: TrainOptions,
): Promise<PreparedTraining> {
  const { architecture, model } = config;
  const { train, validation: held } = selectTrainingData(config, dataSets);
  const kind = latticeKindOf([...train, ...held]);
  // Before minutes of work, not after them.
  for (const { group } of [...train, ...held]) {
    requireRoomForNetwork(architecture, makeLattice(group.lattice));
  }
  const parity = parityOf(config, train[0]);
  if (start !== undefined) requireSameArchitecture(config, start);
  const total = train.length + held.length;
  const samplesOf = (list: readonly LabelledConfiguration[], before: number) =>
    collectSamples(list, {
      architecture,
      temperature: config.temperature,
      model,
      ...(signal && { signal }),
      onDone: (done) => onPrepared?.(before + done, total),
    });
  const samples = await samplesOf(train, 0);
  const validation = held.length > 0 ? await samplesOf(held, train.length) : undefined;
  const outside = shareOutside(architecture, model, samples.range, held);
  if (outside > 0) onOutsideTraining?.(outside);
  const parameters = start?.parameters ??
    standardise(
      initialParameters(architecture, config.initialisation, config.seed),
      samples,
      parity,
    );
  const layout = flatLayout(architecture);
  const flatStart = flatten(layout, parameters);
  const { length } = flatStart;
  const largest = Math.max(...samples.groups.map(({ configurations }) => configurations));
  const slots = Math.ceil(Math.min(config.batch, largest) / config.shard);
  const setup: ShardSetup = {
    architecture,
    parameters,
    flat: sharedFloats(length),
    gradients: sharedFloats(length * slots),
    sets: { train: samples.groups, ...(validation && { validation: validation.groups }) },
    parity,
    backend: backendNamed(config.backend),
  };
  const counts = { train: train.length, validation: held.length };
  return {
    team: await ShardTeam.start(setup, resources.workers),
    setup,
    samples,
    validation,
    flatStart,
    scale: parameters.get("output.scale")![0],
    unit: architecture.target === "density" ? model.g : 1,
    networkOf: (flat, row, epochs) => ({
      architecture,
      parameters: unflatten(layout, parameters, flat),
      conditions: {
        temperature: config.temperature,
        ...(kind !== "square" && { lattice: kind }),
        ...(architecture.target === "force" && { model }),
      },
      inputRange: samples.range,
      provenance: trainingProvenance(config, counts, row, epochs),
    }),
  };
}

/** The kind of the lattices. */
function latticeKindOf(configurations: readonly LabelledConfiguration[]): string {
  const kinds = new Set(configurations.map(({ group: { lattice } }) => lattice.kind));
  if (kinds.size === 1) return [...kinds][0];
  throw new ParameterError(
    `A network is trained on lattices of one kind: the data have ${[...kinds].join(" and ")}`,
  );
}

/** Parity of the features, if each has one; tried on a random field as wide as an initial state. */
function parityOf(
  { architecture, temperature, flips }: TrainingConfig,
  { group }: LabelledConfiguration,
): number[] | undefined {
  const lattice = makeLattice(group.lattice);
  const field = new CounterRng(1, "initialDisplacement").normals(lattice.sites).map((x) => 5 * x);
  const parity = featureParity(embeddingFor(architecture, lattice, temperature), field);
  if (flips && parity === undefined) {
    const descriptor = architecture.model === "mlp"
      ? ` of the descriptor ${architecture.descriptor}`
      : "";
    throw new ParameterError(
      `Features${descriptor} are neither even nor odd under Q → -Q: train without flips`,
    );
  }
  return parity;
}

function requireSameArchitecture({ architecture }: TrainingConfig, start: Network): void {
  const [asked, given] = [architecture, start.architecture]
    .map((one) => new Map(Object.entries(one).map(([key, value]) => [key, canonicalJson(value)])));
  const different = [...new Set([...asked.keys(), ...given.keys()])]
    .filter((key) => asked.get(key) !== given.get(key))
    .map((key) => `${key} ${given.get(key) ?? "none"} instead of ${asked.get(key) ?? "none"}`);
  if (different.length === 0) return;
  throw new FormatError(
    `Cannot start from these weights: they are of another architecture, ${different.join(", ")}`,
  );
}

/** Share of sites, 0 to 1, of some configurations whose input lies outside a range. */
function shareOutside(
  architecture: Architecture,
  model: HolsteinParameters,
  inputRange: readonly [number, number],
  configurations: readonly LabelledConfiguration[],
): number {
  let [outside, sites] = [0, 0];
  for (const { Q } of configurations) {
    const [smallest, largest] = inputRange;
    outside += inputField(architecture, model, Q).filter((x) => x < smallest || x > largest).length;
    sites += Q.length;
  }
  return sites > 0 ? outside / sites : 0;
}
