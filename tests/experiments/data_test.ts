import assert from "node:assert/strict";
import { join } from "node:path";
import { dataFor, makeData } from "../../experiments/shared/data.ts";
import type { ExperimentOptions } from "../../experiments/shared/experiment.ts";
import { Results } from "../../experiments/shared/results.ts";
import { type DataSetFile, type Network, writeDataSet } from "../../mod.ts";
import { inTemporaryFolder } from "../cli/nearsight.ts";
import { untrained } from "../training/evaluation/networks.ts";

const [ONE, TWO] = await Promise.all([1, 2].map((seed) => makeData({ preset: "smoke", seed }, 1)));

/** A network that says of itself what it was trained on. */
function trainedOn(...files: readonly DataSetFile[]): Network {
  const data = files.map(({ sha256 }) => ({ sha256, split: "configuration" }));
  return { ...untrained("small"), provenance: { data } };
}

async function withFiles(
  body: (
    dataOf: (network: Network, data: string, training?: string) => ReturnType<typeof dataFor>,
  ) => Promise<void>,
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const path = (name: string) => join(folder, name);
    await writeDataSet(path("one.npz"), ONE.dataSet);
    await writeDataSet(path("two.npz"), TWO.dataSet);
    await body(async (network, data, training) => {
      const options: ExperimentOptions = {
        ...{ quick: false, epochs: 1, limit: 0, workers: 1, data: path(data) },
        ...(training !== undefined && { trainingData: path(training) }),
      };
      const results = await Results.open(path("out"), "fig0", {});
      return await dataFor([network], options, results);
    });
  });
}

Deno.test("all of a data set is test data, but of one trained on only what was held out", () =>
  withFiles(async (dataOf) => {
    const { test, training } = await dataOf(trainedOn(TWO), "one.npz");
    assert.deepEqual([test.part, training], ["all", undefined]);
    const { test: heldOut } = await dataOf(trainedOn(TWO, ONE), "one.npz");
    assert.deepEqual([heldOut.split, heldOut.part], ["configuration", "test"]);
  }));

Deno.test("training data are those that the weights name, and no others are taken for them", () =>
  withFiles(async (dataOf) => {
    const { training } = await dataOf(trainedOn(TWO), "one.npz", "two.npz");
    assert.deepEqual([training?.split, training?.part], ["configuration", "train"]);
    assert.equal(training?.file.sha256, TWO.sha256);
    await assert.rejects(
      dataOf(trainedOn(ONE), "one.npz", "two.npz"),
      { name: "ParameterError", message: /weights were not trained on .*two\.npz/ },
    );
  }));

Deno.test("test configurations that were trained on too are found out, though files differ", () =>
  inTemporaryFolder(async (folder) => {
    // The same seed draws the same random configurations, whatever else a recipe asks for.
    const more = await makeData({ preset: "smoke", random: 12 }, 1);
    const [data, trainingData] = ["one.npz", "more.npz"].map((name) => join(folder, name));
    await writeDataSet(data, ONE.dataSet);
    await writeDataSet(trainingData, more.dataSet);
    const options = { quick: false, epochs: 1, limit: 0, workers: 1, data, trainingData };
    const results = await Results.open(join(folder, "out"), "fig0", {});
    await assert.rejects(
      dataFor([trainedOn(more)], options, results),
      { name: "ParameterError", message: /have \d+ configurations in common/ },
    );
  }));

Deno.test("where the data set is missing, the way to make it is said", () =>
  withFiles(async (dataOf) => {
    await assert.rejects(
      dataOf(trainedOn(TWO), "three.npz"),
      { name: "UnavailableError", message: /dataset make --preset paper --output .*three\.npz/ },
    );
  }));
