import assert from "node:assert/strict";
import { forceFieldSpec, HolsteinModel, makeForceField, makeLattice } from "../../mod.ts";
import {
  configurationAt,
  configurationCount,
  dataSetRecipe,
  encodeDataSet,
  fieldOf,
  forcesOf,
  makeDataSet,
} from "../../lib/training/mod.ts";
import { inTemporaryFolder } from "../cli/nearsight.ts";
import { madeFrom, MIXED } from "./recipes.ts";

const dataSet = await madeFrom(MIXED);

Deno.test("every label is the density that exact diagonalisation gives at μ = 0, to 1e-8", async () => {
  let largest = 0;
  for (const group of dataSet.groups) {
    const { lattice, temperature } = group;
    const spec = forceFieldSpec({ lattice, temperature, method: "ed", model: MIXED.model });
    const forceField = await makeForceField(spec);
    const forces = forcesOf(group, new HolsteinModel(makeLattice(lattice), MIXED.model));
    for (let c = 0; c < group.configurations; c++) {
      const { density, force } = await forceField.evaluate(fieldOf(group, group.Q, c));
      const label = fieldOf(group, group.density, c);
      const labelForce = fieldOf(group, forces, c);
      density.forEach((n, i) => largest = Math.max(largest, Math.abs(n - label[i])));
      force.forEach((F, i) => largest = Math.max(largest, Math.abs(F - labelForce[i])));
    }
    forceField.close();
  }
  assert.ok(largest < 1e-8, `${largest}`);
});

Deno.test("a set holds what its recipe asks for, of every lattice at every temperature", () => {
  assert.deepEqual(
    dataSet.groups.map(({ lattice: { width, height }, temperature }) => [
      width,
      height,
      temperature,
    ]),
    [[6, 4, 0.1], [6, 4, 0.4], [4, 4, 0.1], [4, 4, 0.4]],
  );
  for (const group of dataSet.groups) {
    const kinds = [...Array(10).fill("random"), ...Array(9).fill("quench")];
    assert.deepEqual(group.kind, [...kinds, ...kinds]);
    assert.deepEqual([...group.step.slice(10, 19)], [2, 6, 20, 2, 6, 20, 2, 6, 20]);
    assert.deepEqual([...group.amplitude.slice(6, 10)], [1, 1, 1, 1]);
  }
  const trajectories = dataSet.groups.flatMap(({ trajectory }) => [...new Set(trajectory)]);
  assert.equal(new Set(trajectories).size, 1 + 12, "no trajectory serves two groups");
  assert.equal(configurationCount(dataSet.groups), 4 * 38);
});

Deno.test("no two solved configurations are the same", () => {
  const seen = new Set<string>();
  for (let c = 0; c < configurationCount(dataSet.groups); c++) {
    const { group, index, Q } = configurationAt(dataSet, c);
    if (group.particleHole[index] === 0) seen.add(Q.subarray(0, 4).join());
  }
  assert.equal(seen.size, 4 * 19);
});

Deno.test("random configurations have the width that the recipe asks for", async () => {
  const { groups: [{ Q, density }] } = await madeFrom(dataSetRecipe({
    preset: "smoke",
    random: 0,
    amplitudes: [{ amplitude: 2, count: 400 }],
    quench: { trajectories: 0 },
  }));
  const variance = Q.reduce((sum, q) => sum + q * q, 0) / Q.length;
  // 400 × 36 normal numbers: the estimate of the variance has a relative error of 1.2 %.
  assert.ok(Math.abs(variance / 4 - 1) < 0.05, `${variance}`);
  assert.ok(Math.abs(density.reduce((sum, n) => sum + n, 0) / density.length - 0.5) < 0.02);
});

Deno.test("twins by particle-hole symmetry are -Q and 1 - n of the configurations before them", () => {
  for (const { configurations, Q, density, particleHole } of dataSet.groups) {
    const half = Q.length / 2;
    assert.deepEqual(Q.subarray(half), Q.subarray(0, half).map((q) => -q));
    assert.deepEqual(density.subarray(half), density.subarray(0, half).map((n) => 1 - n));
    assert.deepEqual(
      [...particleHole],
      Array.from(particleHole, (_, c) => c < configurations / 2 ? 0 : 1),
    );
  }
});

Deno.test("sets of different seeds share no random number", async () => {
  const recipe = dataSetRecipe({
    preset: "smoke",
    temperatures: [0.1, 0.3],
    random: 8,
    amplitudes: [{ amplitude: 2, count: 8 }],
    quench: { trajectories: 2, snapshotSteps: [1] },
  });
  const seen = new Set<string>();
  let count = 0;
  // The last two differ in the upper half of their bits alone.
  for (const seed of [1, 2, 3, 2 ** 32 + 3]) {
    for (const { Q, amplitude, lattice } of (await madeFrom({ ...recipe, seed })).groups) {
      const sites = lattice.width * lattice.height;
      // The numbers as they were drawn, but for the rounding of their scaling.
      Q.forEach((q, i) => seen.add((q / amplitude[Math.floor(i / sites)]).toPrecision(12)));
      count += Q.length;
    }
  }
  assert.equal(seen.size, count);
});

Deno.test("a set that its signal stops goes on where it was, to the same bytes", () =>
  inTemporaryFolder(async (folder) => {
    const resources = { workers: 1 };
    let interruptions = 0;
    // After the first pieces, in the trajectories, and late.
    for (const share of [0, 0.1, 0.3, 0.6, 0.9]) {
      const controller = new AbortController();
      const { status } = await makeDataSet(MIXED, folder, {
        resources,
        signal: controller.signal,
        onProgress: ({ done, total }) => done > share * total && controller.abort(),
      });
      if (status === "interrupted") interruptions++;
    }
    assert.ok(interruptions >= 4, `${interruptions}`);
    let first: number | undefined;
    const outcome = await makeDataSet(MIXED, folder, {
      resources,
      onProgress: ({ done }) => first ??= done,
    });
    assert.ok(first !== undefined && first > 0, "what was done is not done again");
    assert.equal(outcome.status, "finished");
    assert.deepEqual(
      encodeDataSet(outcome.dataSet ?? dataSet).bytes,
      encodeDataSet(dataSet).bytes,
    );
  }));

Deno.test("a work folder serves one recipe, and no folder of other files is taken", () =>
  inTemporaryFolder(async (folder) => {
    const recipe = dataSetRecipe({ preset: "smoke", random: 1, quench: { trajectories: 0 } });
    const make = (given: typeof recipe) =>
      makeDataSet(given, folder, { resources: { workers: 1 } });
    await Deno.writeTextFile(`${folder}/notes.txt`, "mine");
    await assert.rejects(make(recipe), /is no work folder of a data set, and is not empty/);
    assert.deepEqual(Array.from(Deno.readDirSync(folder), ({ name }) => name), ["notes.txt"]);
    await Deno.remove(`${folder}/notes.txt`);
    await make(recipe);
    await assert.rejects(make({ ...recipe, seed: 9 }), /with another seed: a work folder serves/);
    const piece = `${folder}/random/draw0-000000.npz`;
    const bytes = await Deno.readFile(piece);
    bytes[200] ^= 1;
    await Deno.writeFile(piece, bytes);
    await assert.rejects(make(recipe), { name: "FormatError" });
  }));
