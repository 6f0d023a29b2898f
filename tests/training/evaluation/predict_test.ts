import assert from "node:assert/strict";
import { CavitySolver } from "../../../lib/electrons/mod.ts";
import { HolsteinModel } from "../../../lib/holstein/mod.ts";
import { makeLattice } from "../../../lib/lattice/mod.ts";
import { makeRunner } from "../../../lib/networks/mod.ts";
import { requireFit } from "../../../lib/training/evaluation/prediction_team.ts";
import {
  configurationAt,
  dataSetRecipe,
  predictDensities,
  predictForces,
  type PredictorSpec,
} from "../../../lib/training/mod.ts";
import { largestDifference } from "../../networks/networks.ts";
import { madeFrom } from "../recipes.ts";
import { ROOMY, roomySet, untrained, untrainedWholeForce } from "./networks.ts";

const { dataSet } = await roomySet();
const CAVITY: PredictorSpec = { kind: "baseline", baseline: "cavity" };
/** Of both groups and kinds, not in order, one twice. */
const NUMBERS = [20, 0, 5, 33, 16, 5];

Deno.test("one worker, two and three predict the same bits, in the order asked for", async () => {
  for (
    const spec of [{ kind: "network", network: untrained("small"), backend: "wasm" }, {
      kind: "baseline",
      baseline: "window-5x5",
    }]
  ) {
    const [one, ...others] = await Promise.all(
      [1, 2, 3].map((workers) =>
        predictDensities(spec as PredictorSpec, dataSet, NUMBERS, { workers })
      ),
    );
    for (const other of others) assert.deepEqual(other, one);
    assert.deepEqual(one[2], one[5]);
    assert.notDeepEqual(one[0], one[1]);
    NUMBERS.forEach((number, i) => {
      assert.equal(one[i].length, configurationAt(dataSet, number).Q.length);
    });
  }
});

Deno.test("a network that answers nothing predicts what the cavity method alone does", async () => {
  const silent = { kind: "network", network: untrained("small", 1e-30), backend: "plain" } as const;
  const forces = await predictForces(silent, dataSet, NUMBERS);
  const alone = await predictForces(CAVITY, dataSet, NUMBERS);
  forces.forEach((force, i) => assert.ok(largestDifference(force, alone[i]) < 1e-14));
});

Deno.test("the cavity method's predictions are those of its solver, but for its pole set", async () => {
  const [density] = await predictDensities(CAVITY, dataSet, [20]);
  const { group, Q } = configurationAt(dataSet, 20);
  const model = new HolsteinModel(makeLattice(group.lattice), ROOMY.model);
  const solver = new CavitySolver({
    lattice: model.lattice,
    hopping: 1,
    temperature: 0.1,
    ensemble: "grand-canonical",
    chemicalPotential: 0,
  });
  const expected = await solver.solve(model.onsitePotential(Q));
  assert.ok(largestDifference(density, expected.density) < 1e-5);
  solver.close();
});

Deno.test("forces follow from predicted densities by the model's own formula", async () => {
  const spec = { kind: "network", network: untrained("small", 0.01), backend: "plain" } as const;
  const [density] = await predictDensities(spec, dataSet, [7]);
  const [force] = await predictForces(spec, dataSet, [7]);
  const { group, Q } = configurationAt(dataSet, 7);
  const model = new HolsteinModel(makeLattice(group.lattice), ROOMY.model);
  assert.deepEqual(force, model.force(Q, density));
});

Deno.test("a network of whole forces reads Q and its answer is the force", async () => {
  const network = untrainedWholeForce();
  const spec = { kind: "network", network, backend: "plain" } as const;
  const [force] = await predictForces(spec, dataSet, [2]);
  const { group, Q } = configurationAt(dataSet, 2);
  const { architecture, parameters } = network;
  const runner = await makeRunner(architecture, parameters, makeLattice(group.lattice), "plain");
  assert.deepEqual(force, (await runner.run(Float32Array.from(Q))).values);
  await assert.rejects(
    () => predictDensities(spec, dataSet, [2]),
    { name: "ParameterError", message: "These weights predict the force, not the density" },
  );
});

Deno.test("what cannot be predicted is refused in one line, with one worker and with two", async () => {
  const network = (spec: Partial<PredictorSpec>): PredictorSpec => ({
    kind: "network",
    network: untrained("small"),
    backend: "plain",
    ...spec,
  } as PredictorSpec);
  const cases: [PredictorSpec, number[], RegExp][] = [
    [network({ network: untrained("small", 1, 0.2) }), [0, 1], /T\/t = 0\.2 .* T\/t = 0\.1$/],
    [network({ network: untrained("large") }), [0, 1], /12×12 lattice is narrower .* 17 sites/],
    [network({ backend: "tpu" }), [0, 1], /Unknown backend "tpu"/],
    [CAVITY, [0, 34], /none of number 34$/],
  ];
  for (const workers of [1, 2]) {
    for (const [spec, numbers, message] of cases) {
      await assert.rejects(
        () => predictForces(spec, dataSet, numbers, { workers }),
        { name: "ParameterError", message },
      );
    }
  }
  const honeycomb = await madeFrom(dataSetRecipe({
    preset: "smoke",
    lattices: [{ kind: "honeycomb", width: 8, height: 4 }],
    random: 1,
    quench: { trajectories: 0 },
  }));
  assert.throws(() => requireFit(CAVITY, honeycomb, [0]), {
    name: "ParameterError",
    message: /The cavity method takes the square lattice/,
  });
  await assert.rejects(
    () => predictForces(CAVITY, dataSet, [0], { workers: 0 }),
    { name: "ParameterError", message: /workers must be a positive integer/ },
  );
});
