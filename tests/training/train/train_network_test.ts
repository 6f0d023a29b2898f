import assert from "node:assert/strict";
import { join } from "node:path";
import { columnOf, decodeCsv } from "../../../lib/io/mod.ts";
import { type Architecture, networkSha256, readNetwork } from "../../../lib/networks/mod.ts";
import { configHash } from "../../../lib/runs/mod.ts";
import {
  bestEpoch,
  evaluateNetwork,
  readTrainingConfig,
  TrainingDirectory,
  trainNetwork,
} from "../../../lib/training/mod.ts";
import { inTemporaryFolder } from "../../cli/nearsight.ts";
import { bitsOf, TINY, tinyConfig, tinySet, trainTiny } from "./tiny.ts";

const ONE = { resources: { workers: 1 } };

Deno.test("a training learns, and its files state the errors that an evaluation finds", () =>
  inTemporaryFolder(async (folder) => {
    const architecture: Architecture = { ...TINY, channels: [16] } as typeof TINY;
    const more = { batch: 1, shard: 1, learningRate: 2e-2, averaging: 0.9, architecture };
    const config = await tinyConfig({ epochs: 60, ...more });
    const { history, network, status } = await trainTiny(config, join(folder, "a"));
    assert.equal(status, "finished");
    assert.equal(history.length, 60);
    const [first, last] = [history[0], history[59]];
    assert.ok(last.training < 0.5 * first.training, `${first.training} ${last.training}`);
    assert.ok(bestEpoch(history)!.validation < 0.5 * first.validation);
    assert.deepEqual(Object.keys(last.byKind).sort(), ["quench", "random"]);

    // The error that the table states is the one that an evaluation of the file finds.
    const directory = new TrainingDirectory(join(folder, "a"));
    const best = await readNetwork(directory.best);
    assert.deepEqual(best, network);
    const { report } = await evaluateNetwork(best, await tinySet(), { parts: ["test"] });
    const [pooled, ...groups] = report.parts[0].network;
    const stated = best.provenance.errors as Record<string, number>;
    const rmsOf = ({ errors: { sd, bias } }: typeof pooled) => Math.sqrt(sd * sd + bias * bias);
    assert.ok(Math.abs(rmsOf(pooled) / stated.rms - 1) < 1e-4);
    for (const kind of ["random", "quench"]) {
      const found = groups.find(({ group }) => group.startsWith(kind))!;
      assert.ok(Math.abs(rmsOf(found) / stated[kind] - 1) < 1e-4, kind);
    }
    assert.equal(stated.rms, bestEpoch(history)!.validation);

    const text = await Deno.readTextFile(directory.table);
    const table = decodeCsv(text, directory.table);
    const column = (name: string) => [...columnOf(table, name, directory.table)];
    assert.deepEqual(column("training_error"), history.map(({ training }) => training));
    assert.deepEqual(column("validation_error_quench"), history.map((row) => row.byKind.quench));
    assert.equal(table.header.config, configHash(config));
    const { epoch, provenance } = { epoch: bestEpoch(history)!.epoch, ...best };
    assert.equal(provenance.epoch, epoch);
    assert.equal(provenance.config, configHash(config));
    assert.deepEqual(await readTrainingConfig(directory.config), config);
  }));

Deno.test("a training ends early when its patience is over, and goes on with more of it", () =>
  inTemporaryFolder(async (folder) => {
    // Steps that are too long: nothing gets better for long.
    const config = await tinyConfig({ epochs: 40, learningRate: 0.3, averaging: 0, patience: 2 });
    const { history, status } = await trainTiny(config, join(folder, "a"));
    assert.equal(status, "finished");
    assert.ok(history.length < 40);
    assert.equal(history.length - bestEpoch(history)!.epoch, 2);
    const more = await trainTiny({ ...config, patience: 3 }, join(folder, "a"), { resume: true });
    assert.ok(more.history.length > history.length);
    await trainTiny({ ...config, patience: 3 }, join(folder, "b"));
    assert.deepEqual(await bitsOf(join(folder, "a")), await bitsOf(join(folder, "b")));
  }));

Deno.test("less patience amid an epoch ends a training, and leaves its networks as they were", () =>
  inTemporaryFolder(async (folder) => {
    const config = await tinyConfig({ epochs: 40, learningRate: 0.3, averaging: 0 });
    const controller = new AbortController();
    const errors: number[] = [];
    let perEpoch = 0;
    await trainTiny(config, folder, {
      signal: controller.signal,
      onStart: (steps) => perEpoch = steps / 40,
      onEpoch: ({ validation }) => errors.push(validation),
      onStep(step) {
        const sinceBest = errors.length - 1 - errors.indexOf(Math.min(...errors));
        if (sinceBest >= 2 && step % perEpoch === 1) controller.abort();
      },
    });
    assert.ok(perEpoch > 1 && errors.length < 40);
    const before = await bitsOf(folder);
    const { status } = await trainTiny({ ...config, patience: 2 }, folder, { resume: true });
    assert.equal(status, "finished");
    const after = await bitsOf(folder);
    for (const name of ["last.safetensors", "best.safetensors"]) {
      assert.ok(before.has(name));
      assert.deepEqual(after.get(name), before.get(name), name);
    }
  }));

Deno.test("a training can start from weights, keeps them, and resumes without being given them", () =>
  inTemporaryFolder(async (folder) => {
    const dataSets = [await tinySet()];
    const { network: start } = await trainTiny(await tinyConfig({ epochs: 1 }), join(folder, "0"));
    assert.ok(start);
    const startFrom = networkSha256(start);
    const config = await tinyConfig({ startFrom, epochs: 2, seed: 9, learningRate: 1e-9 });
    const source = { dataSets, start };
    const { network } = await trainNetwork(config, source, join(folder, "a"), ONE);
    for (const [name, values] of start.parameters) {
      const trained = network!.parameters.get(name)!;
      assert.ok(values.every((w, k) => Math.abs(w - trained[k]) < 1e-6), name);
    }
    assert.equal(network!.provenance.startFrom, startFrom);

    const controller = new AbortController();
    await trainNetwork(config, source, join(folder, "b"), {
      ...ONE,
      signal: controller.signal,
      onStep: () => controller.abort(),
    });
    await trainNetwork(config, { dataSets }, join(folder, "b"), { ...ONE, resume: true });
    assert.deepEqual(await bitsOf(join(folder, "b")), await bitsOf(join(folder, "a")));

    const refused = async (says: RegExp, ...[asked, given]: [typeof config, typeof source?]) => {
      const folderOf = join(folder, "c");
      await assert.rejects(trainNetwork(asked, given ?? { dataSets }, folderOf, ONE), says);
    };
    await refused(/starts from weights [0-9a-f]{64}: give them/, config);
    await refused(/was given, the configuration names none/, await tinyConfig(), source);
    const other = { ...start, provenance: {}, inputRange: [0, 1] as const };
    await refused(/have changed/, config, { dataSets, start: other });
    const wide = { ...TINY, channels: [7] } as Architecture;
    const says = /another architecture, channels \[6\] instead of \[7\]$/;
    await refused(says, { ...config, architecture: wide }, source);
  }));

Deno.test("without anything held out, the training error decides and is called so in the file", () =>
  inTemporaryFolder(async (folder) => {
    const file = await tinySet();
    const everything = [...Array(20).keys()];
    const splits = { all: { train: Int32Array.from(everything), test: new Int32Array() } };
    const dataSets = [{ ...file, dataSet: { ...file.dataSet, splits } }];
    const config = await tinyConfig({ data: [{ sha256: file.sha256, split: "all" }] });
    const { network, history } = await trainNetwork(config, { dataSets }, folder, ONE);
    const { training } = bestEpoch(history)!;
    assert.deepEqual(network!.provenance.errors, { unit: "force", training });
    assert.deepEqual(network!.provenance.configurations, { train: 20, validation: 0 });
  }));

Deno.test("how many validation sites lie outside the range of the training data is told", () =>
  inTemporaryFolder(async (folder) => {
    const told: number[] = [];
    const onOutsideTraining = (share: number) => told.push(share);
    const file = await tinySet();
    await trainTiny(await tinyConfig({ epochs: 1 }), join(folder, "a"), { onOutsideTraining });
    assert.ok(told.every((share) => share < 0.05));
    told.length = 0;
    const [Q] = file.dataSet.groups.map((group) => group.Q.map((q) => q));
    // Four sites of the first configuration, of 48, beyond everything else.
    Q.set([90, -90, 80, -80], 0);
    const groups = [{ ...file.dataSet.groups[0], Q }];
    const splits = { one: { train: Int32Array.of(1, 2), test: Int32Array.of(0) } };
    const dataSets = [{ ...file, dataSet: { ...file.dataSet, groups, splits } }];
    const config = await tinyConfig({ data: [{ sha256: file.sha256, split: "one" }], epochs: 1 });
    const options = { ...ONE, onOutsideTraining };
    await trainNetwork(config, { dataSets }, join(folder, "b"), options);
    assert.equal(told.length, 1);
    assert.ok(told[0] >= 4 / 48 && told[0] < 0.2, `${told[0]}`);
  }));
