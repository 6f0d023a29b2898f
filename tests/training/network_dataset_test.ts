import assert from "node:assert/strict";
import { completeForceFieldSpec } from "../../lib/forcefields/complete_spec.ts";
import { evaluateMany } from "../../lib/forcefields/evaluate_many.ts";
import {
  configurationAt,
  dataSetRecipe,
  decodeDataSet,
  encodeDataSet,
  settleRecipe,
} from "../../lib/training/mod.ts";
import { inTemporaryFolder } from "../cli/nearsight.ts";
import { squareSpec } from "../forcefields/holstein_fields.ts";
import { randomNetwork, writeWeights } from "../networks/weights_files.ts";
import { madeFrom } from "./recipes.ts";

const OPTIONS = {
  preset: "smoke",
  method: "gnn",
  lattices: [{ kind: "square", width: 10, height: 8 }],
  random: 3,
  quench: { trajectories: 2, snapshotSteps: [4, 8] },
};

Deno.test("a data set by a network holds its densities, names its weights, and is the same by two workers", () =>
  inTemporaryFolder(async (folder) => {
    const weights = await writeWeights(folder, randomNetwork("gnn, cavity, diagonals, odd, silu"));
    const recipe = dataSetRecipe({ ...OPTIONS, weights: [{ source: weights.source }] });
    const dataSet = await madeFrom(recipe);
    assert.deepEqual(dataSet.provenance.recipe, { ...recipe, weights: [weights], backend: "wasm" });
    assert.deepEqual(await madeFrom(recipe, 2), dataSet);
    const spec = squareSpec(10, 8, { method: "gnn", weights });
    for (const c of [0, 4]) {
      const { Q, density } = configurationAt(dataSet, c);
      const [expected] = await evaluateMany(spec, [Q], { workers: 1 });
      assert.deepEqual(density, expected.density);
    }

    // A network may answer more than one electron; whoever is exact may not.
    const density = dataSet.groups[0].density.with(5, 1.2);
    const { provenance } = dataSet;
    const as = (labels: string) =>
      encodeDataSet({
        ...dataSet,
        provenance: { ...provenance, labels },
        groups: [{ ...dataSet.groups[0], density }],
      }).bytes;
    assert.equal(decodeDataSet(as("gnn"), "set.npz").dataSet.groups[0].density[5], 1.2);
    assert.throws(() => decodeDataSet(as("exact"), "set.npz"), /density is 1\.2 .*not in \[0, 1\]/);
  }));

Deno.test("a recipe is settled before the work: weights for every temperature, room on every lattice", async () => {
  const recipe = dataSetRecipe({
    ...OPTIONS,
    lattices: [{ kind: "square", width: 14, height: 14 }],
  });
  const settled = await settleRecipe(recipe);
  const { weights } = await completeForceFieldSpec(squareSpec(14, 14, { method: "gnn" }));
  assert.deepEqual(settled.weights, [weights]);
  const exact = dataSetRecipe({ preset: "smoke" });
  assert.equal(await settleRecipe(exact), exact);
  const small = { kind: "square", width: 4, height: 4 };
  const bad: [Parameters<typeof dataSetRecipe>[0], RegExp][] = [
    [{ ...OPTIONS, lattices: [...recipe.lattices, small] }, /4×4 lattice is narrower/],
    [{ ...OPTIONS, temperatures: [0.1, 0.9] }, /at T\/t = 0\.9 come with/],
    [{ preset: "smoke", weights: [weights!] }, /^The method exact takes no weights/],
    [{ ...OPTIONS, driver: "mlp" }, /two kinds of network, mlp and gnn/],
    [{ ...OPTIONS, weights: [] }, /one for each temperature: 0 are given for 1/],
  ];
  for (const [options, message] of bad) {
    await assert.rejects(async () => await settleRecipe(dataSetRecipe(options)), {
      name: "ParameterError",
      message,
    });
  }
});
