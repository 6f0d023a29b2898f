import assert from "node:assert/strict";
import { join } from "node:path";
import { openRunStore } from "../../lib/runs/mod.ts";
import { firstLine, outputOf, startChild, withFolder } from "./child.ts";

for (const file of ["runs.kv", "runs.jsonl"]) {
  Deno.test(`${file}: four processes that write at once lose nothing`, () =>
    withFolder(async (folder) => {
      const path = join(folder, file);
      const children = Array.from(
        { length: 4 },
        () => startChild(["-A", "--unstable-kv"], path, "many", "15"),
      );
      for (const child of children) assert.equal(await outputOf(child), "");
      using store = await openRunStore(path);
      const runs = await store.list({ status: "finished" });
      assert.equal(runs.length, 60);
      assert.equal(new Set(runs.map((run) => run.seed)).size, 4);
      for (const run of runs) {
        const rows = await store.metrics(run.id);
        assert.deepEqual(rows.map(({ values }) => values.loss), [1, 1 / 2, 1 / 3, 1 / 4, 1 / 5]);
      }
    }));

  Deno.test(`${file}: of two processes that write thousands of rows at once every row is kept, in order`, () =>
    withFolder(async (folder) => {
      const path = join(folder, file);
      const children = Array.from(
        { length: 2 },
        () => startChild(["-A", "--unstable-kv"], path, "rows", "4000"),
      );
      for (const child of children) assert.equal(await outputOf(child), "");
      using store = await openRunStore(path);
      const runs = await store.list({ verb: "rows", status: "finished" });
      assert.equal(new Set(runs.map(({ seed }) => seed)).size, 2);
      for (const { id, seed, latest } of runs) {
        const rows = await store.metrics(id);
        assert.equal(rows.length, 4000);
        rows.forEach((row, step) =>
          assert.deepEqual(row, { step, values: { square: step * step, pid: seed } })
        );
        assert.equal(latest?.step, 3999);
      }
      assert.equal((await store.list({ artifact: "c".repeat(64) })).length, 2);
    }));

  Deno.test(`${file}: a run whose process was killed shows as killed, with its last metrics`, () =>
    withFolder(async (folder) => {
      const path = join(folder, file);
      const child = startChild(["-A", "--unstable-kv"], path, "hang");
      const id = await firstLine(child);
      using store = await openRunStore(path);
      assert.equal((await store.get(id)).status, "running");
      assert.deepEqual(await store.list({ status: "killed" }), []);
      child.kill("SIGKILL");
      await child.status;
      const run = await store.get(id);
      assert.equal(run.status, "killed");
      assert.deepEqual(run.latest, { step: 7, values: { loss: 0.5 } });
      assert.deepEqual((await store.list({ status: "killed" })).map((run) => run.id), [id]);
      await Promise.all([child.stdout.cancel(), child.stderr.cancel()]);
    }));
}

Deno.test("a run without a lock shows as killed after minutes of silence, not before", () =>
  withFolder(async (folder) => {
    const path = join(folder, "runs.jsonl");
    const run = await (await openRunStore(path)).begin({ verb: "x", config: {} });
    await run.flush();
    // The same store elsewhere, where no locks are: all that tells is the time of its last sign.
    const copy = async (age: number) => {
      const then = new Date(Date.now() - age).toISOString();
      const lines = await Deno.readTextFile(path);
      const aged = lines.replaceAll(/"updatedAt":"[^"]+"/g, `"updatedAt":"${then}"`);
      await Deno.writeTextFile(join(folder, "copy.jsonl"), aged);
      return (await (await openRunStore(join(folder, "copy.jsonl"))).get(run.id)).status;
    };
    assert.equal(await copy(60_000), "running");
    assert.equal(await copy(10 * 60_000), "killed");
    await run.finish();
  }));

Deno.test("a script without --unstable-kv records in lines of JSON and says so in one line", () =>
  withFolder(async (folder) => {
    const path = join(folder, "runs.kv");
    const lines = await outputOf(startChild(["-A"], path, "short"));
    assert.match(lines, /^Deno KV is not switched on .*runs\.kv\.jsonl$/);
    const [run] = await (await openRunStore(`${path}.jsonl`)).list();
    assert.deepEqual([run.verb, run.status], ["short", "finished"]);
  }));

Deno.test("half a line that a killed process left is skipped, and what follows is read", () =>
  withFolder(async (folder) => {
    const path = join(folder, "runs.jsonl");
    assert.equal(await outputOf(startChild(["-A"], path, "short")), "");
    await Deno.writeTextFile(path, '{"type":"upd', { append: true });
    assert.equal(await outputOf(startChild(["-A"], path, "short")), "");
    const runs = await (await openRunStore(path)).list();
    assert.deepEqual(runs.map(({ status }) => status), ["finished", "finished"]);
  }));

Deno.test("with rights to the file alone a run is recorded, without a lock", () =>
  withFolder(async (folder) => {
    const path = join(folder, "runs.kv");
    const flags = ["--unstable-kv", `--allow-read=${path}`, `--allow-write=${path}`];
    assert.equal(await outputOf(startChild(flags, path, "short")), "");
    assert.deepEqual([...Deno.readDirSync(folder)].filter(({ isDirectory }) => isDirectory), []);
    using store = await openRunStore(path);
    const [run] = await store.list();
    assert.deepEqual([run.status, run.locked, run.commit], ["finished", false, undefined]);
    assert.deepEqual([run.machine.host, run.permissions.write], [undefined, "prompt"]);
  }));

Deno.test("without rights to the file the store is one line that names the flag", () =>
  withFolder(async (folder) => {
    const path = join(folder, "runs.kv");
    const flags = ["--unstable-kv", `--allow-read=${path}`];
    const line = await outputOf(startChild(flags, path, "short"));
    assert.match(line, /^Cannot use \S+ as a store of runs: .*; add --allow-write=\S+runs\.kv$/);
    const without = await outputOf(startChild([], path, "short"));
    assert.match(without.split("\n")[1], /^Cannot write \S+runs\.kv\.jsonl: .*; add --allow-/);
  }));
