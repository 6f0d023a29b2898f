import assert from "node:assert/strict";
import { join } from "node:path";
import { sha256 } from "../../lib/io/mod.ts";
import {
  inputsOf,
  openRunStore,
  recordRun,
  type RunStore,
  traceArtifact,
} from "../../lib/runs/mod.ts";
import { withFolder } from "./child.ts";

/** Records a run that writes one file of this text and returns the run's id. */
async function write(
  store: RunStore,
  folder: string,
  verb: string,
  config: unknown,
  text: string,
  contents?: string,
): Promise<string> {
  const path = join(folder, `${verb}.out`);
  const run = await recordRun(store, { verb, config, seed: 3 }, async (run) => {
    await Deno.writeTextFile(path, text);
    await run.artifact(path, verb, contents);
    return run;
  });
  return run.id;
}

for (const file of ["runs.kv", "runs.jsonl"]) {
  Deno.test(`${file}: a figure is traced through analysis, trajectory, weights and data to their runs`, () =>
    withFolder(async (folder) => {
      using store = await openRunStore(join(folder, file));
      // Weights and data are named by what they hold, trajectories by a file's own SHA-256.
      const [data, weights] = [sha256("the numbers"), sha256("the network")];
      const ids = [
        await write(store, folder, "dataset", { seed: 1 }, "npz", data),
        await write(store, folder, "train", { data: [{ sha256: data, split: "s" }] }, "w", weights),
        await write(
          store,
          folder,
          "quench",
          { weights: { source: "w", sha256: weights } },
          "frames",
        ),
        await write(
          store,
          folder,
          "analyze",
          { inputs: [{ source: "run", sha256: sha256("frames") }] },
          "<svg/>",
        ),
      ];
      let trace = await traceArtifact(store, sha256("<svg/>"));
      const found: unknown[] = [];
      for (;;) {
        found.unshift([trace.run?.verb, trace.run?.id, trace.input?.key]);
        assert.equal(trace.artifact?.kind, trace.run?.verb);
        if (trace.inputs.length === 0) break;
        assert.equal(trace.inputs.length, 1);
        [trace] = trace.inputs;
      }
      assert.deepEqual(found, [
        ["dataset", ids[0], "data.0"],
        ["train", ids[1], "weights"],
        ["quench", ids[2], "inputs.0"],
        ["analyze", ids[3], undefined],
      ]);
      // A file in another packaging is found by what it holds.
      assert.equal((await traceArtifact(store, weights)).run?.id, ids[1]);
      assert.equal((await store.list({ artifact: weights.slice(0, 12) }))[0].id, ids[1]);
    }));

  Deno.test(`${file}: what the store does not know ends a trace, and a circle does too`, () =>
    withFolder(async (folder) => {
      using store = await openRunStore(join(folder, file));
      const unknown = sha256("elsewhere");
      assert.deepEqual(await traceArtifact(store, unknown), {
        sha256: unknown,
        others: [],
        inputs: [],
      });
      const first = await write(store, folder, "a", { weights: { sha256: unknown } }, "same");
      const config = { startFrom: sha256("same"), weights: { sha256: sha256("b") } };
      const second = await write(store, folder, "b", config, "b", sha256("same"));
      const trace = await traceArtifact(store, sha256("same"));
      // The latest run of two, then the other one as what it read; it is not its own source.
      assert.deepEqual([trace.run?.id, trace.others], [second, [first]]);
      const [start, weights] = ["startFrom", "weights"].map((key) =>
        trace.inputs.find(({ input }) => input?.key === key)
      );
      assert.equal(start?.run?.id, first);
      assert.equal(start?.inputs[0].run, undefined);
      assert.equal(weights?.run, undefined);
    }));
}

Deno.test("of several runs that wrote the same bytes the one that wrote them to this path is told", () =>
  withFolder(async (folder) => {
    using store = await openRunStore(join(folder, "runs.kv"));
    const ids = [];
    for (const verb of ["a", "b", "c"]) ids.push(await write(store, folder, verb, {}, "same"));
    const trace = (path?: string) => traceArtifact(store, sha256("same"), path);
    const b = await trace(join(folder, "b.out"));
    assert.deepEqual([b.run?.id, b.others], [ids[1], [ids[2], ids[0]]]);
    assert.equal((await trace(join(folder, "moved.out"))).run?.id, ids[2]);
    assert.equal((await trace()).run?.id, ids[2]);
  }));

Deno.test("a file that its run has written over since still leads to the run", () =>
  withFolder(async (folder) => {
    using store = await openRunStore(join(folder, "runs.kv"));
    const path = join(folder, "checkpoint");
    const run = await store.begin({ verb: "train", config: {} });
    for (const text of ["first", "second"]) {
      await Deno.writeTextFile(path, text);
      await run.artifact(path, "checkpoint");
    }
    await run.finish();
    const trace = await traceArtifact(store, sha256("first"));
    assert.deepEqual([trace.run?.id, trace.artifact], [run.id, undefined]);
  }));

Deno.test("inputs are whatever a configuration names with a SHA-256", () => {
  const [a, b, c] = ["a", "b", "c"].map((text) => sha256(text));
  assert.deepEqual(
    inputsOf({
      seed: 1,
      weights: { source: "gnn", sha256: a },
      data: { path: "/x/set.npz", sha256: b },
      nested: [{ deep: [{ sha256: c }] }],
      startFrom: a,
      sha256: "no hash",
      none: null,
    }),
    [
      { key: "startFrom", sha256: a },
      { key: "weights", source: "gnn", sha256: a },
      { key: "data", source: "/x/set.npz", sha256: b },
      { key: "nested.0.deep.0", sha256: c },
    ],
  );
});
