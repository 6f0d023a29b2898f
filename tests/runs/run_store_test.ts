import assert from "node:assert/strict";
import { join } from "node:path";
import { ParameterError, UnavailableError } from "../../lib/errors.ts";
import { configHash, openRunStore, recordRun } from "../../lib/runs/mod.ts";
import { withFolder } from "./child.ts";

// Every claim about records holds in Deno KV and in lines of JSON alike.
for (const file of ["runs.kv", "runs.jsonl"]) {
  const test = (claim: string, body: (path: string, folder: string) => Promise<void>) =>
    Deno.test(`${file}: ${claim}`, () =>
      withFolder((folder) => body(join(folder, "new", file), folder)));

  test("a record holds what the run was, what it did and where", async (path, folder) => {
    using store = await openRunStore(path);
    assert.equal(store.kind, file === "runs.kv" ? "kv" : "json-lines");
    const config = { size: 40, g: 1.5, method: "ed" };
    const run = await store.begin({ verb: "quench", config, seed: 5, arithmetic: "0x1p0" });
    run.metrics(0, { energy: -1.5 });
    run.timing("forces", 1.25);
    await Deno.writeTextFile(join(folder, "Q.npy"), "abc");
    await run.artifact(join(folder, "Q.npy"), "frame");
    await run.finish();
    const record = await store.get(run.id);
    assert.equal(record.status, "finished");
    assert.equal(record.verb, "quench");
    assert.deepEqual(record.config, config);
    assert.equal(record.configHash, configHash({ method: "ed", g: 1.5, size: 40 }));
    assert.deepEqual([record.seed, record.arithmetic, record.pid], [5, "0x1p0", Deno.pid]);
    assert.deepEqual(record.timings, { forces: 1.25 });
    assert.deepEqual(record.latest, { step: 0, values: { energy: -1.5 } });
    assert.equal(record.versions.deno, Deno.version.deno);
    assert.equal(record.machine.arch, Deno.build.arch);
    assert.ok(record.startedAt <= (record.endedAt ?? ""));
    const [artifact] = record.artifacts;
    assert.deepEqual([artifact.kind, artifact.bytes], ["frame", 3]);
    assert.match(artifact.sha256, /^ba7816bf.*15ad$/, "SHA-256 of abc");
  });

  test("metrics of many thousand steps come back in order and exactly", async (path) => {
    using store = await openRunStore(path);
    const run = await store.begin({ verb: "train", config: {} });
    const names = Array.from({ length: 20 }, (_, i) => `weight ${i} ∂`);
    const valuesAt = (step: number) =>
      Object.fromEntries(names.map((name, i) => [name, Math.sin(step + i) / 3]));
    for (let step = 0; step < 3000; step++) {
      run.metrics(step, valuesAt(step));
      if (step === 1000) await run.flush();
    }
    await run.finish();
    const rows = await store.metrics(run.id);
    assert.ok(JSON.stringify(rows).length > 20 * 65_536);
    assert.deepEqual(
      rows,
      Array.from({ length: 3000 }, (_, step) => ({ step, values: valuesAt(step) })),
    );
  });

  test("NaN and infinities in metrics survive, and the export is plain JSON", async (path) => {
    using store = await openRunStore(path);
    const run = await store.begin({ verb: "train", config: {} });
    run.metrics(3, { loss: NaN });
    run.metrics(3, { grad: Infinity });
    await run.fail(new Error("diverged"));
    const values = { loss: NaN, grad: Infinity };
    assert.deepEqual((await store.get(run.id)).latest, { step: 3, values });
    assert.deepEqual(await store.metrics(run.id), [{ step: 3, values }]);
    const exported = await store.export(run.id);
    assert.deepEqual(JSON.parse(JSON.stringify(exported)), exported);
    assert.deepEqual(exported.metrics, [{ step: 3, values: { loss: "NaN", grad: "Infinity" } }]);
  });

  test("an array among the metrics or in the configuration is refused", async (path) => {
    using store = await openRunStore(path);
    const run = await store.begin({ verb: "train", config: {} });
    const many = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`Q${i}`, i]));
    assert.throws(() => run.metrics(0, many), ParameterError);
    await run.finish();
    const config = { Q: Array.from({ length: 100_000 }, Math.random) };
    await assert.rejects(store.begin({ verb: "train", config }), ParameterError);
    await assert.rejects(store.begin({ verb: "train", config: { t: NaN } }), ParameterError);
    assert.equal((await store.list()).length, 1);
  });

  test("a configuration longer than one value of Deno KV comes back", async (path) => {
    using store = await openRunStore(path);
    const config = { note: "ü".repeat(100_000), L: 4 };
    const run = await store.begin({ verb: "train", config });
    await run.finish();
    assert.deepEqual((await store.get(run.id)).config, config);
  });

  test(
    "runs are found by verb, status, parent, configuration and artifact",
    async (path, folder) => {
      using store = await openRunStore(path);
      const ids: string[] = [];
      for (let i = 0; i < 4; i++) {
        const verb = i % 2 ? "train" : "quench";
        const run = await store.begin({ verb, config: { i }, parent: ids.at(-1) });
        ids.push(run.id);
        await Deno.writeTextFile(join(folder, "out"), `contents ${i}`);
        await run.artifact(join(folder, "out"), "weights");
        await (i === 3 ? run.interrupt() : run.finish());
      }
      const found = async (filter: Parameters<typeof store.list>[0]) =>
        (await store.list(filter)).map(({ id }) => ids.indexOf(id));
      assert.deepEqual(await found({}), [3, 2, 1, 0]);
      assert.deepEqual(await found({ limit: 2 }), [3, 2]);
      assert.deepEqual(await found({ verb: "train" }), [3, 1]);
      assert.deepEqual(await found({ status: "interrupted" }), [3]);
      assert.deepEqual(await found({ parent: ids[1] }), [2]);
      assert.deepEqual(await found({ configHash: configHash({ i: 2 }) }), [2]);
      assert.deepEqual(await found({ configHash: configHash({ i: 2 }).slice(0, 12) }), [2]);
      const [{ sha256 }] = (await store.get(ids[1])).artifacts;
      assert.deepEqual(await found({ artifact: sha256 }), [1]);
      assert.deepEqual(await found({ artifact: sha256.slice(0, 16) }), [1]);
      assert.deepEqual(await found({ artifact: "0".repeat(64) }), []);
    },
  );

  test("a file written again is listed once and found by both contents", async (path, folder) => {
    using store = await openRunStore(path);
    const run = await store.begin({ verb: "train", config: {} });
    const checkpoint = join(folder, "checkpoint");
    await Deno.writeTextFile(checkpoint, "first");
    const first = await run.artifact(checkpoint, "checkpoint");
    await Deno.writeTextFile(checkpoint, "second");
    const second = await run.artifact(checkpoint, "checkpoint");
    await assert.rejects(run.artifact(join(folder, "missing"), "checkpoint"), UnavailableError);
    await run.finish();
    assert.deepEqual((await store.get(run.id)).artifacts, [second]);
    for (const { sha256 } of [first, second]) {
      assert.equal((await store.list({ artifact: sha256 }))[0].id, run.id);
    }
  });

  test("a run is found by part of its id, and an unknown or unclear part is refused", async (path) => {
    using store = await openRunStore(path);
    const [a, b] = [
      await store.begin({ verb: "x", config: {} }),
      await store.begin({ verb: "x", config: {} }),
    ];
    await Promise.all([a.finish(), b.finish()]);
    assert.equal((await store.get(a.id)).id, a.id);
    assert.equal((await store.get(b.id.split("-")[2])).id, b.id);
    assert.equal((await store.get(b.id.slice(0, -1))).id, b.id);
    await assert.rejects(store.get(a.id.slice(0, 4)), /There are 2 runs/);
    await assert.rejects(store.get("zzz"), /There is no run "zzz" in .*holds 2 runs/);
    await assert.rejects(store.get(""), ParameterError);
  });

  test("recordRun ends a record as its body ends, and an interruption stays one", async (path) => {
    using store = await openRunStore(path);
    const description = { verb: "x", config: {} };
    assert.equal(await recordRun(store, description, () => 5), 5);
    const cause = new ParameterError("Cannot quench at temperature -1");
    await assert.rejects(recordRun(store, description, () => Promise.reject(cause)), cause);
    await assert.rejects(
      recordRun(store, description, async (run) => {
        await run.interrupt();
        throw new Error("stopped");
      }),
      /stopped/,
    );
    const [interrupted, failed, finished] = await store.list();
    assert.equal(finished.status, "finished");
    assert.deepEqual([failed.status, failed.error], ["failed", cause.message]);
    assert.deepEqual([interrupted.status, interrupted.error], ["interrupted", undefined]);
  });

  test("a run that goes on in this process is running, and leaves no lock behind", async (path) => {
    using store = await openRunStore(path);
    const run = await store.begin({ verb: "x", config: {} });
    assert.equal((await store.get(run.id)).status, "running");
    assert.equal([...Deno.readDirSync(`${path}.running`)].length, 1);
    await run.finish();
    assert.equal((await store.get(run.id)).status, "finished");
    assert.deepEqual([...Deno.readDirSync(`${path}.running`)], []);
  });

  test("records are there when the store is opened again", async (path) => {
    const run = await (async () => {
      using store = await openRunStore(path);
      return await recordRun(store, { verb: "x", config: { a: 1 } }, (run) => run);
    })();
    using store = await openRunStore(path);
    assert.deepEqual((await store.get(run.id)).config, { a: 1 });
  });
}
