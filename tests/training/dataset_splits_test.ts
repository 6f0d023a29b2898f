import assert from "node:assert/strict";
import {
  configurationAt,
  configurationCount,
  type ConfigurationGroup,
  dataSetRecipe,
  type Split,
  splitByConfiguration,
  splitByTrajectory,
} from "../../lib/training/mod.ts";
import { madeFrom, MIXED } from "./recipes.ts";

const dataSet = await madeFrom(MIXED);
const COUNT = configurationCount(dataSet.groups);

/** A group of the paper's size, whose fields nobody looks at. */
function paperGroup(): ConfigurationGroup {
  const { random: [{ count }], quench: { trajectories, snapshotSteps } } = dataSetRecipe({
    preset: "paper",
  });
  const snapshots = trajectories * snapshotSteps.length;
  const configurations = count + snapshots;
  const isRandom = (c: number) => c < count;
  const all = { length: configurations };
  return {
    lattice: { kind: "square", width: 40, height: 40 },
    temperature: 0.1,
    configurations,
    Q: new Float64Array(),
    density: new Float64Array(),
    kind: Array.from(all, (_, c) => isRandom(c) ? "random" : "quench"),
    trajectory: Int32Array.from(
      all,
      (_, c) => isRandom(c) ? -1 : Math.floor((c - count) / snapshotSteps.length),
    ),
    step: new Int32Array(configurations),
    amplitude: new Float64Array(configurations).fill(5),
    particleHole: new Uint8Array(configurations),
  };
}

/** What a configuration must share its side of a split with. */
const families: Readonly<Record<string, (number: number) => string>> = {
  configuration: (number) => {
    const { group, index, Q } = configurationAt(dataSet, number);
    return Q.map((q) => group.particleHole[index] ? -q : q).join();
  },
  trajectory: (number) => {
    const { group, index } = configurationAt(dataSet, number);
    const trajectory = group.trajectory[index];
    return trajectory < 0 ? families.configuration(number) : `trajectory ${trajectory}`;
  },
};

for (const [name, familyOf] of Object.entries(families)) {
  Deno.test(`the split by ${name} divides all configurations, and no family of them`, () => {
    const { train, test } = dataSet.splits[name];
    assert.deepEqual(
      [...train, ...test].sort((a, b) => a - b),
      Array.from({ length: COUNT }, (_, c) => c),
    );
    const trained = new Set(Array.from(train, familyOf));
    assert.ok(Array.from(test, familyOf).every((family) => !trained.has(family)));
    assert.deepEqual(train, train.slice().sort());
    assert.deepEqual(test, test.slice().sort());
  });
}

Deno.test("the split by trajectory holds out some of every kind, lattice and temperature", () => {
  const held = new Set(Array.from(dataSet.splits.trajectory.test, (number) => {
    const { group: { lattice: { width }, temperature, kind, amplitude }, index } = configurationAt(
      dataSet,
      number,
    );
    return [width, temperature, kind[index], kind[index] === "random" && amplitude[index]].join();
  }));
  assert.equal(held.size, 2 * 2 * 3);
});

Deno.test("of the paper's set 180 configurations are held out, by trajectory 3 of 10 and 60 random", () => {
  const group = paperGroup();
  const options = { seed: 1, heldOut: 0.3 };
  const byConfiguration = splitByConfiguration([group], options);
  assert.equal(byConfiguration.test.length, 180);
  const { test } = splitByTrajectory([group], options);
  const trajectories = Array.from(test, (c) => group.trajectory[c]);
  assert.equal(trajectories.filter((trajectory) => trajectory < 0).length, 60);
  assert.equal(new Set(trajectories).size - 1, 3);
  assert.equal(test.length, 60 + 3 * 40);
});

Deno.test("a split is a function of its seed", () => {
  const group = paperGroup();
  for (const draw of [splitByConfiguration, splitByTrajectory]) {
    const of = (seed: number): Split => draw([group], { seed, heldOut: 0.3 });
    assert.deepEqual(of(1), of(1));
    assert.notDeepEqual(of(1), of(2));
  }
});

Deno.test("configurations are held out evenly: each about as often as any other", () => {
  const group = paperGroup();
  const times = new Float64Array(group.configurations);
  const draws = 400;
  for (let seed = 0; seed < draws; seed++) {
    for (const c of splitByConfiguration([group], { seed, heldOut: 0.3 }).test) times[c]++;
  }
  // Binomial of 400 draws with 0.3: mean 120, deviation 9.2; of 600 none leaves five of them.
  assert.ok(times.every((count) => Math.abs(count - 120) < 46), String(times));
});

Deno.test("nothing is held out when nothing is asked for, nor of a single trajectory", () => {
  const group = paperGroup();
  assert.equal(splitByTrajectory([group], { seed: 1, heldOut: 0 }).test.length, 0);
  const single = { ...group, trajectory: group.trajectory.map((t) => Math.min(t, 0)) };
  const { test } = splitByTrajectory([single], { seed: 1, heldOut: 0.3 });
  assert.ok(test.every((c) => single.trajectory[c] < 0));
});
