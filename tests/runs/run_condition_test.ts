import assert from "node:assert/strict";
import { join } from "node:path";
import { ParameterError } from "../../lib/errors.ts";
import { openRunStore, parseRunCondition, recordRun } from "../../lib/runs/mod.ts";
import { withFolder } from "./child.ts";

const SEEDS = [1, 2, 3, 4];

/** Four runs that differ in what conditions are on; the last has no domain size. */
async function storeOf(path: string) {
  const store = await openRunStore(path);
  for (const seed of SEEDS) {
    const config = {
      ...{ temperature: seed / 10, method: seed % 2 ? "ed" : "gnn", flips: seed > 2 },
      ...{ lattice: { width: 10 * seed }, data: [{ split: `s${seed}` }], "a.b": seed },
    };
    await recordRun(store, { verb: "quench", config, seed }, (run) => {
      run.metrics(0, { domainSize: 99 });
      run.metrics(10, seed === 4 ? { loss: NaN } : { domainSize: seed + 0.5, loss: -seed });
    });
  }
  return store;
}

for (const file of ["runs.kv", "runs.jsonl"]) {
  Deno.test(`${file}: conditions choose runs by configuration, latest metrics and origin`, () =>
    withFolder(async (folder) => {
      using store = await storeOf(join(folder, file));
      const seeds = async (...where: string[]) =>
        (await store.list({ where })).map(({ seed }) => seed).reverse();
      assert.deepEqual(await seeds("config.temperature=0.1"), [1]);
      assert.deepEqual(await seeds("config.temperature = 0.10"), [1]);
      assert.deepEqual(await seeds("config.temperature=1e-1"), [1]);
      assert.deepEqual(await seeds("config.temperature!=0.1"), [2, 3, 4]);
      assert.deepEqual(await seeds("config.lattice.width>=20", "seed<4"), [2, 3]);
      assert.deepEqual(await seeds("config.method=gnn"), [2, 4]);
      assert.deepEqual(await seeds('config.method="gnn"'), [2, 4]);
      assert.deepEqual(await seeds("config.flips=true"), [3, 4]);
      assert.deepEqual(await seeds("config.data.0.split=s3"), [3]);
      assert.deepEqual(await seeds("config.a.b<=2"), [1, 2]);
      // Of the latest step, and only where it has one.
      assert.deepEqual(await seeds("metrics.domainSize>2"), [2, 3]);
      assert.deepEqual(await seeds("metrics.domainSize!=2.5"), [1, 3]);
      assert.deepEqual(await seeds("metrics.loss<-1"), [2, 3]);
      assert.deepEqual(await seeds("metrics.loss=NaN"), [4]);
      assert.deepEqual(
        await seeds("startedAt>=2020-01-01", "status=finished", "verb=quench"),
        SEEDS,
      );
      assert.deepEqual(await seeds("versions.deno=" + Deno.version.deno), SEEDS);
      const latest = await store.list({ where: ["seed>1"], limit: 2 });
      assert.deepEqual(latest.map(({ seed }) => seed), [4, 3]);
    }));
}

Deno.test("a condition on what no run has, or that compares what cannot be, is refused in one line", () =>
  withFolder(async (folder) => {
    using store = await storeOf(join(folder, "runs.jsonl"));
    const refuses = (where: string, message: RegExp) =>
      assert.rejects(store.list({ where: [where] }), (error: Error) => {
        assert.ok(error instanceof ParameterError, String(error));
        assert.match(error.message, message);
        assert.doesNotMatch(error.message, /\n/);
        return true;
      });
    await refuses("config.temprature=0.1", /none of 4 runs has config\.temprature/);
    await refuses("metrics.L>3", /none of 4 runs has metrics\.L/);
    await refuses("config.lattice=10", /holds width; name one, such as config\.lattice\.width/);
    await refuses("config.temperature<cold", /"cold": it is a number, 0\.\d/);
    await refuses("temperature=0.1", /begins with config\., metrics\., timings\., or one of id/);
    await refuses("config=1", /begins with config\./);
    await refuses("config.=1", /begins with/);
    for (
      const text of ["", "config.g", "=1", "config.g=", "config.g==1", "config.g=<1", "a<b>c<"]
    ) {
      assert.throws(() => parseRunCondition(text), ParameterError, text);
    }
    // Where nothing is recorded, nothing can be mistyped.
    using empty = await openRunStore(join(folder, "empty.jsonl"));
    assert.deepEqual(await empty.list({ where: ["config.temprature=0.1"] }), []);
  }));
