import assert from "node:assert/strict";
import { join } from "node:path";
import { CounterRng, decodeNpz, encodeNpz, openRunStore } from "../../mod.ts";
import { runKilledAt } from "../cli/killed_at.ts";
import { inTemporaryFolder, nearsight, nearsightCommand } from "../cli/nearsight.ts";

/** Kills of one set on its way. */
const KILLS = 12;

/** A set whose making takes about a second: random pieces, trajectories, twins. */
function makeArgs(folder: string, name: string, ...more: string[]): string[] {
  return [
    ...["dataset", "make", "--preset", "smoke", "--sizes", "8,6x4", "--temperatures", "0.3"],
    ...["--random", "20", "--amplitudes", "1", "--per-amplitude", "10", "--particle-hole"],
    ...["--trajectories", "3", "--snapshot-steps", "40,120,200", "--checkpoint-seconds", "0"],
    ...["--output", join(folder, name), "--records", join(folder, "records.db"), ...more],
  ];
}

Deno.test(`a data set killed with SIGKILL at ${KILLS} random moments equals an unbroken one, bit for bit`, () =>
  inTemporaryFolder(async (folder) => {
    const { code, changes } = await runKilledAt(makeArgs(folder, "whole.npz"), folder, Infinity);
    assert.equal(code, 0);

    let kills = 0;
    let resumed = 0;
    const draws = new CounterRng(1, "bootstrap").uniforms(4 * KILLS);
    for (let trial = 0; kills < KILLS && trial < draws.length; trial++) {
      // One thread and two in turn: what the one left, the other goes on with.
      const args = makeArgs(folder, "broken.npz", "--workers", String(1 + trial % 2));
      const begunBefore = await exists(join(folder, "broken.work", "recipe.json"));
      // A quarter of the way at most, so that several kills meet one set.
      const { signal } = await runKilledAt(args, folder, Math.floor(draws[trial] * changes / 4));
      if (signal === "SIGKILL") {
        kills++;
        if (begunBefore) resumed++;
      } else {
        await Deno.remove(join(folder, "broken.npz"));
        await Deno.remove(join(folder, "broken.work"), { recursive: true });
      }
    }
    assert.equal(kills, KILLS, "most runs ended before they were killed");
    assert.ok(resumed >= 5, `only ${resumed} of the killed runs had gone on from something`);
    const last = await nearsight(makeArgs(folder, "broken.npz", "--workers", "2"));
    assert.equal(last.code, 0, last.stderr);
    assert.deepEqual(
      await Deno.readFile(join(folder, "broken.npz")),
      await Deno.readFile(join(folder, "whole.npz")),
    );

    using store = await openRunStore(join(folder, "records.db"));
    assert.equal((await store.list({ status: "running" })).length, 0);
    const [{ artifacts }] = await Promise.all(
      (await store.list({ status: "finished", limit: 1 })).map(({ id }) => store.get(id)),
    );
    assert.equal(artifacts[0].kind, "dataset");
  }));

Deno.test("killed while it labels snapshots of another driver, a set goes on to the same bytes", () =>
  inTemporaryFolder(async (folder) => {
    const args = (name: string, workers: number) => [
      ...makeArgs(folder, name, "--driver", "cavity", "--workers", String(workers)),
      ...["--temperatures", "0.1,0.2,0.3,0.5", "--checkpoint-seconds", "30"],
    ];
    const whole = await nearsight(args("whole.npz", 2));
    assert.equal(whole.code, 0, whole.stderr);
    const snapshots = join("broken.work", "snapshots");
    const all = (await namesIn(join(folder, "whole.work", "snapshots"))).length;
    assert.equal(all, 8);
    const kept = new Set<number>();
    // The folder is made, then files in it are made, filled and renamed: several changes a piece.
    for (const limit of [2, 7, 11, 8, 13]) {
      const { signal } = await runKilledAt(args("broken.npz", 2), folder, limit, snapshots);
      if (signal !== "SIGKILL") break;
      const names = await namesIn(join(folder, snapshots));
      kept.add(names.filter((name) => name.startsWith("group")).length);
    }
    assert.ok([...kept].some((pieces) => pieces > 0 && pieces < all), `kept ${[...kept]}`);
    const last = await nearsight(args("broken.npz", 1));
    assert.equal(last.code, 0, last.stderr);
    assert.deepEqual(
      await Deno.readFile(join(folder, "broken.npz")),
      await Deno.readFile(join(folder, "whole.npz")),
    );
  }));

for (const driver of ["exact", "cavity"]) {
  Deno.test(`one worker, two and five make the same bytes, driver ${driver}`, () =>
    inTemporaryFolder(async (folder) => {
      const [one, ...others] = await Promise.all(["1", "2", "5"].map(async (workers) => {
        const output = join(folder, `${workers}.npz`);
        const { code, stderr } = await nearsight([
          ...["dataset", "make", "--preset", "smoke", "--sizes", "16", "--random", "70"],
          // Of five threads, each trajectory gets two; snapshots to label are two pieces.
          ...["--trajectories", "2", "--steps", "36", "--snapshots", "36", "--workers", workers],
          ...["--driver", driver],
          ...["--output", output, "--records", join(folder, "records.db")],
        ]);
        assert.equal(code, 0, stderr);
        return Deno.readFile(output);
      }));
      for (const other of others) assert.deepEqual(other, one);
    }));
}

Deno.test("Ctrl-C ends with status 130, the same command goes on, and once made a set is left alone", () =>
  inTemporaryFolder(async (folder) => {
    const args = [
      ...makeArgs(folder, "set.npz", "--workers", "1", "--checkpoint-seconds", "30"),
      ...["--sizes", "8", "--snapshot-steps", "400,800,1200"],
    ];
    const child = nearsightCommand(args).spawn();
    while (!await exists(join(folder, "set.work", "trajectories"))) {
      await new Promise((wait) => setTimeout(wait, 20));
    }
    child.kill("SIGINT");
    const { code, stdout, stderr } = await child.output();
    assert.equal(code, 130, new TextDecoder().decode(stderr));
    assert.match(new TextDecoder().decode(stdout), /the same command goes on from .*set\.work/);
    const finished = await nearsight(args);
    assert.equal(finished.code, 0, finished.stderr);
    const again = await nearsight(args);
    assert.match(again.stdout, /holds this data set already/);
    const other = await nearsight([...args, "--seed", "2"]);
    assert.equal(other.code, 1);
    assert.match(other.stderr, /^error: .*holds a data set of another recipe.*\n$/);

    const shown = await nearsight(["dataset", "show", join(folder, "set.npz"), "--json"]);
    const { configurations, splits, sha256, labels } = JSON.parse(shown.stdout);
    assert.equal(configurations, 2 * (30 + 3 * 3));
    assert.equal(splits.trajectory.train + splits.trajectory.test, configurations);
    assert.equal(labels, "exact");
    assert.ok(finished.stdout.includes(sha256));
  }));

Deno.test("every bad call gives one clear line, a non-zero exit and writes nothing", () =>
  inTemporaryFolder(async (folder) => {
    const path = (name: string) => join(folder, name);
    const good = await nearsight([
      ...["dataset", "make", "--preset", "smoke", "--random", "4", "--trajectories", "0"],
      ...["--output", path("good.npz"), "--work", path("work"), "--records", path("records.jsonl")],
    ]);
    assert.equal(good.code, 0, good.stderr);
    const arrays = decodeNpz(await Deno.readFile(path("good.npz")), "good.npz");
    (arrays.get("group0/Q")?.data as Float64Array)[5] = NaN;
    await Deno.writeFile(path("nan.npz"), encodeNpz(arrays));
    await Deno.writeTextFile(path("text.npz"), "no data");
    await Deno.mkdir(path("full"));
    await Deno.writeTextFile(join(path("full"), "mine.txt"), "");
    const before = await namesIn(folder);

    const make = (...more: string[]) => [
      ...["dataset", "make", "--output", path("new.npz"), "--preset", "smoke"],
      ...["--records", path("records.jsonl"), ...more],
    ];
    const show = (name: string) => ["dataset", "show", path(name)];
    const BAD: readonly [readonly string[], RegExp][] = [
      [show("nan.npz"), /group0\/Q is NaN in configuration 0 at x = 5, y = 0/],
      [show("text.npz"), /text\.npz.*no \.npz file/],
      [show("none.npz"), /no such file/],
      [make("--preset", "papre"), /preset.*paper, training, small, smoke/],
      [make("--frobnicate"), /unknown option '--frobnicate'/],
      [make("--driver", "magic"), /driver.*magic.*exact, ed, cavity/],
      [make("--work", path("work"), "--driver", "cavity"), /another random, quench, driver/],
      [make("--sizes", "5"), /width 5.*even integer/],
      [make("--sizes", "8,big"), /"big" is not a size/],
      [make("--temperatures", "0.1,warm"), /"warm" is not a number/],
      [make("--temperatures", "0"), /temperature must be a positive/],
      [make("--random", "0", "--trajectories", "0"), /at least one configuration/],
      [make("--amplitudes", "1"), /both --amplitudes and --per-amplitude/],
      [make("--steps", "100"), /both --steps and --snapshots/],
      [make("--steps", "100", "--snapshots", "30"), /multiple of --snapshots.*100 and 30/],
      [make("--held-out", "2"), /held out must be/],
      [make("--seed=-1"), /seed.*-1/],
      [make("--workers", "0"), /workers must be a positive integer/],
      [make("--work", path("full")), /full is no work folder/],
      [make("--output", path("new.zip")), /new\.zip: a data set is an \.npz/],
      [make("--output", join(path("none"), "new.npz")), /there is no folder .*none/],
      [make("--output", path("text.npz")), /text\.npz.*no \.npz file/],
      [make("--output", path("good.npz")), /good\.npz holds a data set of another recipe/],
      [make("--work", path("work")), /another random, quench: a work folder serves one/],
      [["dataset", "make"], /required option '--output/],
    ];
    for (const [args, says] of BAD) {
      const { code, stderr } = await nearsight(args);
      assert.ok(code === 1 || code === 2, `${args.join(" ")}: exit ${code}\n${stderr}`);
      assert.match(stderr, /^error: .*\n$/, args.join(" "));
      assert.match(stderr, says);
      assert.deepEqual(await namesIn(folder), before, `${args.join(" ")} left something behind`);
    }
  }));

async function namesIn(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    if (!name.startsWith("records.")) names.push(name);
  }
  return names.sort();
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
