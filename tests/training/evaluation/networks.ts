import {
  type DataSetFile,
  type DataSetRecipe,
  dataSetRecipe,
  encodeDataSet,
} from "../../../lib/training/mod.ts";
import { initialParameters, type Network, networkPresetNamed } from "../../../lib/networks/mod.ts";
import { madeFrom } from "../recipes.ts";

/** A small set on lattices that networks have room on: two sizes, two amplitudes, quenches. */
export const ROOMY: DataSetRecipe = dataSetRecipe({
  preset: "smoke",
  lattices: [
    { kind: "square", width: 12, height: 12 },
    { kind: "square", width: 14, height: 12 },
  ],
  random: 3,
  amplitudes: [{ amplitude: 1, count: 2 }],
  quench: { trajectories: 3, snapshotSteps: [10, 50, 60, 250] },
  seed: 5,
});

/** The set of that recipe, as a file holds it. */
export async function roomySet(): Promise<DataSetFile> {
  const dataSet = await madeFrom(ROOMY);
  return { dataSet, sha256: encodeDataSet(dataSet).sha256 };
}

/** A network as it starts, its answers scaled. */
export function untrained(preset: string, outputScale = 1, temperature = 0.1): Network {
  const { architecture, initialisation } = networkPresetNamed("gnn", preset);
  const parameters = new Map(initialParameters(architecture, initialisation, 1))
    .set("output.scale", Float32Array.of(outputScale));
  return { architecture, parameters, conditions: { temperature }, provenance: {} };
}

/** A small network of whole forces, as it starts. */
export function untrainedWholeForce(): Network {
  const { architecture, initialisation } = networkPresetNamed("gnn", "raw");
  const whole = { ...architecture, channels: [6, 4], target: "force" } as const;
  return {
    architecture: whole,
    parameters: initialParameters(whole, initialisation, 2),
    conditions: { temperature: 0.1, model: ROOMY.model },
    provenance: {},
  };
}
