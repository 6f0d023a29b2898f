import assert from "node:assert/strict";
import { join } from "node:path";
import { openRunStore } from "../../mod.ts";
import { inTemporaryFolder } from "../cli/nearsight.ts";
import { nearsightHere } from "../knocks/in_process.ts";
import { lockStore } from "../knocks/locked_store.ts";

// Slow for the patience of records alone: half a minute an operation.

Deno.test("records that stay locked from the start refuse a run in one line, and nothing of it is written", () =>
  inTemporaryFolder(async (folder) => {
    const records = join(folder, "records.db");
    (await openRunStore(records)).close();
    const lock = await lockStore(records);
    const { code, lines } = await nearsightHere([
      ...["quench", "--size", "4", "--method", "exact", "--steps", "10", "--workers", "1"],
      ...["--no-figures", "--output", join(folder, "run"), "--records", records],
    ]);
    await lock.release();
    assert.equal(code, 1);
    assert.match(
      lines.join("\n"),
      /^error: Cannot use .*records\.db.*another process keeps it locked$/,
    );
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
    assert.ok(!names.includes("run"), names.join());
  }));

Deno.test("a store that stays locked while a run goes on costs the run nothing, and its end one line", () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, "runs.kv");
    using store = await openRunStore(path);
    const run = await store.begin({ verb: "x", config: {} });
    const lock = await lockStore(path);
    // Had every try of these seconds to wait its turn, the end would be several minutes away.
    for (let step = 0; step < 10; step++) {
      run.metrics(step, { loss: 1 });
      await new Promise((end) => setTimeout(end, 1100));
    }
    const endless = Symbol();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ended = await Promise.race([
      run.finish().then(() => undefined, (error: Error) => error.message),
      new Promise((late) => timer = setTimeout(() => late(endless), 120_000)),
    ]);
    clearTimeout(timer);
    await lock.release();
    assert.match(String(ended), /^Cannot use .*runs\.kv.*another process keeps it locked$/);
    assert.match(
      await run.fail(new Error("x")).catch((error) => error.message),
      /keeps it locked$/,
    );
  }));
