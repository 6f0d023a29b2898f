import assert from "node:assert/strict";
import { fermi } from "../../lib/electrons/fermi.ts";
import { searchHalfFilling } from "../../lib/electrons/half_filling_search.ts";
import { NumericalError } from "../../lib/errors.ts";
import { normals } from "./matrices.ts";

/** Levels without hopping, with noise of single precision. */
function levels(energies: Float64Array, T: number) {
  let evaluations = 0;
  const evaluate = (mu: number) => {
    evaluations++;
    const density = energies.map((e, i) => fermi((e - mu) / T) + 1e-8 * Math.sin(1e6 * mu + i));
    return Promise.resolve({ density });
  };
  return { evaluate, evaluations: () => evaluations };
}

const excess = (density: Float64Array) =>
  Math.abs(density.reduce((sum, n) => sum + n - 0.5, 0)) / density.length;

Deno.test("Σ n = N/2 is found from near and far in a few dozen evaluations", async () => {
  for (const width of [0.1, 1, 18]) {
    const energies = normals(200, 1).map((e) => width * e + 3);
    for (const start of [3, 2.5, -60, 100]) {
      const { evaluate, evaluations } = levels(energies, 0.1);
      const { state, chemicalPotential } = await searchHalfFilling(evaluate, start, 0.1);
      assert.ok(excess(state.density) <= 1e-6);
      assert.deepEqual((await evaluate(chemicalPotential)).density, state.density);
      assert.ok(evaluations() < 40, `${evaluations()} from ${start}, width ${width}`);
    }
  }
});

Deno.test("in a gap the first μ of the plateau is taken", async () => {
  const energies = Float64Array.from({ length: 100 }, (_, i) => i % 2 === 0 ? -20 : 20);
  const { evaluate, evaluations } = levels(energies, 0.1);
  const { chemicalPotential } = await searchHalfFilling(evaluate, 7, 0.1);
  assert.equal(chemicalPotential, 7);
  assert.equal(evaluations(), 1);
});

Deno.test("a density that never reaches half filling is an error, not an endless search", async () => {
  const full = () => Promise.resolve({ density: new Float64Array(4).fill(0.9) });
  await assert.rejects(searchHalfFilling(full, 0, 0.1), NumericalError);
});
