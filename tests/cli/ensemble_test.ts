import assert from "node:assert/strict";
import { join } from "node:path";
import { CounterRng, EnsembleDirectory, openRunStore } from "../../mod.ts";
import { filesOf } from "../quench/run_files.ts";
import { runKilledAt } from "./killed_at.ts";
import { inTemporaryFolder, nearsight, nearsightCommand } from "./nearsight.ts";

/** Kills of the one ensemble. */
const KILLS = 8;

/** A small ensemble; checkpoints come often, so that kills meet them being written. */
function ensembleArgs(folder: string, name: string, steps: number): string[] {
  return [
    ...["quench", "--size", "8x6", "--method", "exact", "--steps", String(steps), "--seed", "5"],
    ...["--save-every", "20", "--observe-every", "5", "--checkpoint-seconds", "0", "--no-figures"],
    ...["--output", join(folder, name), "--records", join(folder, "records.db")],
  ];
}

const trajectoryFiles = (folder: string, name: string, trajectory: number) =>
  filesOf(new EnsembleDirectory(join(folder, name)).trajectory(trajectory).path);

async function run(args: readonly string[]) {
  const result = await nearsight(args);
  assert.equal(result.code, 0, result.stderr);
  return result;
}

Deno.test(`an ensemble killed with SIGKILL at ${KILLS} random moments and resumed equals an unbroken one, every file bit for bit`, () =>
  inTemporaryFolder(async (folder) => {
    await run([...ensembleArgs(folder, "whole", 200), "--trajectories", "3", "--workers", "1"]);
    const broken = [
      ...ensembleArgs(folder, "broken", 200),
      ...["--trajectories", "3", "--workers", "2"],
    ];
    const begun = async () => (await new EnsembleDirectory(join(folder, "broken")).runs()).length;
    let kills = 0;
    for (const delay of new CounterRng(3, "bootstrap").uniforms(KILLS)) {
      const resume = await begun() > 0 ? ["--resume"] : [];
      const limit = 1 + Math.floor(150 * delay);
      const { signal } = await runKilledAt([...broken, ...resume], folder, limit);
      if (signal === "SIGKILL") kills++;
    }
    assert.ok(kills >= KILLS / 2, `only ${kills} of ${KILLS} were killed in time`);
    await run([...broken, ...(await begun() > 0 ? ["--resume"] : [])]);
    for (const trajectory of [0, 1, 2]) {
      assert.deepEqual(
        await trajectoryFiles(folder, "broken", trajectory),
        await trajectoryFiles(folder, "whole", trajectory),
      );
    }
    using store = await openRunStore(join(folder, "records.db"));
    assert.ok((await store.list({ status: "killed" })).length > 0);
    assert.equal((await store.list({ status: "running" })).length, 0);
  }));

Deno.test("jobs of an array run at once in one folder make what one command makes, and sent again do nothing", () =>
  inTemporaryFolder(async (folder) => {
    await run([...ensembleArgs(folder, "whole", 100), "--trajectories", "3"]);
    const job = (k: number) => [
      ...ensembleArgs(folder, "jobs", 100),
      ...["--trajectory-index", String(k), "--workers", "1"],
    ];
    await Promise.all([0, 1, 2].map((k) => run(job(k))));
    const before = await trajectoryFiles(folder, "jobs", 1);
    assert.match((await run(job(1))).stdout, /^finished already: trajectory 1, 100 steps/);
    assert.deepEqual(await trajectoryFiles(folder, "jobs", 1), before);
    for (const k of [0, 1, 2]) {
      assert.deepEqual(
        await trajectoryFiles(folder, "jobs", k),
        await trajectoryFiles(folder, "whole", k),
      );
    }
    using store = await openRunStore(join(folder, "records.db"));
    const records = await store.list({ verb: "quench" });
    assert.equal(records.length, 6);
    const numbers = await Promise.all(
      records.map(async ({ id }) =>
        ((await store.get(id)).config as { trajectory: number }).trajectory
      ),
    );
    assert.deepEqual(numbers.sort(), [0, 0, 1, 1, 2, 2]);
    assert.ok(records.every(({ status }) => status === "finished"));
  }));

Deno.test("while a process is at a trajectory, another is refused that one in one line, and not the next", () =>
  inTemporaryFolder(async (folder) => {
    const job = (k: number, steps: number) => [
      ...ensembleArgs(folder, "jobs", steps),
      ...["--trajectory-index", String(k), "--workers", "1"],
    ];
    const child = nearsightCommand(job(0, 1_000_000)).spawn();
    const { checkpoint } = new EnsembleDirectory(join(folder, "jobs")).trajectory(0);
    while (!await exists(checkpoint)) await new Promise((wait) => setTimeout(wait, 20));
    const { code, stderr } = await nearsight(job(0, 1_000_000));
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^error: [^\n]*another process is running it[^\n]*trajectory-0000[^\n]*\n$/,
    );
    await run(job(1, 20));
    child.kill("SIGINT");
    const ended = await child.output();
    assert.equal(ended.code, 130);
    assert.match(new TextDecoder().decode(ended.stdout), /resume by the same command/);
  }));

Deno.test("Ctrl-C ends every trajectory with a checkpoint, exit status 130 and records that say so", () =>
  inTemporaryFolder(async (folder) => {
    const args = [
      ...ensembleArgs(folder, "e", 1_000_000),
      ...["--trajectories", "3", "--workers", "2"],
    ];
    const child = nearsightCommand(args).spawn();
    const ensemble = new EnsembleDirectory(join(folder, "e"));
    for (const k of [0, 1]) {
      const { checkpoint } = ensemble.trajectory(k);
      while (!await exists(checkpoint)) await new Promise((wait) => setTimeout(wait, 20));
    }
    child.kill("SIGINT");
    const { code, stdout, stderr } = await child.output();
    assert.equal(code, 130, new TextDecoder().decode(stderr));
    assert.match(new TextDecoder().decode(stdout), /resume with --resume --trajectories 3: 0 of 3/);
    assert.deepEqual(await ensemble.trajectories(), [0, 1]);
    using store = await openRunStore(join(folder, "records.db"));
    const records = await store.list();
    assert.deepEqual(records.map(({ status }) => status), ["interrupted", "interrupted"]);
  }));

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
