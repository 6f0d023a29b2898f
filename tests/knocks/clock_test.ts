import assert from "node:assert/strict";
import { join } from "node:path";
import { openRunStore } from "../../mod.ts";
import { inTemporaryFolder, nearsightCommand } from "../cli/nearsight.ts";
import { filesOf } from "../quench/run_files.ts";
import { firstLine, startChild } from "../runs/child.ts";
import { nearsightHere } from "./in_process.ts";

const HOUR = 3_600_000;

/** What sets the system's clock for one process (Debian's libfaketime, or a file named outright). */
const FAKETIME = [
  Deno.env.get("NEARSIGHT_FAKETIME") ?? "",
  ...["x86_64", "aarch64"].map((arch) => `/usr/lib/${arch}-linux-gnu/faketime/libfaketime.so.1`),
].find((path) => {
  try {
    return path !== "" && Deno.statSync(path).isFile;
  } catch {
    return false;
  }
});

/** Runs `body` on a clock that `now` tells; timers and `performance.now` go on as they do. */
async function withClock<T>(now: () => number, body: () => Promise<T>): Promise<T> {
  const RealDate = globalThis.Date;
  class SetClock extends RealDate {
    constructor(...given: unknown[]) {
      super(...(given.length === 0 ? [now()] : given) as [number]);
    }
    static override now = now;
  }
  globalThis.Date = SetClock as DateConstructor;
  try {
    return await body();
  } finally {
    globalThis.Date = RealDate;
  }
}

/** A clock that is a minute earlier at each look. */
function backwards(): () => number {
  const begun = Date.now();
  let looks = 0;
  return () => begun - 60_000 * looks++;
}

const quench = (folder: string, name: string, steps: number, ...more: string[]) =>
  nearsightHere([
    ...["quench", "--size", "4", "--method", "exact", "--steps", String(steps), "--workers", "1"],
    ...["--no-figures", "--checkpoint-seconds", "0", "--output", join(folder, name)],
    ...["--records", join(folder, "records.db"), ...more],
  ]);

Deno.test("a clock that runs backwards changes no bit of a quench, of its resume or of its durations", () =>
  inTemporaryFolder(async (folder) => {
    assert.equal((await quench(folder, "whole", 200)).code, 0);
    const lines = await withClock(backwards(), async () => {
      const half = await quench(folder, "back", 100);
      const rest = await quench(folder, "back", 200, "--resume");
      assert.deepEqual([half.code, rest.code], [0, 0], rest.lines.join("\n"));
      return [...half.lines, ...rest.lines];
    });
    assert.deepEqual(await filesOf(join(folder, "back")), await filesOf(join(folder, "whole")));
    for (const line of lines) assert.doesNotMatch(line, /-\d|NaN|Infinity/);
    using store = await openRunStore(join(folder, "records.db"));
    const runs = await store.list();
    assert.deepEqual(runs.map(({ status }) => status), ["finished", "finished", "finished"]);
    assert.equal(new Set(runs.map(({ id }) => id)).size, 3);
    for (const { timings } of runs) {
      for (const [name, seconds] of Object.entries(timings)) {
        assert.ok(seconds >= 0 && seconds < 60, `${name} took ${seconds} s`);
      }
    }
  }));

for (const file of ["runs.kv", "runs.jsonl"]) {
  Deno.test(`${file}: whether a run goes on or was killed does not hang on the clock, an hour wrong either way`, () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, file);
      using store = await openRunStore(path);
      const run = await store.begin({ verb: "x", config: {} });
      await run.flush();
      const child = startChild(["-A", "--unstable-kv"], path, "hang");
      const id = await firstLine(child);
      const statuses = async () => [(await store.get(run.id)).status, (await store.get(id)).status];
      for (const shift of [-HOUR, HOUR]) {
        const now = () => performance.timeOrigin + performance.now() + shift;
        assert.deepEqual(await withClock(now, statuses), ["running", "running"]);
      }
      child.kill("SIGKILL");
      await child.status;
      for (const shift of [-HOUR, HOUR]) {
        const now = () => performance.timeOrigin + performance.now() + shift;
        assert.deepEqual(await withClock(now, statuses), ["running", "killed"]);
      }
      await run.finish();
      await Promise.all([child.stdout.cancel(), child.stderr.cancel()]);
    }));
}

const setBack =
  "a system clock that is set back by an hour in the middle of a quench changes no bit";

Deno.test(FAKETIME === undefined ? `${setBack}: needs libfaketime` : setBack, {
  ignore: FAKETIME === undefined,
}, () =>
  inTemporaryFolder(async (folder) => {
    assert.equal((await quench(folder, "whole", 2000)).code, 0);
    const shift = join(folder, "shift");
    await Deno.writeTextFile(shift, "+0\n");
    const child = nearsightCommand([
      ...["quench", "--size", "4", "--method", "exact", "--steps", "2000", "--workers", "1"],
      ...["--no-figures", "--checkpoint-seconds", "0", "--output", join(folder, "back")],
      ...["--records", join(folder, "records.db")],
    ], {
      env: {
        LD_PRELOAD: FAKETIME!,
        FAKETIME_TIMESTAMP_FILE: shift,
        FAKETIME_NO_CACHE: "1",
        FAKETIME_DONT_FAKE_MONOTONIC: "1",
      },
    }).spawn();
    const begun = performance.now();
    const checkpoint = join(folder, "back", "checkpoint.safetensors");
    while (!await Deno.stat(checkpoint).then(() => true, () => false)) {
      assert.ok(performance.now() - begun < 60_000, "it does not begin");
      await new Promise((wait) => setTimeout(wait, 5));
    }
    await Deno.writeTextFile(shift, "-3600\n");
    const { code, stderr } = await child.output();
    assert.equal(code, 0, new TextDecoder().decode(stderr));
    assert.deepEqual(await filesOf(join(folder, "back")), await filesOf(join(folder, "whole")));
    using store = await openRunStore(join(folder, "records.db"));
    const back = (await store.list()).find(({ pid }) => pid === child.pid)!;
    assert.equal(back.status, "finished");
    assert.ok(back.endedAt! < back.startedAt, "the clock was not set back");
    assert.ok(back.timings.total > 0 && back.timings.total < 60);
  }));
