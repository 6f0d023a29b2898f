import assert from "node:assert/strict";
import { join } from "node:path";
import { type QuenchConfig, quenchConfig, runQuench } from "../../mod.ts";
import { filesOf } from "../quench/run_files.ts";
import { refusalOf } from "./bent.ts";
import { cuts, flips, holes } from "./damage.ts";
import { inMemoryFolder } from "./memory_folder.ts";

const DAMAGES = 90;
const CONFIG: QuenchConfig = quenchConfig({ width: 4, steps: 12, saveEvery: 4, observeEvery: 2 });

const run = (folder: string, config: QuenchConfig, resume = false) =>
  runQuench(config, folder, { resources: { workers: 1 }, resume });

for (const name of ["observables.csv", "config.json", "checkpoint.safetensors"]) {
  Deno.test(`a run whose ${name} was damaged on the disk is not resumed, or resumed to the right bits (${DAMAGES} damages)`, () =>
    inMemoryFolder(async (folder) => {
      await run(join(folder, "whole"), CONFIG);
      const whole = await filesOf(join(folder, "whole"));
      const half = join(folder, "half");
      await run(half, { ...CONFIG, steps: 6 });
      const before = await filesOf(half);
      const good = before.get(name)!;
      const damages = [
        ...cuts(good, DAMAGES / 3),
        ...flips(good, DAMAGES / 3),
        ...holes(good, DAMAGES / 3),
      ];
      let refused = 0;
      for (const { bytes, what } of damages) {
        await Deno.writeFile(join(half, name), bytes);
        const error = await refusalOf(() => run(half, CONFIG, true));
        if (error === undefined) {
          assert.deepEqual(await filesOf(half), whole, what);
        } else {
          refused++;
          assert.match(error.message, /half/, what);
          const others = await filesOf(half);
          assert.deepEqual(others, new Map(before).set(name, bytes), what);
        }
        for (const file of (await filesOf(half)).keys()) await Deno.remove(join(half, file));
        for (const [file, contents] of before) await Deno.writeFile(join(half, file), contents);
      }
      assert.ok(refused > damages.length / 3, `only ${refused} of ${damages.length} were refused`);
    }));
}
