import assert from "node:assert/strict";
import { join } from "node:path";
import { readQuenchConfig, runQuench } from "../../lib/quench/mod.ts";
import { type QuenchConfig, quenchConfig } from "../../lib/quench/quench_config.ts";
import { inTemporaryFolder } from "../cli/nearsight.ts";
import { randomNetwork, writeWeights } from "../networks/weights_files.ts";
import { filesOf } from "./run_files.ts";

const CONFIG = quenchConfig({
  width: 10,
  height: 8,
  steps: 60,
  saveEvery: 20,
  observeEvery: 7,
  method: "gnn",
});
const NETWORK = randomNetwork("gnn, cavity, diagonals, odd, silu");

const run = (folder: string, config: QuenchConfig, resume = false, workers = 1) =>
  runQuench(config, folder, { resources: { workers }, resume });

for (const ensemble of ["grand-canonical", "canonical"] as const) {
  Deno.test(`gnn: 30 + 30 steps are 60 steps, every file bit for bit (${ensemble})`, () =>
    inTemporaryFolder(async (folder) => {
      const config = { ...CONFIG, ensemble, weights: await writeWeights(folder, NETWORK) };
      await run(join(folder, "whole"), config);
      await run(join(folder, "halves"), { ...config, steps: 30 });
      await run(join(folder, "halves"), config, true, 2);
      assert.deepEqual(await filesOf(join(folder, "halves")), await filesOf(join(folder, "whole")));
    }));
}

Deno.test("the shipped GNN: 1,000 steps on one worker are 400 on three and 600 on two, bit for bit", () =>
  inTemporaryFolder(async (folder) => {
    const options = { width: 18, height: 14, saveEvery: 500, observeEvery: 100, method: "gnn" };
    const config = quenchConfig({ ...options, steps: 1000 });
    await run(join(folder, "whole"), config);
    await run(join(folder, "parts"), { ...config, steps: 400 }, false, 3);
    await run(join(folder, "parts"), config, true, 2);
    assert.deepEqual(await filesOf(join(folder, "parts")), await filesOf(join(folder, "whole")));
  }));

Deno.test("config.json names the weights and the backend that were used, and reads back", () =>
  inTemporaryFolder(async (folder) => {
    const weights = await writeWeights(folder, NETWORK);
    const { sha256: _, ...open } = weights;
    await run(join(folder, "run"), { ...CONFIG, steps: 10, weights: open });
    const config = await readQuenchConfig(join(folder, "run", "config.json"));
    assert.deepEqual(config, { ...CONFIG, steps: 10, weights, backend: "wasm" });
  }));

Deno.test("a resume with weights that changed, or another backend, is refused; a file that moved is not", () =>
  inTemporaryFolder(async (folder) => {
    const weights = await writeWeights(folder, NETWORK);
    const config: QuenchConfig = { ...CONFIG, steps: 20, weights };
    await run(join(folder, "run"), config);
    const longer = { ...config, steps: 30 };
    const resume = (changed: QuenchConfig) => run(join(folder, "run"), changed, true);
    await assert.rejects(resume({ ...longer, backend: "tfjs-cpu" }), /with another backend/);
    const moved = await writeWeights(folder, NETWORK, "moved.json");
    assert.equal((await resume({ ...longer, weights: moved })).step, 30);
    const other = randomNetwork("gnn, cavity, diagonals, odd, silu", 2);
    const { source, sha256: _ } = await writeWeights(folder, other);
    await assert.rejects(resume(longer), { name: "FormatError", message: /have changed/ });
    await assert.rejects(resume({ ...longer, weights: { source } }), /with another weights/);
    await assert.rejects(resume({ ...CONFIG, method: "exact" }), /with another .*weights/);
  }));

Deno.test("a run tells which share of sites lies outside of what the network was trained on", () =>
  inTemporaryFolder(async (folder) => {
    const shares: number[] = [];
    const network = { ...NETWORK, inputRange: [-10, 10] as const };
    const config = { ...CONFIG, steps: 20, weights: await writeWeights(folder, network) };
    await runQuench(config, join(folder, "run"), {
      resources: { workers: 1 },
      onOutsideTraining: (share) => shares.push(share),
    });
    // Q of the start is as wide as 5.27, gQ as 18: beyond 10 are 59 in 100.
    assert.ok(shares.length > 0 && Math.abs(shares[0] - 0.59) < 0.2, `${shares[0]}`);
    const within: number[] = [];
    const wide = { ...NETWORK, inputRange: [-1000, 1000] as const };
    await runQuench({ ...config, weights: await writeWeights(folder, wide) }, join(folder, "b"), {
      resources: { workers: 1 },
      onOutsideTraining: (share) => within.push(share),
    });
    assert.deepEqual(within, []);
  }));
