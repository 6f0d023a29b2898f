import assert from "node:assert/strict";
import { join } from "node:path";
import {
  readTrainingConfig,
  type TrainingConfig,
  TrainingDirectory,
  trainNetwork,
  writeTrainingConfig,
} from "../../../lib/training/mod.ts";
import { inTemporaryFolder } from "../../cli/nearsight.ts";
import { bitsOf, tinyConfig, tinySet, trainTiny } from "./tiny.ts";

const ONE = { resources: { workers: 1 } };

/** Stops a training after its first step. */
function stopped() {
  const controller = new AbortController();
  return { signal: controller.signal, onStep: () => controller.abort() };
}

Deno.test("a folder that holds a training is neither begun anew nor resumed as another", () =>
  inTemporaryFolder(async (folder) => {
    const config = await tinyConfig();
    await trainTiny(config, folder, stopped());
    const before = await bitsOf(folder);
    const refused = async (more: Partial<TrainingConfig>, says: RegExp) => {
      const other = { ...config, ...more };
      await assert.rejects(trainTiny(other, folder, { resume: true }), says);
      assert.deepEqual(await bitsOf(folder), before);
    };
    await assert.rejects(trainTiny(config, folder), /holds a training already: resume it/);
    await refused({ seed: 2, batch: 2 }, /with another batch, seed: only patience may change/);
    await refused({ epochs: 5 }, /with another epochs: only patience .* schedule is not cosine$/);
    await refused({ temperature: 0.4 }, /with another temperature/);
    const architecture = { ...config.architecture, channels: [3] } as typeof config.architecture;
    await refused({ architecture }, /with another architecture/);
    await refused({ startFrom: "0".repeat(64) }, /with another startFrom/);
    assert.deepEqual(await bitsOf(folder), before);
  }));

Deno.test("a checkpoint with a flipped bit, cut short, or of another training is refused", () =>
  inTemporaryFolder(async (folder) => {
    const config = await tinyConfig();
    const [a, b] = ["a", "b"].map((name) => join(folder, name));
    await trainTiny(config, a, stopped());
    await trainTiny({ ...config, seed: 2 }, b, stopped());
    const path = new TrainingDirectory(a).checkpoint;
    const good = await Deno.readFile(path);
    const flipped = good.slice();
    flipped[good.length - 9] ^= 1;
    const other = await Deno.readFile(new TrainingDirectory(b).checkpoint);
    const cases: [Uint8Array<ArrayBuffer>, RegExp][] = [
      [flipped, /checkpoint\.safetensors/],
      [good.slice(0, 500), /checkpoint\.safetensors/],
      [new Uint8Array(), /checkpoint\.safetensors/],
      [other, /its checkpoint belongs to another configuration/],
    ];
    for (const [bytes, says] of cases) {
      await Deno.writeFile(path, bytes);
      await assert.rejects(trainTiny(config, a, { resume: true }), (error: Error) => {
        assert.ok(["FormatError", "ParameterError"].includes(error.name), `${error}`);
        assert.match(error.message, says);
        return true;
      });
    }
    await Deno.writeFile(path, good);
    assert.equal((await trainTiny(config, a, { resume: true })).status, "finished");
  }));

Deno.test("of two trainings in one folder the second is refused, resumed or new", () =>
  inTemporaryFolder(async (folder) => {
    const config = await tinyConfig();
    const held = join(folder, "held");
    const path = new TrainingDirectory(held).lock;
    let refusals = 0;
    await trainTiny(config, held, {
      onStep() {
        // A lock of this process's own: the system refuses a second one on the file all the same.
        using file = Deno.openSync(path, { write: true });
        if (!file.tryLockSync(true)) refusals++;
      },
    });
    assert.ok(refusals > 0);

    using lock = Deno.openSync(path, { write: true });
    assert.ok(lock.tryLockSync(true));
    const before = await bitsOf(held);
    await assert.rejects(
      trainTiny(config, held, { resume: true }),
      /another process is running it/,
    );
    assert.deepEqual(await bitsOf(held), before);
  }));

Deno.test("a training that another process began while samples were made is left alone", () =>
  inTemporaryFolder(async (folder) => {
    const config = await tinyConfig();
    const [other, shared] = ["other", "shared"].map((name) => join(folder, name));
    await trainTiny({ ...config, seed: 7 }, other);
    const before = await bitsOf(other);
    // The other one is quicker: it has come and gone when this one wants the folder.
    const onPrepared = (done: number) => {
      if (done > 1) return;
      Deno.mkdirSync(shared);
      for (const [name, bytes] of before) Deno.writeFileSync(join(shared, name), bytes);
    };
    await assert.rejects(trainTiny(config, shared, { onPrepared }), /holds a training already/);
    assert.deepEqual(await bitsOf(shared), before);
  }));

Deno.test("options and configurations out of range are refused before anything is written", () =>
  inTemporaryFolder(async (folder) => {
    const config = await tinyConfig();
    const path = join(folder, "new");
    const source = { dataSets: [await tinySet()] };
    const cases: [Partial<TrainingConfig>, RegExp][] = [
      [{ epochs: 0 }, /epochs must be an integer of at least 1: current value is 0/],
      [{ batch: 1.5 }, /batch must be an integer/],
      [{ shard: -1 }, /shard must be an integer/],
      [{ validation: -1 }, /validation must be an integer of at least 0/],
      [{ patience: NaN }, /patience must be an integer/],
      [{ seed: -1 }, /seed must be an integer/],
      [{ learningRate: 0 }, /learningRate must be a positive number/],
      [{ temperature: -0.1 }, /temperature must be a positive number/],
      [{ averaging: 1 }, /averaging must be from 0 to below 1/],
      [{ clip: -1 }, /clip must be 0 or a positive number/],
      [{ schedule: "step" }, /Unknown schedule "step"/],
      [{ backend: "plain" }, /Unknown backend "plain": accepted are wasm, cpu, webgpu/],
      [{ data: [] }, /at least one data set/],
      [{ data: [config.data[0], config.data[0]] }, /is given twice/],
      [{ adam: { ...config.adam, beta2: 1 } }, /betas from 0 to below 1/],
    ];
    for (const [more, says] of cases) {
      await assert.rejects(trainNetwork({ ...config, ...more }, source, path, ONE), says);
    }
    await assert.rejects(trainTiny(config, path, { timeLimit: 0 }), /timeLimit must be a positive/);
    await assert.rejects(trainTiny(config, path, { checkpointSeconds: -1 }), /not be negative/);
    await assert.rejects(trainTiny(config, path, { resources: { workers: 0 } }), /workers must be/);
    await assert.rejects(Deno.stat(path), Deno.errors.NotFound);
  }));

Deno.test("a config.json comes back as it was, and one with a wrong key is refused by its name", () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, "config.json");
    const config = await tinyConfig({ startFrom: "0".repeat(64) });
    await writeTrainingConfig(path, config);
    assert.deepEqual(await readTrainingConfig(path), config);
    const cases: [object, RegExp][] = [
      [{ epochs: "3" }, /config\.json: epochs: /],
      [{ momentum: 0.9 }, /config\.json: momentum: /],
      [{ adam: {} }, /config\.json: adam\.beta1: /],
      [{ architecture: { model: "cnn" } }, /config\.json: The model of an architecture must be/],
      [{ temperature: null }, /config\.json: temperature: /],
    ];
    for (const [more, says] of cases) {
      await Deno.writeTextFile(path, JSON.stringify({ ...config, ...more }));
      await assert.rejects(readTrainingConfig(path), (error: Error) => {
        assert.equal(error.name, "FormatError");
        assert.match(error.message, says);
        return true;
      });
    }
  }));

Deno.test("a loss that is no number ends a training and leaves its last checkpoint good", () =>
  inTemporaryFolder(async (folder) => {
    const config = await tinyConfig({ learningRate: 1e30, schedule: "constant" });
    const trained = trainTiny(config, folder, { checkpointSeconds: 0 });
    await assert.rejects(
      trained,
      /^NumericalError: The (loss|validation error) is .*smaller learning/,
    );
    const again = trainTiny(config, folder, { resume: true });
    await assert.rejects(again, /^NumericalError: The (loss|validation error) is/);
  }));
