import {
  type DataSet,
  type DataSetRecipe,
  dataSetRecipe,
  makeDataSet,
} from "../../lib/training/mod.ts";
import { inTemporaryFolder } from "../cli/nearsight.ts";

/** A small set with everything in it: two lattices, two temperatures, two amplitudes, twins. */
export const MIXED: DataSetRecipe = dataSetRecipe({
  preset: "smoke",
  lattices: [
    { kind: "square", width: 6, height: 4 },
    { kind: "square", width: 4, height: 4 },
  ],
  temperatures: [0.1, 0.4],
  random: 6,
  amplitudes: [{ amplitude: 1, count: 4 }],
  quench: { trajectories: 3, snapshotSteps: [2, 6, 20] },
  particleHole: true,
  seed: 3,
});

/** Makes a set in a work folder of its own. */
export function madeFrom(recipe: DataSetRecipe, workers = 1): Promise<DataSet> {
  return inTemporaryFolder(async (folder) => {
    const { dataSet } = await makeDataSet(recipe, folder, { resources: { workers } });
    if (dataSet === undefined) throw new Error("interrupted by nothing");
    return dataSet;
  });
}
