import { type Architecture, RAW_EMBEDDING } from "../../../lib/networks/mod.ts";
import {
  type DataSetFile,
  dataSetRecipe,
  encodeDataSet,
  type TrainingConfig,
  trainingConfig,
  type TrainingOutcome,
  trainNetwork,
  type TrainOptions,
} from "../../../lib/training/mod.ts";
import { madeFrom } from "../recipes.ts";

let made: Promise<DataSetFile> | undefined;

/** Two lattices, random configurations and snapshots: eleven to train on or so. Made once. */
export function tinySet(): Promise<DataSetFile> {
  made ??= (async () => {
    const dataSet = await madeFrom(dataSetRecipe({
      preset: "smoke",
      lattices: [
        { kind: "square", width: 8, height: 6 },
        { kind: "square", width: 6, height: 6 },
      ],
      random: 4,
      quench: { trajectories: 3, snapshotSteps: [10, 40] },
      seed: 2,
    }));
    return { dataSet, sha256: encodeDataSet(dataSet).sha256 };
  })();
  return made;
}

/** A network that trains in no time and has something to learn: no cavity method knows the answer. */
export const TINY: Architecture = {
  model: "gnn",
  embedding: RAW_EMBEDDING,
  channels: [6],
  shells: 1,
  aggregation: "mean",
  activation: "silu",
  particleHole: "learned",
  baseline: "none",
  target: "density",
};

/** A short training of that network, everything on: twins, averaging, clipping, cosine. */
export async function tinyConfig(more: Partial<TrainingConfig> = {}): Promise<TrainingConfig> {
  const { dataSet, sha256 } = await tinySet();
  const config = trainingConfig({
    network: "gnn",
    data: [{ sha256, split: "trajectory" }],
    temperature: 0.1,
    model: dataSet.provenance.recipe.model,
  });
  return { ...config, architecture: TINY, preset: "tiny", epochs: 3, batch: 4, ...more };
}

/** Trains on the tiny set in a folder. */
export async function trainTiny(
  config: TrainingConfig,
  folder: string,
  options: Partial<TrainOptions> = {},
): Promise<TrainingOutcome> {
  const source = { dataSets: [await tinySet()] };
  return await trainNetwork(config, source, folder, { resources: { workers: 1 }, ...options });
}

/** Contents of the files that a training's configuration decides, by name. */
export async function bitsOf(folder: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (isFile && name !== ".lock") files.set(name, await Deno.readFile(`${folder}/${name}`));
  }
  return new Map([...files].sort(([a], [b]) => a < b ? -1 : 1));
}
