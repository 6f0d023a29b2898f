import assert from "node:assert/strict";
import { join } from "node:path";
import { openRunStore, recordRun, type RunExport } from "../../lib/runs/mod.ts";
import { withFolder } from "./child.ts";

for (const file of ["runs.kv", "runs.jsonl"]) {
  Deno.test(`${file}: all runs are exported one by one as each alone, in the order of their beginnings`, () =>
    withFolder(async (folder) => {
      using store = await openRunStore(join(folder, file));
      for (let seed = 0; seed < 5; seed++) {
        await recordRun(
          store,
          { verb: seed % 2 ? "a" : "b", config: { seed }, seed },
          async (run) => {
            for (let step = 0; step < 3; step++) {
              run.metrics(step, { loss: step === 1 ? NaN : seed });
            }
            const path = join(folder, `${seed}.txt`);
            await Deno.writeTextFile(path, `contents ${seed}`);
            await run.artifact(path, "table", "c".repeat(63) + seed);
          },
        );
      }
      const exported: RunExport[] = await Array.fromAsync(store.exportAll());
      assert.deepEqual(exported.map(({ seed }) => seed), [0, 1, 2, 3, 4]);
      for (const run of exported) {
        assert.deepEqual(run, await store.export(run.id));
        assert.deepEqual(JSON.parse(JSON.stringify(run)), run);
        assert.deepEqual(run.metrics.map(({ values }) => values.loss), [run.seed, "NaN", run.seed]);
        assert.equal(run.artifacts[0].contents, "c".repeat(63) + run.seed);
      }
      const some = await Array.fromAsync(store.exportAll({ verb: "a", where: ["seed>1"] }));
      assert.deepEqual(some.map(({ seed }) => seed), [3]);
    }));
}
