import { join } from "node:path";
import {
  type Architecture,
  type DataSetFile,
  type EpochRow,
  loadShippedWeights,
  type Network,
  readNetwork,
  trainingConfig,
  trainNetwork,
} from "../../mod.ts";
import { inWorkFolder } from "./work_folder.ts";

/** Weights that come with the library or, where a folder is named, `NAME.safetensors` in there. */
export async function trainedNetwork(name: string, weightsDir?: string): Promise<Network> {
  return weightsDir === undefined
    ? await loadShippedWeights(name)
    : await readNetwork(join(weightsDir, `${name}.safetensors`));
}

/** What is to be trained, and for how long. */
export interface BriefTraining {
  /** Kind of network. */
  readonly model: string;
  /** Name of its preset. */
  readonly preset: string;
  /** What differs from the preset's architecture. */
  readonly architecture?: Architecture;
  /** Passes over the training part. */
  readonly epochs: number;
  /** Whether configurations are replaced at random by their particle-hole twins; yes. */
  readonly flips?: boolean;
  /** Threads; they do not change the result. */
  readonly workers: number;
}

/** A network trained, and its errors after each epoch. */
export interface TrainedNetwork {
  /** The network. */
  readonly network: Network;
  /** The epochs. */
  readonly history: readonly EpochRow[];
}

/** Trains a network on the training part of a data set that is divided by whole trajectories. */
export async function trainBriefly(
  file: DataSetFile,
  { model, preset, architecture, epochs, flips = true, workers }: BriefTraining,
): Promise<TrainedNetwork> {
  const { recipe } = file.dataSet.provenance;
  const config = trainingConfig({
    ...{ network: model, preset, epochs, flips },
    ...(architecture && { architecture }),
    data: [{ sha256: file.sha256, split: "trajectory" }],
    temperature: recipe.temperatures[0] / recipe.model.t,
    model: recipe.model,
  });
  const { network, history } = await inWorkFolder((folder) =>
    trainNetwork(config, { dataSets: [file] }, join(folder, "training"), { resources: { workers } })
  );
  return { network: network!, history };
}
