import assert from "node:assert/strict";
import { join } from "node:path";
import { type QuenchConfig, quenchConfig, runQuench } from "../../mod.ts";
import { inTemporaryFolder } from "../cli/nearsight.ts";
import { filesOf } from "./run_files.ts";

const CONFIG: QuenchConfig = quenchConfig({
  width: 8,
  height: 6,
  steps: 120,
  saveEvery: 30,
  observeEvery: 7,
  seed: 3,
});

const run = (
  folder: string,
  config: QuenchConfig,
  options: { workers?: number; resume?: boolean; signal?: AbortSignal } = {},
) => {
  const { workers = 1, ...rest } = options;
  return runQuench(config, folder, { resources: { workers }, ...rest });
};

for (const ensemble of ["grand-canonical", "canonical"] as const) {
  Deno.test(`60 + 60 steps are 120 steps, every file bit for bit (${ensemble})`, () =>
    inTemporaryFolder(async (folder) => {
      const config = { ...CONFIG, ensemble };
      await run(join(folder, "whole"), config);
      await run(join(folder, "halves"), { ...config, steps: 60 });
      await run(join(folder, "halves"), config, { resume: true });
      assert.deepEqual(await filesOf(join(folder, "halves")), await filesOf(join(folder, "whole")));
    }));
}

Deno.test("one worker and two give the same bits", () =>
  inTemporaryFolder(async (folder) => {
    await run(join(folder, "one"), CONFIG, { workers: 1 });
    await run(join(folder, "two"), CONFIG, { workers: 2 });
    assert.deepEqual(await filesOf(join(folder, "two")), await filesOf(join(folder, "one")));
  }));

Deno.test("exact and ed trajectories agree to 1e-8 over 30 steps", () =>
  inTemporaryFolder(async (folder) => {
    const config = { ...CONFIG, steps: 30 };
    const rows = [];
    for (const method of ["exact", "ed"]) {
      rows.push((await run(join(folder, method), { ...config, method })).rows);
    }
    for (const [r, row] of rows[0].entries()) {
      for (const [name, value] of Object.entries(row)) {
        const other = rows[1][r][name as keyof typeof row];
        assert.ok(Math.abs(value - other) < 1e-8 * Math.max(1, Math.abs(value)), name);
      }
    }
  }));

Deno.test("a run that its signal stops goes on where it was", () =>
  inTemporaryFolder(async (folder) => {
    await run(join(folder, "whole"), CONFIG);
    const controller = new AbortController();
    const outcome = await runQuench(CONFIG, join(folder, "stopped"), {
      resources: { workers: 1 },
      signal: controller.signal,
      onStep: (step) => step >= 50 && controller.abort(),
    });
    assert.equal(outcome.status, "interrupted");
    assert.ok(outcome.step >= 50 && outcome.step < 70);
    await run(join(folder, "stopped"), CONFIG, { resume: true });
    assert.deepEqual(await filesOf(join(folder, "stopped")), await filesOf(join(folder, "whole")));
  }));

for (const method of ["exact", "cavity", "gnn"]) {
  Deno.test(`timers and signals have their turn while no file is written (${method})`, () =>
    inTemporaryFolder(async (folder) => {
      const sides = { width: 18, height: 18 };
      const endless = { ...sides, steps: 1_000_000, saveEvery: 1_000_000, observeEvery: 1_000_000 };
      const controller = new AbortController();
      const timer = setTimeout(() => controller.abort(), 300);
      const { status, step } = await run(folder, quenchConfig({ ...endless, method }), {
        signal: controller.signal,
      });
      clearTimeout(timer);
      assert.equal(status, "interrupted");
      assert.ok(step > 0 && step < 1_000_000);
    }));
}

Deno.test("a resume with another configuration, or of a longer run, is refused by name", () =>
  inTemporaryFolder(async (folder) => {
    await run(folder, { ...CONFIG, steps: 30 });
    const before = await filesOf(folder);
    const resume = (config: QuenchConfig) => run(folder, config, { resume: true });
    await assert.rejects(resume({ ...CONFIG, seed: 4 }), /with another seed/);
    await assert.rejects(resume({ ...CONFIG, temperature: 0.2 }), /with another temperature/);
    await assert.rejects(resume({ ...CONFIG, steps: 20 }), /has reached step 30 already/);
    await assert.rejects(run(folder, CONFIG), /holds a run already/);
    assert.deepEqual(await filesOf(folder), before);
  }));

Deno.test("a checkpoint with any single bit flipped is refused", () =>
  inTemporaryFolder(async (folder) => {
    await run(folder, { ...CONFIG, steps: 30 });
    const path = join(folder, "checkpoint.safetensors");
    const good = await Deno.readFile(path);
    for (let trial = 0; trial < 60; trial++) {
      const bad = good.slice();
      const place = Math.floor((trial + 0.5) / 60 * good.length);
      bad[place] ^= 1 << (trial % 8);
      await Deno.writeFile(path, bad);
      await assert.rejects(
        run(folder, CONFIG, { resume: true }),
        (error: Error) => error.name === "FormatError",
        `byte ${place} of ${good.length}`,
      );
    }
  }));

Deno.test("a checkpoint from other arithmetic is refused, and accepted by name", () =>
  inTemporaryFolder(async (folder) => {
    const { readCheckpoint, writeCheckpoint, makeLattice } = await import("../../mod.ts");
    await run(folder, { ...CONFIG, steps: 30 });
    const path = join(folder, "checkpoint.safetensors");
    const lattice = makeLattice(CONFIG.lattice);
    const { state, info } = await readCheckpoint(path, lattice);
    await writeCheckpoint(path, lattice, state, { ...info, arithmetic: "f64 separate" });
    const options = { resources: { workers: 1 }, resume: true };
    await assert.rejects(
      runQuench(CONFIG, folder, options),
      /arithmetic "f64 separate"/,
    );
    const outcome = await runQuench(CONFIG, folder, { ...options, acceptOtherArithmetic: true });
    assert.equal(outcome.status, "finished");
  }));

Deno.test("two processes cannot run one folder: the second is refused", () =>
  inTemporaryFolder(async (folder) => {
    const first = run(folder, { ...CONFIG, steps: 60 });
    let refused: unknown;
    const { promise, resolve } = Promise.withResolvers<void>();
    const controller = new AbortController();
    await Promise.all([
      first,
      (async () => {
        for (let tries = 0; tries < 1000 && refused === undefined; tries++) {
          await new Promise((wait) => setTimeout(wait, 1));
          if (!await exists(join(folder, "config.json"))) continue;
          try {
            await run(folder, { ...CONFIG, steps: 60 }, {
              resume: true,
              signal: controller.signal,
            });
            break;
          } catch (error) {
            refused = error;
          }
        }
        resolve();
      })(),
    ]);
    await promise;
    assert.match(String(refused), /another process is running it/);
  }));

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch {
    return false;
  }
}
