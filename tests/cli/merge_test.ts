import assert from "node:assert/strict";
import { join } from "node:path";
import { EnsembleDirectory, quenchConfig, runEnsemble, runQuench } from "../../mod.ts";
import { requireRefused } from "./bad_calls.ts";
import { inTemporaryFolder, nearsight } from "./nearsight.ts";

const CONFIG = quenchConfig({ width: 8, steps: 80, saveEvery: 10, method: "cavity" });
const resources = { workers: 1 };

/** A table as its text has it: column names, and rows of numbers. */
async function tableIn(path: string): Promise<{ columns: string[]; rows: number[][] }> {
  const lines = (await Deno.readTextFile(path)).trim().split("\n");
  const [columns, ...rows] = lines.filter((line) => !line.startsWith("#"));
  return { columns: columns.split(","), rows: rows.map((row) => row.split(",").map(Number)) };
}

/**
 * Four finished trajectories of two machines in `a` (0, 1) and `b` (2, 3, longer, with other frames)
 * and a single run of another seed in `c`; unfinished: 4 in `b`, which was stopped, and 5, which was
 * killed in its first moments.
 */
async function makeRuns(folder: string): Promise<string[]> {
  const [a, b, c] = ["a", "b", "c"].map((name) => join(folder, name));
  await runEnsemble(CONFIG, a, { trajectories: 2, resources });
  const longer = { ...CONFIG, steps: 120, saveEvery: 20, observeEvery: 5 };
  await runEnsemble(longer, b, { trajectories: [2, 3], resources });
  await runQuench({ ...CONFIG, seed: 9 }, c, { resources });
  const controller = new AbortController();
  await runEnsemble(longer, b, {
    trajectories: [4],
    resources,
    signal: controller.signal,
    around: (_, go) => go({ onStep: (step) => step === 60 && controller.abort() }),
  });
  await Deno.mkdir(new EnsembleDirectory(b).trajectory(5).frames, { recursive: true });
  return [a, b, c];
}

Deno.test("means and standard errors are those of the runs' tables, at the steps that all have", () =>
  inTemporaryFolder(async (folder) => {
    const runs = await makeRuns(folder);
    const output = join(folder, "merged");
    const { code, stdout, stderr } = await nearsight([
      ...["merge", ...runs, "--output", output, "--records", join(folder, "records.db")],
    ]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^5 trajectories merged\n/);
    assert.match(stderr, /left out .*b.trajectory-0004, which has done 60 of 120 steps\n/);
    assert.match(stderr, /left out .*b.trajectory-0005, which has done no step\n/);

    const merged = await tableIn(join(output, "observables_mean.csv"));
    const names = ["trajectory-0000", "trajectory-0001", "trajectory-0002", "trajectory-0003", ""];
    const tables = await Promise.all(
      names.map((name, r) => tableIn(join(runs[[0, 0, 1, 1, 2][r]], name, "observables.csv"))),
    );
    assert.deepEqual(merged.rows.map(([step]) => step), [0, 10, 20, 30, 40, 50, 60, 70, 80]);
    const { columns } = tables[0];
    assert.deepEqual(columns.slice(0, 2), ["step", "time"]);
    let compared = 0;
    for (const row of merged.rows) {
      const found = tables.map(({ rows }) => rows.find(([step]) => step === row[0]) as number[]);
      assert.equal(row[1], found[0][1]);
      for (const [c, name] of columns.entries()) {
        if (c < 2) continue;
        const values = found.map((r) => r[c]);
        const place = merged.columns.indexOf(name);
        assert.equal(merged.columns[place + 1], `${name}_error`);
        const [mean, error] = row.slice(place);
        if (values.some(Number.isNaN)) {
          assert.ok(Number.isNaN(mean) && Number.isNaN(error), name);
          continue;
        }
        compared++;
        const n = values.length;
        const directMean = values[0] + values.reduce((sum, x) => sum + (x - values[0]), 0) / n;
        // The variance from the differences of all pairs, without a mean.
        const pairs = values.reduce(
          (sum, x, i) => values.slice(i + 1).reduce((s, y) => s + (x - y) ** 2, sum),
          0,
        );
        const directError = Math.sqrt(pairs / (n * n * (n - 1)));
        const size = Math.max(...values.map(Math.abs));
        assert.ok(Math.abs(mean - directMean) <= 1e-13 * size, `${name}: ${mean} ${directMean}`);
        assert.ok(Math.abs(error - directError) <= 1e-13 * size, `${name}: ${error}`);
      }
    }
    assert.ok(compared > 70, `${compared}`);

    const summary = JSON.parse(await Deno.readTextFile(join(output, "ensemble.json")));
    assert.equal(summary.trajectories, 5);
    assert.deepEqual(summary.seeds, [1, 9]);
    assert.deepEqual(summary.frames, { from: 0, to: 80, count: 5 });
    assert.deepEqual(
      summary.members.map((m: Record<string, unknown>) => [m.seed, m.trajectory, m.steps]),
      [[1, 0, 80], [1, 1, 80], [1, 2, 120], [1, 3, 120], [9, 0, 80]],
    );
    assert.deepEqual(summary.unfinished, [
      { folder: join("..", "b", "trajectory-0004"), step: 60, steps: 120 },
      { folder: join("..", "b", "trajectory-0005"), step: 0 },
    ]);
  }));

Deno.test("analyze takes an ensemble's folder for the runs in it, and merge's tables are the same", () =>
  inTemporaryFolder(async (folder) => {
    const ensemble = join(folder, "e");
    await runEnsemble(CONFIG, ensemble, { trajectories: 3, resources });
    const each = [0, 1, 2].map((k) => new EnsembleDirectory(ensemble).trajectory(k).path);
    const records = ["--records", join(folder, "records.db")];
    for (
      const [verb, runs, name] of [
        ["analyze", [ensemble], "whole"],
        ["analyze", each, "each"],
        ["merge", [ensemble], "merged"],
      ] as const
    ) {
      const args = [verb, ...runs, "--output", join(folder, name), ...records];
      const { code, stderr } = await nearsight(args);
      assert.equal(code, 0, stderr);
    }
    const names = [...Deno.readDirSync(join(folder, "whole"))].map(({ name }) => name);
    assert.ok(names.length > 5 && names.includes("domain_size.csv"));
    for (const name of names) {
      const [whole, one, merged] = ["whole", "each", "merged"].map((part) =>
        Deno.readTextFileSync(join(folder, part, name))
      );
      assert.equal(one, whole, name);
      assert.equal(merged, whole, name);
    }
  }));

Deno.test("what cannot be merged or run together is refused in one line, with nothing written", () =>
  inTemporaryFolder(async (folder) => {
    const runs = await makeRuns(folder);
    const [a, b, c] = runs;
    const records = ["--records", join(folder, "records.db")];
    const merge = (...runs: string[]) => [
      ...["merge", ...runs, "--output", join(folder, "out"), ...records],
    ];
    const quench = (output: string, ...options: string[]) => [
      ...["quench", "--size", "8", "--method", "cavity", "--steps", "80", "--save-every", "10"],
      ...["--output", output, ...records, ...options],
    ];
    const again = join(folder, "again");
    await runEnsemble(CONFIG, again, { trajectories: [1], resources });
    const hot = join(folder, "hot");
    await runEnsemble({ ...CONFIG, temperature: 0.2 }, hot, { trajectories: [7], resources });
    await requireRefused(folder, [
      { title: "one folder twice", args: merge(a, a), says: /same trajectory/ },
      { title: "a trajectory twice", args: merge(a, again), says: /same trajectory/ },
      { title: "two temperatures", args: merge(a, hot), says: /differ in more than/ },
      {
        title: "none finished",
        args: merge(new EnsembleDirectory(b).trajectory(4).path),
        says: /No run is finished yet: .*trajectory-0004 has done 60 of 120 steps/,
      },
      { title: "no run", args: merge(join(folder, "none")), says: /none.*no such file/ },
      {
        title: "another configuration",
        args: quench(a, "--trajectories", "3", "--resume", "--temperature", "0.3"),
        says: /another temperature than .*trajectory-0000/,
      },
      {
        title: "a job of another configuration",
        args: quench(a, "--trajectory-index", "2", "--seed", "8"),
        says: /another seed than/,
      },
      {
        title: "an ensemble begun already",
        args: quench(a, "--trajectories", "3"),
        says: /holds a run already: resume the ensemble/,
      },
      {
        title: "an ensemble to resume that is not there",
        args: ["quench", "--resume", "--trajectories", "3", "--output", join(folder, "none")],
        says: /none holds no trajectory/,
      },
      {
        title: "an ensemble in the folder of a run",
        args: quench(c, "--trajectories", "3"),
        says: /holds a single run/,
      },
      {
        title: "a run in an ensemble's",
        args: quench(a),
        says: /holds an ensemble: .*--trajectories 2 or more/,
      },
      {
        title: "an index beyond the number",
        args: quench(a, "--trajectories", "3", "--trajectory-index", "3"),
        says: /3 is not below 3/,
      },
      {
        title: "an index below zero",
        args: quench(a, "--trajectory-index", "-1"),
        says: /at least 0: current value is -1/,
      },
      {
        title: "a job without a folder",
        args: ["quench", "--trajectory-index", "0", ...records],
        says: /needs --output/,
      },
      {
        title: "no trajectories",
        args: quench(join(folder, "out"), "--trajectories", "0"),
        says: /positive integer: current value is 0/,
      },
    ]);
  }));
