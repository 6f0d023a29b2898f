import type { DataSetFile } from "../../mod.ts";
import { makeData } from "./data.ts";

/**
 * A small data set like the paper's, for a quick run: random configurations and snapshots of quenches
 * on lattices just wide enough for the networks' receptive fields.
 *
 * @param size sites along a side
 */
export async function quickData(size: number, workers: number): Promise<DataSetFile> {
  return await makeData({
    preset: "smoke",
    lattices: [{ kind: "square", width: size, height: size }],
    random: 20,
    quench: { trajectories: 6, snapshotSteps: [25, 50, 100, 200, 400] },
    // The electrons that drive a trajectory may be approximate, those of the labels are exact.
    driver: "cavity",
    seed: 1,
  }, workers);
}
