import assert from "node:assert/strict";
import { join } from "node:path";
import { openRunStore } from "../../mod.ts";
import { inTemporaryFolder } from "../cli/nearsight.ts";
import { nearsightHere } from "./in_process.ts";
import { lockStore } from "./locked_store.ts";

const wait = (milliseconds: number) => new Promise((end) => setTimeout(end, milliseconds));

Deno.test("a quench whose records another process keeps locked waits for them, and all is recorded", () =>
  inTemporaryFolder(async (folder) => {
    const records = join(folder, "records.db");
    const quench = (name: string) =>
      nearsightHere([
        ...["quench", "--size", "4", "--method", "exact", "--steps", "100", "--workers", "1"],
        ...["--no-figures", "--output", join(folder, name), "--records", records],
      ]);
    assert.equal((await quench("first")).code, 0);
    const lock = await lockStore(records);
    const [{ code, lines }] = await Promise.all([
      quench("second"),
      wait(1500).then(() => lock.release()),
    ]);
    assert.equal(code, 0, lines.join("\n"));
    using store = await openRunStore(records);
    const runs = await store.list();
    assert.deepEqual(runs.map(({ status }) => status), ["finished", "finished"]);
    assert.equal((await store.metrics(runs[0].id)).length, 11);
  }));

Deno.test("what a run notes while its store is locked is in it afterwards, nothing lost and nothing twice", () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, "runs.kv");
    using store = await openRunStore(path);
    const run = await store.begin({ verb: "x", config: {} });
    run.metrics(0, { loss: 1 });
    await run.flush();
    const lock = await lockStore(path);
    for (let step = 1; step <= 5; step++) {
      run.metrics(step, { loss: 1 / step });
      // Longer than metrics gather: writes are tried, and wait for each other.
      await wait(500);
    }
    await Deno.writeTextFile(join(folder, "out"), "contents");
    await run.artifact(join(folder, "out"), "weights");
    await Promise.all([run.finish(), wait(500).then(() => lock.release())]);
    const record = await store.get(run.id);
    assert.equal(record.status, "finished");
    assert.equal(record.artifacts.length, 1);
    const steps = (await store.metrics(run.id)).map(({ step }) => step);
    assert.deepEqual(steps, [0, 1, 2, 3, 4, 5]);
  }));
