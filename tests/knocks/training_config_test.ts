import assert from "node:assert/strict";
import { join } from "node:path";
import { readTrainingConfig, trainNetwork } from "../../mod.ts";
import { validateTrainingConfig } from "../../lib/training/train/mod.ts";
import { tinyConfig, tinySet } from "../training/train/tiny.ts";
import { bentJson, refusalOf, tries } from "./bent.ts";
import { fc } from "./fast_check.ts";
import { inMemoryFolder } from "./memory_folder.ts";

const CASES = 600;
const RESUMES = 60;

Deno.test(`a training's bent config.json is refused in one line, or read and in range (${CASES} cases)`, () =>
  inMemoryFolder(async (folder) => {
    const path = join(folder, "config.json");
    const config = await tinyConfig();
    let accepted = 0;
    const property = fc.asyncProperty(bentJson(config), async (text) => {
      await Deno.writeTextFile(path, text);
      let read: typeof config | undefined;
      const error = await refusalOf(async () => {
        read = await readTrainingConfig(path);
        validateTrainingConfig(read);
      });
      if (error !== undefined || read === undefined) return;
      accepted++;
      assert.deepEqual(read, JSON.parse(text));
      for (const name of ["epochs", "batch", "shard", "learningRate", "temperature"] as const) {
        assert.ok(read[name] > 0 && read[name] < Infinity, text);
      }
      const { beta1, beta2, epsilon, weightDecay } = read.adam;
      assert.ok(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon > 0, text);
      assert.ok(weightDecay >= 0 && read.averaging >= 0 && read.averaging < 1, text);
      assert.ok(read.clip >= 0 && read.seed >= 0 && read.data.length > 0, text);
    });
    await fc.assert(property, tries(CASES));
    assert.ok(accepted > CASES / 50, `only ${accepted} were accepted`);
  }));

Deno.test(`a training whose config.json is bent is not gone on with, or is the same training (${RESUMES} cases)`, () =>
  inMemoryFolder(async (folder) => {
    const config = { ...await tinyConfig(), epochs: 1 };
    const source = { dataSets: [await tinySet()] };
    const options = { resources: { workers: 1 }, resume: true };
    await trainNetwork(config, source, folder, options);
    const path = join(folder, "config.json");
    const best = await Deno.readFile(join(folder, "best.safetensors"));
    const property = fc.asyncProperty(bentJson(config), async (text) => {
      await Deno.writeTextFile(path, text);
      const error = await refusalOf(() => trainNetwork(config, source, folder, options));
      if (error === undefined) {
        const same = JSON.parse(await Deno.readTextFile(path));
        assert.deepEqual(same, JSON.parse(JSON.stringify(config)));
      }
      assert.deepEqual(await Deno.readFile(join(folder, "best.safetensors")), best);
    });
    await fc.assert(property, tries(RESUMES));
  }));
