import assert from "node:assert/strict";
import { join } from "node:path";
import {
  encodeNpz,
  type NpyArray,
  openEnsemble,
  oscillatorPeriod,
  ParameterError,
  quenchConfig,
  readObservables,
  RunDirectory,
  runEnsemble,
  trajectoryArrays,
} from "../../mod.ts";
import { inTemporaryFolder } from "../cli/nearsight.ts";
import { pythonHas, runPython, titleNeeding } from "../io/python.ts";

const CONFIG = quenchConfig({ width: 6, height: 4, steps: 40, saveEvery: 10, seed: 5 });

function numbersOf(arrays: ReadonlyMap<string, NpyArray>, name: string): number[] {
  return Array.from(arrays.get(name)?.data as ArrayLike<number | bigint>, Number);
}

/** An ensemble of two trajectories in a folder. */
async function twoRuns(folder: string) {
  await runEnsemble(CONFIG, folder, { trajectories: 2, resources: { workers: 1 } });
  return await openEnsemble([folder]);
}

Deno.test("stacked frames are those of the files, of one run and of several, with steps and times", () =>
  inTemporaryFolder(async (folder) => {
    const ensemble = await twoRuns(folder);
    const all = await trajectoryArrays(ensemble);
    assert.deepEqual(all.get("Q")?.shape, [2, 5, 4, 6]);
    assert.deepEqual(numbersOf(all, "trajectory"), [0, 1]);
    assert.deepEqual(numbersOf(all, "seed"), [5, 5]);
    for (const [r, run] of ensemble.runs.entries()) {
      const one = await trajectoryArrays(await openEnsemble([run.path]), { every: 2 });
      assert.deepEqual([one.get("n")?.shape, one.get("seed")?.shape], [[3, 4, 6], []]);
      assert.deepEqual(numbersOf(one, "step"), [0, 20, 40]);
      for (const [s, step] of [0, 10, 20, 30, 40].entries()) {
        for (const name of ["Q", "n"] as const) {
          const { values } = await new RunDirectory(run.path).readFrame(name, step);
          const at = (all: number) => all * 24;
          const whole = numbersOf(all, name).slice(at(5 * r + s), at(5 * r + s + 1));
          assert.deepEqual(whole, [...values]);
          if (s % 2 === 1) continue;
          assert.deepEqual(numbersOf(one, name).slice(at(s / 2), at(s / 2 + 1)), [...values]);
        }
      }
    }
    // The times are those of the table of observables.
    const rows = await readObservables(ensemble.runs[0].observables);
    const times = numbersOf(all, "step").map((step) => rows.find((row) => row.step === step)?.time);
    assert.deepEqual(numbersOf(all, "time"), times);
    assert.equal(times[4], 40 * CONFIG.timeStep / oscillatorPeriod(CONFIG.model));
    const config = JSON.parse(new TextDecoder().decode(all.get("config")?.data as Uint8Array));
    assert.deepEqual(config, ensemble.config);
  }));

Deno.test("more frames than fit are refused before any is read, with how many do", () =>
  inTemporaryFolder(async (folder) => {
    const ensemble = await twoRuns(folder);
    const large = { ...ensemble.lattice, width: 4096, height: 4096, sites: 4096 ** 2 };
    await assert.rejects(
      trajectoryArrays({ ...ensemble, lattice: large }, { every: 2 }),
      (error: Error) => {
        assert.ok(error instanceof ParameterError);
        assert.match(error.message, /6 frames of 4096×4096 .* 1\.50 GiB.* every 4th$/);
        return true;
      },
    );
    for (const every of [0, 1.5, NaN]) {
      await assert.rejects(trajectoryArrays(ensemble, { every }), ParameterError);
    }
  }));

Deno.test({
  name: titleNeeding("numpy", "np.load reads the stacked frames as Q[run, frame, y, x]"),
  ignore: !pythonHas("numpy"),
  fn: () =>
    inTemporaryFolder(async (folder) => {
      const ensemble = await twoRuns(folder);
      const path = join(folder, "all.npz");
      await Deno.writeFile(
        path,
        encodeNpz(await trajectoryArrays(ensemble), { compressed: false }),
      );
      const read = runPython(
        `
import sys, json, numpy as np
file = np.load(sys.argv[1])
frame = np.load(sys.argv[2])
config = json.loads(bytes(file["config"]))
print(json.dumps([list(file["Q"].shape), bool((file["Q"][1, 3] == frame).all()),
    file["step"].tolist(), file["Q"].dtype.str, config["seed"], float(frame[2, 5])]))
`,
        path,
        ensemble.runs[1].frame("Q", 30),
      );
      const { values } = await ensemble.runs[1].readFrame("Q", 30);
      const expected = [[2, 5, 4, 6], true, [0, 10, 20, 30, 40], "<f8", 5, values[5 + 6 * 2]];
      assert.deepEqual(read, expected);
    }),
});
