import assert from "node:assert/strict";
import { join } from "node:path";
import { CounterRng, readDataSet, writeDataSet } from "../../mod.ts";
import { inTemporaryFolder, nearsight, nearsightCommand } from "../cli/nearsight.ts";
import { filesOf } from "../quench/run_files.ts";
import { bitsOf } from "../training/train/tiny.ts";
import { roomySet } from "../training/evaluation/networks.ts";
import { nearsightHere } from "./in_process.ts";

const SIGNALS = 8;

const exists = (path: string) => Deno.stat(path).then(() => true, () => false);
const wait = (milliseconds: number) => new Promise((end) => setTimeout(end, milliseconds));

/** Whether a command that is sent a signal at a moment ends as one that heard it. */
async function signalled(args: readonly string[], signal: Deno.Signal, moment: Promise<unknown>) {
  const child = nearsightCommand(args).spawn();
  let ended = false;
  moment.then(() => ended || child.kill(signal));
  const { code, signal: killedBy, stderr } = await child.output();
  ended = true;
  const text = new TextDecoder().decode(stderr);
  // Before the command listens, the signal ends the process as the system has it.
  if (killedBy !== null) assert.equal(killedBy, signal);
  else {
    assert.ok(code === 130 || code === 0, `exit ${code}\n${text}`);
    assert.doesNotMatch(text, /error/);
  }
  return killedBy === null && code === 130;
}

/** The moment after a file has come into being; after a minute it will not. */
async function appears(path: string): Promise<void> {
  const begun = performance.now();
  while (!await exists(path) && performance.now() - begun < 60_000) await wait(5);
}

/** Runs that a file of records in lines has seen begin. */
async function begunIn(records: string): Promise<number> {
  const text = await Deno.readTextFile(records).catch(() => "");
  return text.split('{"type":"begin"').length - 1;
}

Deno.test(`a quench ended ${SIGNALS} times by SIGINT and SIGTERM at random moments and resumed equals an unbroken one, every file bit for bit`, () =>
  inTemporaryFolder(async (folder) => {
    const args = (name: string) => [
      ...["quench", "--size", "4", "--method", "exact", "--steps", "4000", "--workers", "1"],
      ...["--save-every", "500", "--observe-every", "50", "--no-figures"],
      ...["--output", join(folder, name), "--records", join(folder, `${name}.jsonl`)],
    ];
    assert.equal((await nearsightHere(args("whole"))).code, 0);
    const delays = new CounterRng(3, "bootstrap").uniforms(SIGNALS);
    let interrupted = 0;
    for (const [s, delay] of delays.entries()) {
      const begun = await exists(join(folder, "broken", "config.json"));
      const call = begun ? [...args("broken"), "--resume"] : args("broken");
      const records = join(folder, "broken.jsonl");
      const before = await begunIn(records);
      // Half of them at any time from the start of the process, half once it has begun its run.
      const moment = s < SIGNALS / 2 ? wait(100 + 1200 * delay) : (async () => {
        for (let tries = 0; tries < 3000 && await begunIn(records) === before; tries++) {
          await wait(10);
        }
        await wait(400 * delay);
      })();
      if (await signalled(call, s % 2 === 0 ? "SIGTERM" : "SIGINT", moment)) {
        interrupted++;
        assert.ok(await exists(join(folder, "broken", "checkpoint.safetensors")));
      }
    }
    assert.ok(interrupted > 0, "no signal met a run");
    const begun = await exists(join(folder, "broken", "config.json"));
    const last = await nearsightHere([...args("broken"), ...(begun ? ["--resume"] : [])]);
    assert.equal(last.code, 0, last.lines.join("\n"));
    assert.deepEqual(await filesOf(join(folder, "broken")), await filesOf(join(folder, "whole")));
  }));

Deno.test("the making of a data set that SIGTERM ends goes on to the same bytes", () =>
  inTemporaryFolder(async (folder) => {
    const args = (name: string) => [
      ...["dataset", "make", "--preset", "smoke", "--sizes", "6", "--random", "300"],
      ...["--trajectories", "2", "--snapshot-steps", "400,800", "--workers", "1"],
      ...["--output", join(folder, `${name}.npz`), "--records", join(folder, `${name}.jsonl`)],
    ];
    assert.equal((await nearsightHere(args("whole"))).code, 0);
    for (const sign of ["recipe.json", "random/draw0-000064.npz", "trajectories"]) {
      const moment = appears(join(folder, "broken.work", sign));
      assert.ok(await signalled(args("broken"), "SIGTERM", moment), sign);
    }
    const last = await nearsightHere(args("broken"));
    assert.equal(last.code, 0, last.lines.join("\n"));
    const [broken, whole] = await Promise.all(
      ["broken", "whole"].map((name) => readDataSet(join(folder, `${name}.npz`))),
    );
    assert.equal(broken.sha256, whole.sha256);
  }));

Deno.test("a training that SIGTERM ends goes on to the same bits", () =>
  inTemporaryFolder(async (folder) => {
    await writeDataSet(join(folder, "set.npz"), (await roomySet()).dataSet);
    const args = (name: string) => [
      ...["train", "--data", join(folder, "set.npz"), "--output", join(folder, name)],
      ...["--workers", "1", "--records", join(folder, "records.jsonl")],
    ];
    const begin = ["--model", "gnn", "--preset", "small", "--epochs", "6"];
    const whole = await nearsight([...args("whole"), ...begin]);
    assert.equal(whole.code, 0, whole.stderr);
    const moment = appears(join(folder, "broken", "checkpoint.safetensors"));
    const often = ["--checkpoint-seconds", "0"];
    assert.ok(await signalled([...args("broken"), ...begin, ...often], "SIGTERM", moment));
    const last = await nearsight([...args("broken"), "--resume"]);
    assert.equal(last.code, 0, last.stderr);
    assert.deepEqual(await bitsOf(join(folder, "broken")), await bitsOf(join(folder, "whole")));
  }));

Deno.test("of two resumes of one run at once one is refused in one line, the other ends with the right bits", () =>
  inTemporaryFolder(async (folder) => {
    const args = (name: string, steps: number) => [
      ...["quench", "--size", "4", "--method", "exact", "--workers", "1", "--no-figures"],
      ...["--save-every", "1000", "--observe-every", "50", "--steps", String(steps)],
      ...["--output", join(folder, name), "--records", join(folder, `${name}.db`)],
    ];
    assert.equal((await nearsightHere(args("whole", 8000))).code, 0);
    assert.equal((await nearsightHere(args("twice", 1000))).code, 0);
    const resume = [...args("twice", 8000), "--resume"];
    const both = await Promise.all([nearsight(resume), nearsight(resume)]);
    const [done, refused] = both.sort((a, b) => a.code - b.code);
    assert.deepEqual([done.code, refused.code], [0, 1], refused.stderr + done.stderr);
    assert.match(refused.stderr, /^error: .*another process is running it \(it holds .*\)\n$/);
    assert.deepEqual(await filesOf(join(folder, "twice")), await filesOf(join(folder, "whole")));
  }));
