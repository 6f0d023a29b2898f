import { ParameterError } from "../../errors.ts";
import type { HolsteinParameters } from "../../holstein/parameters.ts";
import type { Architecture } from "../../networks/architecture.ts";
import { backendNamed } from "../../networks/tfjs/backend.ts";
import type { Initialisation } from "../../networks/parameters.ts";
import { networkPresetNamed } from "../../networks/presets.ts";
import { validateArchitecture } from "../../networks/validate_architecture.ts";
import type { AdamOptions } from "./adam.ts";
import { scheduleNamed } from "./schedule.ts";

/** A data set that a network is trained on, by its contents. */
export interface TrainingData {
  /** SHA-256 of the contents. */
  readonly sha256: string;
  /** Which division into training and validation configurations is used. */
  readonly split: string;
}

/** Everything that decides the bits of a trained network. How it is computed is not in here. */
export interface TrainingConfig {
  /** The network. */
  readonly architecture: Architecture;
  /** Name of the network preset that it came from. */
  readonly preset: string;
  /** How weights start. */
  readonly initialisation: Initialisation;
  /** `networkSha256` of the network that training starts from instead, if any. */
  readonly startFrom?: string;
  /** The data sets. */
  readonly data: readonly TrainingData[];
  /** T/t. */
  readonly temperature: number;
  /** Constants of the model: for the target `force`, and for errors in units of force. */
  readonly model: HolsteinParameters;
  /** Passes over the training configurations. */
  readonly epochs: number;
  /** Configurations of a step. */
  readonly batch: number;
  /** Configurations of a shard of a batch: what one worker does at a time. */
  readonly shard: number;
  /** Learning rate, before the schedule's factor. */
  readonly learningRate: number;
  /** Name of the schedule. */
  readonly schedule: string;
  /** Constants of Adam. */
  readonly adam: AdamOptions;
  /** Longest gradient, in units of its running length, that is not cut; 0 cuts none. */
  readonly clip: number;
  /** Decay, per step, of the running mean of weights that is the result; 0 takes the last weights. */
  readonly averaging: number;
  /** Whether configurations are replaced at random by their particle-hole twins. */
  readonly flips: boolean;
  /** Most validation configurations after an epoch, drawn at random; 0 takes all. */
  readonly validation: number;
  /** Epochs without improvement after which training ends; 0 never does. */
  readonly patience: number;
  /** TensorFlow.js backend. */
  readonly backend: string;
  /** Seed of initial weights, order and flips. */
  readonly seed: number;
}

/** What may be given of a training; data and conditions must be. */
export type TrainingOptions =
  & { readonly model: HolsteinParameters; readonly network: string; readonly adam?: AdamOptions }
  & Pick<TrainingConfig, "data" | "temperature">
  & Partial<Omit<TrainingConfig, "model" | "data" | "temperature" | "adam">>;

const ADAM: AdamOptions = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 };

/** The paper's way: plateau rule, single configurations, last weights. */
const AS_THE_PAPER = {
  batch: 1,
  shard: 1,
  schedule: "plateau",
  averaging: 0,
  clip: 0,
  flips: false,
};

/**
 * The complete configuration for some options; what is not given comes from the network's preset and
 * from defaults. Presets named `paper` train as the paper does.
 *
 * @throws {ParameterError} if a number is out of range or a name unknown
 */
export function trainingConfig(options: TrainingOptions): TrainingConfig {
  const { network, preset: name, ...given } = options;
  const preset = networkPresetNamed(network, name);
  const asPaper = name === "paper";
  const config: TrainingConfig = {
    architecture: preset.architecture,
    preset: name ?? "default",
    initialisation: preset.initialisation,
    epochs: 30,
    batch: 4,
    shard: 2,
    learningRate: asPaper ? (network === "energy-gnn" ? 1e-4 : 1e-3) : 3e-3,
    schedule: "cosine",
    clip: 3,
    averaging: 0.998,
    flips: true,
    validation: 120,
    patience: 0,
    backend: "wasm",
    seed: 1,
    ...(asPaper && AS_THE_PAPER),
    ...given,
    adam: given.adam ?? ADAM,
  };
  validateTrainingConfig(config);
  return config;
}

/**
 * Checks a configuration.
 *
 * @throws {ParameterError} if a number is out of range or a name unknown
 */
export function validateTrainingConfig(config: TrainingConfig): void {
  validateArchitecture(config.architecture);
  scheduleNamed(config.schedule);
  backendNamed(config.backend);
  for (const name of ["epochs", "batch", "shard"] as const) requireCount(name, config[name], 1);
  for (const name of ["validation", "patience", "seed"] as const) {
    requireCount(name, config[name], 0);
  }
  for (const name of ["learningRate", "temperature"] as const) {
    if (!(Number.isFinite(config[name]) && config[name] > 0)) {
      throw new ParameterError(
        `${name} must be a positive number: current value is ${config[name]}`,
      );
    }
  }
  requireDataOnce(config);
  requireAdam(config.adam);
  const { averaging, clip } = config;
  if (!(averaging >= 0 && averaging < 1)) {
    throw new ParameterError(`averaging must be from 0 to below 1: current value is ${averaging}`);
  }
  if (!(Number.isFinite(clip) && clip >= 0)) {
    throw new ParameterError(`clip must be 0 or a positive number: current value is ${clip}`);
  }
}

function requireDataOnce({ data }: TrainingConfig): void {
  if (data.length === 0) throw new ParameterError("A training needs at least one data set");
  const hashes = data.map(({ sha256 }) => sha256);
  const twice = hashes.find((hash, i) => hashes.indexOf(hash) < i);
  if (twice !== undefined) throw new ParameterError(`The data set ${twice} is given twice`);
}

function requireAdam({ beta1, beta2, epsilon, weightDecay }: AdamOptions): void {
  const inRange = [beta1, beta2].every((beta) => beta >= 0 && beta < 1) && epsilon > 0 &&
    weightDecay >= 0;
  if (inRange) return;
  throw new ParameterError(
    `Adam needs betas from 0 to below 1, a positive epsilon and a weight decay of at least 0: ` +
      `current values are ${beta1}, ${beta2}, ${epsilon}, ${weightDecay}`,
  );
}

function requireCount(name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new ParameterError(
      `${name} must be an integer of at least ${least}: current value is ${value}`,
    );
  }
}
