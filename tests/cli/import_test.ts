import assert from "node:assert/strict";
import { join } from "node:path";
import { encodeTextFrame, openRunStore, readDataSet } from "../../mod.ts";
import reference from "../data/holstein_ed.json" with { type: "json" };
import { requireRefused } from "./bad_calls.ts";
import { inTemporaryFolder, nearsight } from "./nearsight.ts";

const CASE = reference.cases.find(({ name }) => name === "random-wide-6x6-T0.1-gc");
assert.ok(CASE);
const [Q, force, density] = [CASE.Q, CASE.force, CASE.density].map((c) => Float64Array.from(c));

Deno.test("dataset import makes a set that train and dataset show take, checks it and records it", () =>
  inTemporaryFolder(async (folder) => {
    const frames = join(folder, "frames");
    await Deno.mkdir(frames);
    for (const step of [0, 100]) {
      const text = encodeTextFrame({ Q, force, density });
      await Deno.writeTextFile(join(frames, `c${step}.dat`), text);
    }
    const output = join(folder, "set.npz");
    const records = ["--records", join(folder, "records.db")];
    const made = await nearsight(["dataset", "import", frames, "--output", output, ...records]);
    assert.equal(made.code, 0, made.stderr);
    assert.doesNotMatch(made.stderr, /these labels/);
    assert.match(made.stderr, /^note: the split by trajectory holds nothing out.*--kind random/m);
    assert.match(made.stdout, /forces of 2 labels against exact ones at μ = 0: rms \d\.\d+e-1\d/);
    const { dataSet, sha256 } = await readDataSet(output);
    assert.deepEqual([...dataSet.groups[0].step], [0, 100]);
    const shown = await nearsight(["dataset", "show", output, "--json"]);
    assert.equal(JSON.parse(shown.stdout).sha256, sha256);
    using store = await openRunStore(join(folder, "records.db"));
    const [{ verb, status, latest }] = await store.list();
    assert.deepEqual([verb, status, latest?.values.configurations], ["dataset", "finished", 2]);
  }));

Deno.test("dataset import refuses in one line what is no data set, and writes nothing", () =>
  inTemporaryFolder(async (folder) => {
    const frames = join(folder, "frames");
    await Deno.mkdir(frames);
    await Deno.writeTextFile(join(frames, "c0.dat"), encodeTextFrame({ Q, force, density }));
    const call = (...more: string[]) => [
      ...["dataset", "import", frames, "--output", join(folder, "set.npz")],
      ...["--records", join(folder, "records.db"), ...more],
    ];
    await requireRefused(folder, [
      { title: "other constants", args: call("--constants", "paper"), says: /c0\.dat: F = .*g = / },
      { title: "sides", args: call("--width", "5"), says: /36 sites.*side of 5/ },
      { title: "check", args: call("--check=-1"), says: /--check .*-1/ },
      { title: "an unknown option", args: call("--frobnicate"), says: /--frobnicate/ },
      {
        title: "a file of another kind",
        args: call("--output", join(folder, "x.csv")),
        says: /npz/,
      },
      {
        title: "no folder of frames",
        args: call().toSpliced(2, 1, join(folder, "none")),
        says: /none: there is no/,
      },
    ]);
  }));
