import assert from "node:assert/strict";
import { join } from "node:path";
import {
  openRunStore,
  readNetwork,
  recordRun,
  sha256File,
  writeDataSet,
  writeNetwork,
} from "../../mod.ts";
import { roomySet } from "../training/evaluation/networks.ts";
import { requireRefused } from "./bad_calls.ts";
import { inTemporaryFolder, nearsight, nearsightCommand } from "./nearsight.ts";

async function succeed(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await nearsight(args);
  assert.equal(code, 0, `${args.join(" ")}\n${stderr}`);
  return stdout;
}

/** A trace as `runs trace --json` prints it. */
interface Traced {
  readonly sha256: string;
  readonly run?: { readonly verb: string; readonly id: string; readonly parent?: string };
  readonly input?: { readonly key: string };
  readonly inputs: readonly Traced[];
}

Deno.test("runs trace leads from a figure to trajectories, weights and data, and a resume to what it resumes", () =>
  inTemporaryFolder(async (folder) => {
    const at = (name: string) => join(folder, name);
    const records = ["--records", at("records.db")];
    const set = await roomySet();
    await writeDataSet(at("set.npz"), set.dataSet);
    {
      using store = await openRunStore(at("records.db"));
      await recordRun(store, { verb: "dataset", config: {} }, async (run) => {
        await run.artifact(at("set.npz"), "dataset", set.sha256);
      });
    }
    await succeed(
      ...["train", "--model", "gnn", "--preset", "small", "--epochs", "1", "--workers", "1"],
      ...["--data", at("set.npz"), "--output", at("gnn"), ...records],
    );
    const quench = (...more: string[]) => [
      ...["quench", "--size", "14", "--weights", at("gnn/best.safetensors"), "--workers", "1"],
      ...["--output", at("run"), "--save-every", "10", "--no-figures", ...records, ...more],
    ];
    await succeed(...quench("--steps", "20", "--seed", "9"));
    await succeed(
      ...["quench", "--output", at("run"), "--resume", "--steps", "40", "--no-figures"],
      ...["--workers", "1", ...records],
    );
    await succeed("analyze", at("run"), "--output", at("analysis"), ...records);
    const figure = at("analysis/observables.svg");
    const trace: Traced = JSON.parse(await succeed("runs", "trace", figure, "--json", ...records));
    assert.equal(trace.sha256, (await sha256File(figure)).sha256);
    const [trajectory] = trace.inputs;
    const [weights] = trajectory.inputs;
    const [data] = weights.inputs;
    assert.deepEqual(
      [trace, trajectory, weights, data].map(({ run }) => run?.verb),
      ["analyze", "quench", "train", "dataset"],
    );
    assert.deepEqual(
      [trajectory, weights, data].map(({ input }) => input?.key),
      ["inputs.0", "weights", "data.0"],
    );
    {
      using store = await openRunStore(at("records.db"));
      const [resumed, first] = await store.list({ verb: "quench" });
      assert.deepEqual([trajectory.run?.id, trajectory.run?.parent], [resumed.id, first.id]);
    }
    const text = await succeed("runs", "trace", at("analysis/domain_size.csv"), ...records);
    assert.match(text, /domain_size\.csv {2}sha256 [0-9a-f]{64}\n {2}analyze /);
    assert.match(text, /\n {4}inputs\.0 .*\n.*\n {6}quench .*\n {6}seed 9, config .*\n {6}goes on/);
    assert.match(text, /\n {8}weights .*\n {10}train [^]*\n {14}dataset /);
    // The same network in another packaging, of which no run knows the bytes.
    await writeNetwork(at("copy.json"), await readNetwork(at("gnn/best.safetensors")));
    assert.match(await succeed("runs", "trace", at("copy.json"), ...records), /\n {2}train /);
  }));

Deno.test("runs list --where, runs compare and runs export --all speak of the same records", () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, "records.db");
    const records = ["--records", path];
    const ids: string[] = [];
    {
      using store = await openRunStore(path);
      for (const g of [1.5, 2, 2.5]) {
        const run = await recordRun(store, { verb: "quench", config: { g } }, (run) => {
          run.metrics(0, { L: 1 });
          run.metrics(1, { L: g, energy: NaN });
          return run;
        });
        ids.push(run.id);
      }
    }
    const where = ["--where", "config.g>1.5", "--where", "metrics.L<2.5"];
    const listed = JSON.parse(await succeed("runs", "list", "--json", ...where, ...records));
    assert.deepEqual(listed.map(({ id }: { id: string }) => id), [ids[1]]);
    assert.deepEqual(listed[0].latest, { step: 1, values: { L: 2, energy: "NaN" } });

    const compared = await succeed("runs", "compare", ids[0], ids[2], ...records);
    assert.match(compared, /^different configurations\n/);
    assert.match(compared, /\nconfig\.g +1\.5 +2\.5\n/);
    assert.match(compared, /\nL +1\.5 +2\.5 +1\nenergy +NaN +NaN +NaN\n/);
    const json = JSON.parse(await succeed("runs", "compare", ids[0], ids[2], "--json", ...records));
    assert.deepEqual(json.differences, [{ key: "config.g", a: 1.5, b: 2.5 }]);
    assert.deepEqual(json.metrics[1], { name: "energy", a: "NaN", b: "NaN", difference: "NaN" });

    const output = join(folder, "all.jsonl");
    await succeed("runs", "export", "--all", "--output", output, ...records);
    const text = await Deno.readTextFile(output);
    assert.equal(await succeed("runs", "export", "--all", "--format", "jsonl", ...records), text);
    using store = await openRunStore(path);
    const expected = await Promise.all(ids.map((id) => store.export(id)));
    assert.deepEqual(text.trimEnd().split("\n").map((line) => JSON.parse(line)), expected);
    const some = await succeed("runs", "export", "--all", ...where, ...records);
    assert.deepEqual(JSON.parse(some), expected[1]);
  }));

Deno.test("runs export ends in silence when nobody reads on", () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, "records.jsonl");
    {
      using store = await openRunStore(path);
      await recordRun(store, { verb: "quench", config: { g: 1 } }, () => {});
    }
    const child = nearsightCommand(["runs", "export", "--all", "--records", path]).spawn();
    await child.stdout.cancel();
    const stderr = await new Response(child.stderr).text();
    assert.deepEqual([(await child.status).code, stderr], [141, ""]);
  }));

Deno.test("bad questions to the records get one clear line", () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, "records.jsonl");
    {
      using store = await openRunStore(path);
      await recordRun(store, { verb: "quench", config: { g: 1 } }, () => {});
    }
    await Deno.writeTextFile(join(folder, "mine.txt"), "not of any run");
    const runs = (...args: string[]) => ["runs", ...args, "--records", path];
    await requireRefused(folder, [
      {
        title: "one run alone",
        args: runs("compare", "20"),
        says: /missing required argument 'b'/,
      },
      { title: "no run to export", args: runs("export"), says: /id of a run, or --all/ },
      { title: "none at most", args: runs("list", "--limit", "0"), says: /at least 1.* 0/ },
      { title: "one and all", args: runs("export", "20", "--all"), says: /id of a run, or --all/ },
      {
        title: "many as one JSON",
        args: runs("export", "--all", "--format", "json"),
        says: /--format jsonl, not json/,
      },
      {
        title: "one run by filters",
        args: runs("export", "20", "--verb", "quench"),
        says: /needs no --verb/,
      },
      {
        title: "a file that no run wrote",
        args: runs("trace", join(folder, "mine.txt")),
        says: /No run in .*records\.jsonl wrote .*mine\.txt: .*SHA-256 [0-9a-f]{64}/,
      },
    ]);
  }));

Deno.test("runs are listed, shown and exported, whatever their numbers: networks have no energies", () =>
  inTemporaryFolder(async (folder) => {
    const records = join(folder, "records.db");
    using store = await openRunStore(records);
    await recordRun(store, { verb: "quench", config: { size: 4 }, seed: 7 }, (run) => {
      run.metrics(10, { freeEnergy: NaN, orderParameter: -0.25 });
    });
    const [{ id }] = await store.list();
    const latest = { step: 10, values: { freeEnergy: "NaN", orderParameter: -0.25 } };
    const json = async (...args: string[]) => {
      const { code, stdout, stderr } = await nearsight(["runs", ...args, "--records", records]);
      assert.equal(code, 0, stderr);
      return JSON.parse(stdout);
    };
    assert.deepEqual((await json("list", "--json"))[0].latest, latest);
    assert.deepEqual((await json("show", id)).latest, latest);
    assert.deepEqual((await json("export", id)).metrics, [latest]);
    const { stdout } = await nearsight(["runs", "list", "--records", records]);
    assert.match(stdout, /quench +finished .* 7 +10\n$/);
  }));
