import assert from "node:assert/strict";
import {
  DATA_SET_PRESETS,
  type DataSetOptions,
  dataSetRecipe,
  evenSteps,
} from "../../lib/training/mod.ts";
import { ParameterError } from "../../mod.ts";

Deno.test("the preset paper is 40×40 at T = 0.1: 200 random, 400 snapshots along 25,000 steps", () => {
  const { lattices, temperatures, random, quench, heldOut } = dataSetRecipe({ preset: "paper" });
  assert.deepEqual(lattices, [{ kind: "square", width: 40, height: 40 }]);
  assert.deepEqual(temperatures, [0.1]);
  assert.deepEqual(random, [{ amplitude: Math.sqrt(5 / 0.18), count: 200 }]);
  const { trajectories, snapshotSteps } = quench;
  assert.equal(trajectories * snapshotSteps.length, 400);
  assert.deepEqual(snapshotSteps.slice(0, 3), [625, 1250, 1875]);
  assert.equal(snapshotSteps.at(-1), 25_000);
  assert.equal(heldOut, 0.3);
});

Deno.test("the preset training is 4 million sites, labelled exactly, driven by the cavity method", () => {
  const recipe = dataSetRecipe({ preset: "training" });
  const { lattices: [{ width, height }], random, quench, method, driver } = recipe;
  assert.deepEqual([method, driver], ["exact", "cavity"]);
  assert.deepEqual(random.slice(1).map(({ amplitude }) => amplitude), [2.5, 4, 7]);
  const drawn = random.reduce((sum, { count }) => sum + count, 0);
  const configurations = drawn + quench.trajectories * quench.snapshotSteps.length;
  assert.equal(configurations, 2540);
  assert.ok(Math.abs(configurations * width * height / 4e6 - 1) < 0.02);
  assert.equal(quench.snapshotSteps.at(-1), 600);
});

Deno.test("what is given goes before the preset's amplitudes and driver", () => {
  const preset = "training";
  const amplitudes = [{ amplitude: 1, count: 3 }];
  assert.deepEqual(dataSetRecipe({ preset, amplitudes }).random.slice(1), amplitudes);
  assert.ok(!("driver" in dataSetRecipe({ preset, driver: "exact" })));
  assert.ok(!("driver" in dataSetRecipe({ preset, method: "cavity" })));
  assert.equal(dataSetRecipe({ preset: "paper", driver: "cavity" }).driver, "cavity");
});

Deno.test("every preset gives a recipe with either set of constants", () => {
  for (const preset of Object.keys(DATA_SET_PRESETS)) {
    for (const constants of ["reference", "paper"]) {
      assert.equal(dataSetRecipe({ preset, constants }).constants, constants);
    }
  }
});

Deno.test("even steps end at the last and are evenly spaced", () => {
  assert.deepEqual(evenSteps(100, 4), [25, 50, 75, 100]);
  assert.deepEqual(evenSteps(3, 3), [1, 2, 3]);
});

const square = (width: number) => ({ kind: "square", width, height: width });

const BAD: readonly [string, DataSetOptions, RegExp][] = [
  [
    "an unknown preset",
    { preset: "papre" },
    /data-set preset "papre": accepted are paper, training, small/,
  ],
  ["unknown constants", { constants: "none" }, /preset "none": accepted are reference, paper/],
  ["an unknown method", { method: "magic" }, /Unknown method "magic": accepted are exact, ed/],
  ["an unknown driver", { driver: "magic" }, /Unknown driver "magic": accepted are exact, ed, cav/],
  ["an unknown integrator", { quench: { integrator: "euler" } }, /integrator "euler"/],
  ["nothing", { random: 0, quench: { trajectories: 0 } }, /at least one configuration/],
  ["no lattice", { lattices: [] }, /at least one lattice/],
  ["no temperature", { temperatures: [] }, /at least one temperature/],
  ["an odd lattice", { lattices: [square(5)] }, /width 5.*even integer/],
  ["a lattice twice", { lattices: [square(6), square(6)] }, /lattice is given twice/],
  ["temperature zero", { temperatures: [0.1, 0] }, /temperature must be a positive number.*0/],
  ["temperature NaN", { temperatures: [NaN] }, /temperature must be a positive number.*NaN/],
  ["half a configuration", { random: 1.5 }, /random configurations must be an integer.*1\.5/],
  ["a negative amplitude", { amplitudes: [{ amplitude: -1, count: 1 }] }, /amplitude.*-1/],
  ["a negative number", { quench: { trajectories: -1 } }, /trajectories must be an integer.*-1/],
  ["no snapshots", { quench: { snapshotSteps: [] } }, /need snapshot steps/],
  ["snapshot 0", { quench: { snapshotSteps: [0, 5] } }, /snapshot step.*at least 1.*0/],
  ["snapshots out of order", { quench: { snapshotSteps: [5, 3] } }, /ascend: 3 follows 5/],
  ["scattered snapshots", { quench: { snapshotSteps: [7, 24_999] } }, /no common divisor above 1/],
  ["an unstable time step", { quench: { timeStep: 9 } }, /stability limit/],
  ["all held out", { heldOut: 1 }, /held out must be at least 0 and below 1.*1/],
  ["a negative seed", { seed: -1 }, /seed.*-1/],
  ["a soft lattice", { model: { kappa: 0.3 } }, /k must exceed 4\|kappa\|/],
  ["more than a file holds", { lattices: [square(400)], random: 2000 }, /GiB.*at most 2/],
];

for (const [title, options, says] of BAD) {
  Deno.test(`a recipe of ${title} is refused in one line`, () => {
    assert.throws(() => dataSetRecipe(options), (error: Error) => {
      assert.ok(error instanceof ParameterError, String(error));
      assert.match(error.message, says);
      assert.ok(!error.message.includes("\n"));
      return true;
    });
  });
}
