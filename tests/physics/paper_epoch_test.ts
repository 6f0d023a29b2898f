import assert from "node:assert/strict";
import { PRESETS } from "../../lib/holstein/presets.ts";
import { dataSetRecipe, encodeDataSet, makeDataSet } from "../../lib/training/mod.ts";
import { trainingConfig } from "../../lib/training/train/training_config.ts";
import { trainNetwork } from "../../lib/training/train/train_network.ts";
import { inTemporaryFolder } from "../cli/nearsight.ts";

/** The narrowest lattice that the deepest of the paper's networks accepts. */
const SIDE = 18;
const { model } = PRESETS.reference;

/** Wide-random configurations with exact labels, a sixth of them held out. */
async function smallSet() {
  const recipe = dataSetRecipe({
    preset: "smoke",
    lattices: [{ kind: "square", width: SIDE, height: SIDE }],
    random: 24,
    quench: { trajectories: 0 },
    heldOut: 1 / 6,
  });
  return await inTemporaryFolder(async (work) => {
    const { dataSet } = await makeDataSet(recipe, work, { resources: { workers: 1 } });
    return { dataSet: dataSet!, sha256: encodeDataSet(dataSet!).sha256 };
  });
}

for (const network of ["mlp", "gnn", "energy-gnn"]) {
  Deno.test(`the paper's ${network}: an epoch of training as the paper has it stays finite, and its loss falls from the overshoot of the first steps`, async () => {
    const file = await smallSet();
    const config = trainingConfig({
      network,
      preset: "paper",
      model,
      data: [{ sha256: file.sha256, split: "configuration" }],
      temperature: 0.1,
      epochs: 1,
    });
    const { schedule, batch, averaging, learningRate } = config;
    assert.deepEqual({ schedule, batch, averaging, learningRate }, {
      schedule: "plateau",
      batch: 1,
      averaging: 0,
      learningRate: network === "energy-gnn" ? 1e-4 : 1e-3,
    });
    const squares: number[] = [];
    const begun = performance.now();
    const { status, history } = await inTemporaryFolder((folder) =>
      trainNetwork(config, { dataSets: [file] }, folder, {
        resources: { workers: 1 },
        // Each of these checkpoints is 200 MB; the epoch's end writes one anyway.
        checkpointSeconds: 3600,
        onStep(step, error) {
          // The error so far is a mean over the epoch's steps.
          const before = squares.reduce((sum, square) => sum + square, 0);
          squares.push(step * error ** 2 - before);
        },
      })
    );
    const seconds = (performance.now() - begun) / 1000;
    const rms = (list: readonly number[]) =>
      Math.sqrt(list.reduce((sum, square) => sum + square, 0) / list.length);
    console.log(
      `  ${(seconds / squares.length).toFixed(1)} s a step; errors ` +
        squares.map((square) => Math.sqrt(square).toPrecision(3)).join(", "),
      JSON.stringify(history),
    );
    assert.equal(status, "finished");
    assert.equal(squares.length, 20);
    assert.ok(squares.every((square) => Number.isFinite(square) && square > 0));
    assert.ok(Number.isFinite(history[0].validation));
    // Adam's first steps move all weights by the learning rate at once, and what ten million of them
    // add up to overshoots: by a factor of 300 for the GNN. The rest of the epoch takes it down.
    assert.ok(rms(squares.slice(-5)) < rms(squares.slice(0, 5)));
  });
}
