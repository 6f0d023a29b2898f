import assert from "node:assert/strict";
import { join } from "node:path";
import { CounterRng, openRunStore } from "../../mod.ts";
import { filesOf } from "../quench/run_files.ts";
import { runKilledAt } from "./killed_at.ts";
import { inTemporaryFolder, nearsight, nearsightCommand } from "./nearsight.ts";

const STEPS = 600;
/** Kills for each number of workers. */
const KILLS = 12;

/** The options of one small run; checkpoints come often, so that kills meet them being written. */
function quenchArgs(folder: string, name: string, steps: number, workers: number): string[] {
  return [
    ...["quench", "--size", "8x6", "--method", "exact", "--steps", String(steps), "--seed", "5"],
    ...["--save-every", "20", "--observe-every", "5", "--checkpoint-seconds", "0"],
    ...["--workers", String(workers), "--no-figures"],
    ...["--output", join(folder, name), "--records", join(folder, "records.db")],
  ];
}

for (const workers of [1, 2]) {
  Deno.test(`a run killed with SIGKILL at ${KILLS} random moments and resumed equals an unbroken one, every file bit for bit (${workers} workers)`, () =>
    inTemporaryFolder(async (folder) => {
      const whole = await nearsight(quenchArgs(folder, "whole", STEPS, workers));
      assert.equal(whole.code, 0, whole.stderr);

      const broken = quenchArgs(folder, "broken", STEPS, workers);
      const delays = new CounterRng(workers, "bootstrap").uniforms(KILLS);
      let kills = 0;
      for (const delay of delays) {
        const started = await exists(join(folder, "broken", "config.json"));
        // From before the first file is written to long after: a run makes several hundred changes.
        const limit = 1 + Math.floor(200 * delay);
        const { signal } = await runKilledAt(
          started ? [...broken, "--resume"] : broken,
          folder,
          limit,
        );
        if (signal === "SIGKILL") kills++;
        else await Deno.remove(join(folder, "broken"), { recursive: true });
      }
      assert.ok(kills >= KILLS / 2, `only ${kills} of ${KILLS} runs were killed in time`);
      const started = await exists(join(folder, "broken", "config.json"));
      const last = await nearsight(started ? [...broken, "--resume"] : broken);
      assert.equal(last.code, 0, last.stderr);
      assert.deepEqual(await filesOf(join(folder, "broken")), await filesOf(join(folder, "whole")));

      using store = await openRunStore(join(folder, "records.db"));
      const killed = await store.list({ status: "killed" });
      assert.ok(killed.length > 0 && killed.length <= kills);
      assert.equal((await store.list({ status: "running" })).length, 0);
    }));
}

Deno.test("300 + 300 steps are 600 steps, every file bit for bit, across two processes", () =>
  inTemporaryFolder(async (folder) => {
    for (
      const args of [
        quenchArgs(folder, "whole", 600, 1),
        quenchArgs(folder, "halves", 300, 2),
        [...quenchArgs(folder, "halves", 600, 1), "--resume"],
      ]
    ) {
      const { code, stderr } = await nearsight(args);
      assert.equal(code, 0, stderr);
    }
    assert.deepEqual(await filesOf(join(folder, "halves")), await filesOf(join(folder, "whole")));
  }));

// A terminal and `deno task` may both send what was pressed once.
for (const times of [1, 2]) {
  Deno.test(`Ctrl-C that arrives ${times}× ends a run with a checkpoint, status 130 and a record that says so`, () =>
    inTemporaryFolder(async (folder) => {
      const args = quenchArgs(folder, "run", 1_000_000, 1);
      const child = nearsightCommand(args).spawn();
      while (!await exists(join(folder, "run", "checkpoint.safetensors"))) {
        await new Promise((wait) => setTimeout(wait, 20));
      }
      child.kill("SIGINT");
      if (times > 1) {
        await new Promise((wait) => setTimeout(wait, 10));
        // It may have ended.
        try {
          child.kill("SIGINT");
        } catch { /* then there is nothing to send it to */ }
      }
      const { code, stderr } = await child.output();
      assert.equal(code, 130, new TextDecoder().decode(stderr));
      using store = await openRunStore(join(folder, "records.db"));
      const [record] = await store.list();
      assert.equal(record.status, "interrupted");
    }));
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
