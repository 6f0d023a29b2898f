import assert from "node:assert/strict";
import { join } from "node:path";
import { arithmeticProbe, evaluateMany, forceFieldSpec, jsonText } from "../../mod.ts";
import {
  type DataSetRecipe,
  dataSetRecipe,
  encodeDataSet,
  evenSteps,
  fieldOf,
  makeDataSet,
} from "../../lib/training/mod.ts";
import { inTemporaryFolder } from "../cli/nearsight.ts";
import { madeFrom } from "./recipes.ts";

/** The cavity method drives, at four temperatures; of each, 66 snapshots in two pieces. */
const DRIVEN = dataSetRecipe({
  preset: "smoke",
  lattices: [{ kind: "square", width: 8, height: 6 }],
  temperatures: [0.1, 0.2, 0.3, 0.5],
  random: 4,
  quench: { trajectories: 2, snapshotSteps: evenSteps(66, 33) },
  driver: "cavity",
  seed: 5,
});
const SMOKE = dataSetRecipe({
  preset: "smoke",
  quench: { trajectories: 2, snapshotSteps: [4, 8] },
});
const RESOURCES = { workers: 1 };

const dataSet = await madeFrom(DRIVEN);

Deno.test("labels are, bit for bit, what the method says of the stored Q, at four temperatures", async () => {
  const { labels, trajectories } = dataSet.provenance;
  assert.deepEqual([labels, trajectories], ["exact", "cavity"]);
  assert.deepEqual(dataSet.groups.map(({ temperature }) => temperature), [0.1, 0.2, 0.3, 0.5]);
  for (const group of dataSet.groups) {
    const { lattice, temperature, configurations } = group;
    assert.equal(configurations, 4 + 2 * 33);
    const numbers = Array.from({ length: configurations }, (_, c) => c);
    const spec = forceFieldSpec({ lattice, temperature, model: DRIVEN.model });
    const each = numbers.map((c) => fieldOf(group, group.Q, c).slice());
    const evaluations = await evaluateMany(spec, each, RESOURCES);
    for (const c of numbers) {
      assert.deepEqual(fieldOf(group, group.density, c), evaluations[c].density);
    }
  }
});

Deno.test("snapshots are those of the driver's trajectories, with other densities than its own", async () => {
  const cavity = await madeFrom(dataSetRecipe({ ...optionsOf(DRIVEN), method: "cavity" }));
  dataSet.groups.forEach(({ Q, density, step, trajectory }, g) => {
    const own = cavity.groups[g];
    assert.deepEqual([Q, step, trajectory], [own.Q, own.step, own.trajectory]);
    const errors = density.map((n, i) => Math.abs(n - own.density[i]));
    const largest = errors.reduce((a, b) => Math.max(a, b));
    assert.ok(largest > 1e-5 && largest < 0.2, `${largest}`);
  });
});

Deno.test("a driver that is the method leaves no trace: the recipe, files and bytes of none", () =>
  inTemporaryFolder(async (folder) => {
    assert.deepEqual(dataSetRecipe({ ...optionsOf(SMOKE), driver: "exact" }), SMOKE);
    assert.ok(!("driver" in SMOKE));
    const { dataSet: named } = await makeDataSet({ ...SMOKE, driver: "exact" }, folder, {
      resources: RESOURCES,
    });
    assert.ok(named);
    assert.equal(named.provenance.trajectories, "exact");
    assert.deepEqual(encodeDataSet(named).bytes, encodeDataSet(await madeFrom(SMOKE)).bytes);
    assert.deepEqual(namesIn(folder), [".lock", "random", "recipe.json", "trajectories"]);
  }));

/** A recipe as versions without drivers wrote it. */
const EARLIER = {
  preset: "smoke",
  constants: "reference",
  model: { t: 1, g: 3.5, k: 1, kappa: 0.18, mass: 5 },
  method: "exact",
  eigensolver: "wasm",
  lattices: [{ kind: "square", width: 6, height: 6 }],
  temperatures: [0.1],
  random: [{ amplitude: 5.270462766947299, count: 10 }],
  quench: {
    trajectories: 2,
    snapshotSteps: [4, 8],
    integrator: "verlet-ou",
    dampingRate: 0.2,
    timeStep: 0.05,
    initialDisplacement: 5.270462766947299,
    initialVelocity: 1,
  },
  particleHole: false,
  heldOut: 0.3,
  seed: 1,
};

Deno.test("a work folder begun by a version without drivers is gone on with, by the same recipe alone", () =>
  inTemporaryFolder(async (folder) => {
    const text = jsonText({ recipe: EARLIER, arithmetic: [arithmeticProbe()] });
    await Deno.writeTextFile(join(folder, "recipe.json"), text);
    const make = (recipe: DataSetRecipe) => makeDataSet(recipe, folder, { resources: RESOURCES });
    const other = { ...SMOKE, driver: "cavity" };
    await assert.rejects(make(other), {
      name: "ParameterError",
      message: `Cannot go on in ${folder} with another driver: a work folder serves one data set`,
    });
    const { status } = await make(SMOKE);
    assert.equal(status, "finished");
    assert.equal(await Deno.readTextFile(join(folder, "recipe.json")), text);
  }));

Deno.test("a work folder begun with a driver is not gone on with without it", () =>
  inTemporaryFolder(async (folder) => {
    await makeDataSet({ ...SMOKE, driver: "cavity" }, folder, { resources: RESOURCES });
    await assert.rejects(
      makeDataSet(SMOKE, folder, { resources: RESOURCES }),
      /with another driver: a work folder serves/,
    );
  }));

Deno.test("a set stopped again and again while it labels snapshots goes on to the same bytes", () =>
  inTemporaryFolder(async (folder) => {
    const kept: number[] = [];
    // Of 808 configurations' forces, 16 are random, 528 of trajectories, the last 264 labels.
    for (const share of [0.68, 0.76, 0.84, 0.92]) {
      const controller = new AbortController();
      const { status } = await makeDataSet(DRIVEN, folder, {
        resources: RESOURCES,
        signal: controller.signal,
        onProgress: ({ done, total }) => done > share * total && controller.abort(),
      });
      assert.equal(status, "interrupted");
      kept.push(namesIn(join(folder, "snapshots")).length);
    }
    assert.deepEqual(kept, [1, 3, 5, 7]);
    const reports: number[] = [];
    const { dataSet: resumed } = await makeDataSet(DRIVEN, folder, {
      resources: { workers: 2 },
      onProgress: ({ done, total }) => reports.push(done / total),
    });
    assert.ok(resumed);
    assert.deepEqual(encodeDataSet(resumed).bytes, encodeDataSet(dataSet).bytes);
    assert.ok(reports.every((share, r) => share > (reports[r - 1] ?? 0)), "progress grows");
    assert.equal(reports.at(-1), 1);
  }));

function optionsOf({ preset, lattices, temperatures, random, quench, seed }: DataSetRecipe) {
  return { preset, lattices, temperatures, random: random[0].count, quench, seed };
}

function namesIn(folder: string): string[] {
  return Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
}
