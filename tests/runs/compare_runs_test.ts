import assert from "node:assert/strict";
import { compareRuns, openRunStore, recordRun } from "../../lib/runs/mod.ts";

async function twoRuns(a: unknown, b: unknown) {
  using store = await openRunStore(":memory:");
  const records = [];
  for (const [i, config] of [a, b].entries()) {
    const run = await recordRun(store, { verb: "train", config, seed: i }, (run) => {
      run.metrics(5, { loss: 1 / (i + 1), ...(i === 0 ? { old: 1 } : { grad: Infinity }) });
      run.timing("total", 2 + i);
      return run;
    });
    records.push(await store.get(run.id));
  }
  return records;
}

Deno.test("two runs are compared leaf by leaf, with what only one of them has", async () => {
  const [a, b] = await twoRuns(
    { lattice: { width: 8, height: 8 }, sizes: [1, 2], method: "ed", none: [] },
    { lattice: { width: 8, height: 6 }, sizes: [1, 3, 4], method: "ed", weights: { source: "w" } },
  );
  const comparison = compareRuns(a, b);
  assert.deepEqual([comparison.a, comparison.b, comparison.sameConfig], [a.id, b.id, false]);
  const differences = new Map(comparison.differences.map(({ key, ...sides }) => [key, sides]));
  assert.deepEqual(
    Object.fromEntries(differences),
    {
      seed: { a: 0, b: 1 },
      "config.lattice.height": { a: 8, b: 6 },
      "config.sizes.1": { a: 2, b: 3 },
      "config.sizes.2": { b: 4 },
      "config.none": { a: [] },
      "config.weights.source": { b: "w" },
    },
  );
  assert.deepEqual(comparison.metrics, [
    { name: "loss", a: 1, b: 0.5, difference: -0.5 },
    { name: "old", a: 1 },
    { name: "grad", b: Infinity },
  ]);
  assert.deepEqual(comparison.timings, [{ name: "total", a: 2, b: 3, difference: 1 }]);
});

Deno.test("runs on other machines and software show it, and a run does not differ from itself", async () => {
  const [a, other] = await twoRuns({ g: 1 }, { g: 1 });
  const b = {
    ...other,
    seed: 0,
    versions: { ...other.versions, deno: "3.0.0" },
    machine: { ...other.machine, cores: 1000 },
    commit: "f".repeat(40),
    status: "failed" as const,
  };
  const comparison = compareRuns(a, b);
  assert.equal(comparison.sameConfig, true);
  assert.deepEqual(
    comparison.differences.map(({ key }) => key),
    ["status", "versions.deno", "commit", "machine.cores"],
  );
  assert.deepEqual(compareRuns(a, a).differences, []);
});
