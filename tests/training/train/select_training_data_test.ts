import assert from "node:assert/strict";
import { temperaturesOf } from "../../../lib/training/mod.ts";
import { selectTrainingData } from "../../../lib/training/train/select_training_data.ts";
import { madeFrom, MIXED } from "../recipes.ts";
import { tinyConfig, tinySet } from "./tiny.ts";

const MIXED_FILE = { dataSet: await madeFrom(MIXED), sha256: "mixed" };

Deno.test("a training takes the configurations of its split at its temperature", async () => {
  const config = await tinyConfig({
    data: [{ sha256: "mixed", split: "trajectory" }],
    temperature: 0.4,
    validation: 0,
  });
  const { train, validation } = selectTrainingData(config, [await tinySet(), MIXED_FILE]);
  const all = [...train, ...validation];
  assert.ok(all.every(({ group }) => group.temperature === 0.4));
  const groups = MIXED_FILE.dataSet.groups.filter(({ temperature }) => temperature === 0.4);
  const count = groups.reduce((sum, { configurations }) => sum + configurations, 0);
  const places = all.map(({ group, index }) => `${groups.indexOf(group)}:${index}`);
  assert.equal(new Set(places).size, count);
  assert.equal(all.length, count);
  assert.ok(validation.length > 2);
});

Deno.test("of several data sets all are taken, in the order of the configuration", async () => {
  const tiny = await tinySet();
  const data = [{ sha256: "mixed", split: "trajectory" }, {
    sha256: tiny.sha256,
    split: "configuration",
  }];
  const both = selectTrainingData(await tinyConfig({ data }), [tiny, MIXED_FILE]);
  const [one, two] = [0, 1].map((k) => data.slice(k, k + 1));
  const first = selectTrainingData(await tinyConfig({ data: one }), [MIXED_FILE]);
  const second = selectTrainingData(await tinyConfig({ data: two }), [tiny]);
  assert.deepEqual(both.train, [...first.train, ...second.train]);
});

Deno.test("validation configurations are a draw that does not depend on the training's seed", async () => {
  const drawn = async (validation: number, seed = 1) =>
    selectTrainingData(await tinyConfig({ validation, seed }), [await tinySet()]).validation;
  const all = await drawn(0);
  const some = await drawn(3);
  assert.equal(some.length, 3);
  const isAmong = (one: typeof all[0]) =>
    all.some(({ group, index }) => group === one.group && index === one.index);
  assert.ok(some.every(isAmong));
  assert.deepEqual(await drawn(3, 2), some);
  assert.deepEqual(await drawn(all.length + 5), all);
});

Deno.test("what does not fit the data is refused", async () => {
  const tiny = await tinySet();
  const refused = async (says: RegExp, more: Parameters<typeof tinyConfig>[0]) => {
    const config = await tinyConfig(more);
    assert.throws(() => selectTrainingData(config, [tiny]), says);
  };
  await refused(/No data set with SHA-256 other/, { data: [{ sha256: "other", split: "all" }] });
  const split = "toString";
  await refused(/Unknown split "toString": accepted are configuration, trajectory/, {
    data: [{ sha256: tiny.sha256, split }],
  });
  await refused(/no configuration at T\/t = 0\.3 to train on: they have 0\.1/, {
    temperature: 0.3,
  });
  const { model } = tiny.dataSet.provenance.recipe;
  await refused(/labelled at g\/t = 3\.5 and cannot be trained on at 3/, {
    model: { ...model, g: 3 },
  });
  // Labels serve every k and κ.
  const other = await tinyConfig({ model: { ...model, k: 2, kappa: 0.1 } });
  assert.ok(selectTrainingData(other, [tiny]).train.length > 0);
});

Deno.test("the temperatures of data sets are listed once, ascending", async () => {
  assert.deepEqual(temperaturesOf([MIXED_FILE, await tinySet()]), [0.1, 0.4]);
});
