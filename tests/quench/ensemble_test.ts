import assert from "node:assert/strict";
import { join } from "node:path";
import {
  EnsembleDirectory,
  type EnsembleRunOptions,
  ParameterError,
  type QuenchConfig,
  quenchConfig,
  readQuenchConfig,
  runEnsemble,
  runQuench,
} from "../../mod.ts";
import { inTemporaryFolder } from "../cli/nearsight.ts";
import { randomNetwork, writeWeights } from "../networks/weights_files.ts";
import { filesOf } from "./run_files.ts";

const CONFIG: QuenchConfig = quenchConfig({
  width: 8,
  height: 6,
  steps: 60,
  saveEvery: 20,
  observeEvery: 7,
  seed: 3,
});

const run = (
  folder: string,
  config: QuenchConfig,
  { workers = 1, ...options }: { workers?: number } & Omit<EnsembleRunOptions, "resources">,
) => runEnsemble(config, folder, { resources: { workers }, ...options });

const trajectoryFiles = (folder: string, trajectory: number) =>
  filesOf(new EnsembleDirectory(folder).trajectory(trajectory).path);

/** Checks that trajectories hold, file by file, what single runs of their numbers leave. */
async function requireSameAsSingle(
  folder: string,
  config: QuenchConfig,
  count: number,
): Promise<void> {
  for (let trajectory = 0; trajectory < count; trajectory++) {
    await inTemporaryFolder(async (single) => {
      await runQuench({ ...config, trajectory }, single, { resources: { workers: 1 } });
      assert.deepEqual(await trajectoryFiles(folder, trajectory), await filesOf(single));
    });
  }
}

for (const workers of [1, 2, 5]) {
  Deno.test(`each of 3 trajectories is, every file bit for bit, the single run of its number (${workers} workers)`, () =>
    inTemporaryFolder(async (folder) => {
      const outcome = await run(folder, CONFIG, { trajectories: 3, workers });
      assert.equal(outcome.status, "finished");
      assert.deepEqual(await new EnsembleDirectory(folder).runs(), [0, 1, 2]);
      await requireSameAsSingle(folder, CONFIG, 3);
    }));
}

Deno.test("trajectories driven by a network in two workers are the single runs of their numbers", () =>
  inTemporaryFolder(async (folder) => {
    const network = randomNetwork("gnn, cavity, diagonals, odd, silu");
    const weights = await writeWeights(folder, network);
    const lattice = { kind: "square", width: 10, height: 8 };
    const config = { ...CONFIG, lattice, steps: 20, method: "gnn", weights };
    await run(folder, config, { trajectories: 2, workers: 2 });
    await requireSameAsSingle(folder, config, 2);
  }));

Deno.test("an ensemble of one is a single run with all workers", () =>
  inTemporaryFolder(async (folder) => {
    await run(folder, CONFIG, { trajectories: 1, workers: 2 });
    await requireSameAsSingle(folder, CONFIG, 1);
  }));

Deno.test("2 trajectories extended to 4 leave the first 2 untouched, and equal 4 made at once", () =>
  inTemporaryFolder(async (folder) => {
    await run(folder, CONFIG, { trajectories: 2 });
    const times = await timesIn(folder, 2);
    const begun: number[] = [];
    await run(folder, CONFIG, {
      trajectories: 4,
      resume: true,
      workers: 2,
      around({ config }, go) {
        begun.push(config.trajectory);
        return go({});
      },
    });
    assert.deepEqual(begun.sort(), [2, 3]);
    assert.deepEqual(await timesIn(folder, 2), times);
    await requireSameAsSingle(folder, CONFIG, 4);
  }));

Deno.test("more steps and more trajectories at once: the same bits as one ensemble of that size", () =>
  inTemporaryFolder(async (folder) => {
    await run(folder, { ...CONFIG, steps: 30 }, { trajectories: 2, workers: 2 });
    await run(folder, CONFIG, { trajectories: 3, resume: true, workers: 2 });
    await requireSameAsSingle(folder, CONFIG, 3);
  }));

for (const workers of [1, 2]) {
  Deno.test(`an ensemble that its signal stops goes on where it was (${workers} workers)`, () =>
    inTemporaryFolder(async (folder) => {
      const controller = new AbortController();
      // Long, so that the signal meets workers in the midst of their steps.
      const config = { ...CONFIG, steps: 300 };
      const stopped = await run(folder, config, {
        trajectories: 3,
        workers,
        signal: controller.signal,
        around: (_, go) => go({ onStep: (step) => step >= 30 && controller.abort() }),
      });
      assert.equal(stopped.status, "interrupted");
      const steps = stopped.trajectories.map(({ step }) => step);
      assert.ok(Math.max(...steps) >= 30 && Math.max(...steps) < 300, String(steps));
      assert.equal(steps[2], 0);
      await run(folder, config, { trajectories: 3, resume: true, workers });
      await requireSameAsSingle(folder, config, 3);
    }));
}

Deno.test("rows and steps told by workers are those of the runs, in order", () =>
  inTemporaryFolder(async (folder) => {
    const rows = new Map<number, number[]>();
    const steps = new Map<number, number[]>();
    await run(folder, CONFIG, {
      trajectories: 2,
      workers: 2,
      around({ config: { trajectory } }, go) {
        rows.set(trajectory, []);
        steps.set(trajectory, []);
        return go({
          onRow: (row) => void rows.get(trajectory)?.push(row.kineticTemperature),
          onStep: (step) => void steps.get(trajectory)?.push(step),
        });
      },
    });
    for (const trajectory of [0, 1]) {
      await inTemporaryFolder(async (single) => {
        const config = { ...CONFIG, trajectory };
        const outcome = await runQuench(config, single, { resources: { workers: 1 } });
        assert.deepEqual(
          rows.get(trajectory),
          outcome.rows.map((row) => row.kineticTemperature),
        );
      });
      const told = steps.get(trajectory) as number[];
      assert.equal(told.at(-1), CONFIG.steps);
      assert.ok(told.every((step, i) => i === 0 || step > told[i - 1]));
    }
  }));

Deno.test("of one trajectory two runs at once are refused, of different ones none", () =>
  inTemporaryFolder(async (folder) => {
    const other: PromiseSettledResult<unknown>[] = [];
    await run(folder, CONFIG, {
      trajectories: [1],
      resume: true,
      around: (_, go) =>
        go({
          async onRow({ step }) {
            if (step !== 7) return;
            // One after the other: only the run that goes on here is to be in the way.
            for (const trajectories of [[1], 3, [0, 2]]) {
              const attempt = run(folder, CONFIG, { trajectories, resume: true });
              other.push(...await Promise.allSettled([attempt]));
            }
          },
        }),
    });
    const [same, whole, different] = other;
    for (const refused of [same, whole]) {
      assert.ok(refused.status === "rejected");
      assert.match(String(refused.reason), /^UnavailableError: .*another process.*trajectory-0001/);
    }
    assert.equal(different.status, "fulfilled");
    await requireSameAsSingle(folder, CONFIG, 3);
  }));

Deno.test("what contradicts the trajectories in the folder is refused by name, and writes nothing", () =>
  inTemporaryFolder(async (folder) => {
    await run(folder, CONFIG, { trajectories: 2 });
    const times = await timesIn(folder, 2);
    const again = (config: QuenchConfig, trajectories: number | number[], resume = true) =>
      run(folder, config, { trajectories, resume });
    for (const trajectories of [3, [2]]) {
      await assert.rejects(again({ ...CONFIG, seed: 4 }, trajectories), /another seed than/);
      await assert.rejects(
        again({ ...CONFIG, temperature: 0.2, saveEvery: 10 }, trajectories),
        { name: "ParameterError", message: /another temperature, saveEvery than/ },
      );
    }
    await assert.rejects(again({ ...CONFIG, steps: 30 }, 2), /has reached step 60 already/);
    await assert.rejects(again(CONFIG, 3, false), /trajectory-0000 holds a run already/);
    await assert.rejects(again(CONFIG, 0), /positive integer: current value is 0/);
    await assert.rejects(again(CONFIG, [-1]), /at least 0: current value is -1/);
    await assert.rejects(again({ ...CONFIG, timeStep: 9 }, 3), /another timeStep/);
    const fresh = join(folder, "fresh");
    await assert.rejects(run(fresh, { ...CONFIG, timeStep: 9 }, { trajectories: 3 }), /time step/);
    await assert.rejects(Deno.stat(fresh), { name: "NotFound" });
    assert.deepEqual(await new EnsembleDirectory(folder).trajectories(), [0, 1]);
    assert.deepEqual(await timesIn(folder, 2), times);
  }));

Deno.test("a trajectory that fails does not stop the others, and is named when they have ended", () =>
  inTemporaryFolder(async (folder) => {
    await run(folder, { ...CONFIG, steps: 30 }, { trajectories: 3 });
    const { observables } = new EnsembleDirectory(folder).trajectory(1);
    await Deno.writeTextFile(observables, "no table");
    for (const workers of [1, 2]) {
      const more = { ...CONFIG, steps: 30 + 30 * workers };
      await assert.rejects(run(folder, more, { trajectories: 3, resume: true, workers }), {
        name: "FormatError",
        message: /^Trajectory 1 failed: Cannot use .*observables\.csv/,
      });
      const { trajectories } = await run(folder, more, { trajectories: [0, 2], resume: true });
      assert.deepEqual(trajectories.map(({ step }) => step), [more.steps, more.steps]);
    }
  }));

Deno.test("what a listener throws is thrown to the caller, in one thread or several", () =>
  inTemporaryFolder(async (folder) => {
    for (const workers of [1, 2]) {
      const failing = run(join(folder, String(workers)), CONFIG, {
        trajectories: 2,
        workers,
        around: ({ config: { trajectory } }, go) =>
          go({
            async onRow() {
              await Promise.resolve();
              if (trajectory === 1) throw new ParameterError("no room for this row");
            },
          }),
      });
      await assert.rejects(failing, /^ParameterError: Trajectory 1 failed: no room for this row$/);
    }
  }));

Deno.test("an extension that was given up before its first step is finished at its old length", () =>
  inTemporaryFolder(async (folder) => {
    await run(folder, CONFIG, { trajectories: 1 });
    const { config: path } = new EnsembleDirectory(folder).trajectory(0);
    const text = await Deno.readTextFile(path);
    await Deno.writeTextFile(path, text.replace('"steps": 60', '"steps": 90'));
    assert.equal((await readQuenchConfig(path)).steps, 90);
    await run(folder, CONFIG, { trajectories: 1, resume: true });
    assert.equal((await readQuenchConfig(path)).steps, 60);
  }));

/** Times at which the files of the first trajectories were last written. */
async function timesIn(folder: string, count: number): Promise<(number | undefined)[]> {
  const times: (number | undefined)[] = [];
  for (let trajectory = 0; trajectory < count; trajectory++) {
    const { path } = new EnsembleDirectory(folder).trajectory(trajectory);
    for (const name of (await filesOf(path)).keys()) {
      times.push((await Deno.stat(join(path, name))).mtime?.getTime());
    }
  }
  return times;
}
