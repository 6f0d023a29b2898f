import assert from "node:assert/strict";
import { latticeGraph } from "../../../lib/electrons/cavity/cavity_graph.ts";
import { cavityTwin } from "../../../lib/electrons/cavity/cavity_twin.ts";
import { CavityEngine } from "../../../lib/electrons/cavity/engine.ts";
import { subtract } from "../../../lib/electrons/cavity/complex.ts";
import { SquareLattice } from "../../../lib/lattice/square_lattice.ts";
import { largestDifference, normals } from "../matrices.ts";
import { shifted } from "./graphs.ts";

/** Pairs of sweeps that between them use every stage first, last, once and several times. */
const SWEEPS = [[0, 0], [1, 0], [3, 0], [0, 1], [1, 1], [4, 2], [8, 4], [9, 13]]
  .map(([messages, adjoint]) => ({ messages, adjoint }));
const MOST = { messages: 9, adjoint: 13 };

Deno.test("the kernel is its twin to single precision, for near and far poles and every sweep", () => {
  for (const [width, height] of [[12, 10], [6, 14], [8, 6]]) {
    const lattice = new SquareLattice(width, height), { sites } = lattice;
    const graph = latticeGraph(lattice);
    const engine = new CavityEngine(width, height, MOST);
    for (const disorder of [18, 1]) {
      const onsite = normals(sites, 7).map((v) => disorder * v);
      for (const eta of [0.3, 5, 400]) {
        for (const sweeps of SWEEPS) {
          const twin = cavityTwin(graph, shifted(onsite, eta), 1, sweeps);
          const rings = sweeps.adjoint > 0;
          const green = rings ? twin.green : twin.tree;
          const name = `${width}×${height}, ${disorder}, ${eta}, ${JSON.stringify(sweeps)}`;
          engine.load((i) => onsite[i]);
          engine.addPole({ eta, weight: 2, temperature: 0.5, sweeps });
          const density = green.map(({ re }) => 0.5 - re);
          assert.ok(largestDifference(engine.density(), density) < 3e-6, `density: ${name}`);
          const features = new Float32Array(4 * sites);
          engine.readFeatures(features, 4, 0);
          const expected = green.flatMap((g, i) => {
            const part = subtract(g, twin.tree[i]);
            return [g.re, g.im, part.re, part.im];
          });
          assert.ok(largestDifference(features, expected) < 3e-6, `features: ${name}`);
          const { logarithm, derivative } = engine.sums();
          const ln = rings ? twin.logDeterminant : twin.treeLogDeterminant;
          const off = Math.abs(logarithm / 2 - (ln - sites * Math.log(eta))) / sites;
          const tolerance = !rings && eta > 100 ? 1e-8 : 1e-6;
          assert.ok(off < tolerance, `determinant: ${name} ${off}`);
          if (!rings) continue;
          const slope = Math.abs(derivative / 2 - twin.hoppingDerivative) / sites;
          assert.ok(slope < 1e-6, `derivative: ${name} ${slope}`);
        }
      }
    }
  }
});

/** Many sweeps, odd numbers too, so that rows settle on the way and whole lattices pause. */
const MANY = [[17, 6], [24, 9], [48, 28], [25, 0]]
  .map(([messages, adjoint]) => ({ messages, adjoint }));
const MOST_OF_MANY = { messages: 48, adjoint: 28 };

/** Random potentials, and an ordered one with some noise, in which rows settle soon. */
function potentials(width: number, height: number): Record<string, Float64Array> {
  const noise = normals(width * height, 9);
  return {
    "wide": noise.map((z) => 18 * z),
    "narrow": noise.map((z) => 3 * z),
    "ordered": noise.map((z, i) => ((i + Math.floor(i / width)) % 2 ? 20 : -20) + 2 * z),
  };
}

Deno.test("with many sweeps the kernel is its twin to single precision, though rows that have settled are left out", () => {
  const [width, height] = [10, 22], lattice = new SquareLattice(width, height);
  const graph = latticeGraph(lattice);
  const engine = new CavityEngine(width, height, MOST_OF_MANY);
  for (const [name, onsite] of Object.entries(potentials(width, height))) {
    for (const eta of [0.3, 1]) {
      for (const sweeps of MANY) {
        const twin = cavityTwin(graph, shifted(onsite, eta), 1, sweeps);
        const rings = sweeps.adjoint > 0;
        const label = `${name}, ${eta}, ${JSON.stringify(sweeps)}`;
        engine.load((i) => onsite[i]);
        engine.addPole({ eta, weight: 2, temperature: 0.5, sweeps });
        const density = (rings ? twin.green : twin.tree).map(({ re }) => 0.5 - re);
        const off = largestDifference(engine.density(), density);
        assert.ok(off < 3e-6, `density: ${label}: ${off}`);
        const ln = rings ? twin.logDeterminant : twin.treeLogDeterminant;
        const { logarithm, derivative } = engine.sums();
        const lnOff = Math.abs(logarithm / 2 - (ln - width * height * Math.log(eta)));
        assert.ok(lnOff / (width * height) < 1e-6, `determinant: ${label}: ${lnOff}`);
        if (!rings) continue;
        const slope = Math.abs(derivative / 2 - twin.hoppingDerivative) / (width * height);
        assert.ok(slope < 1e-6, `derivative: ${label}: ${slope}`);
      }
    }
  }
});

Deno.test("strips that are worked out alone give the bits of a whole lattice that pauses between sweeps", () => {
  const [width, height] = [14, 30];
  for (const onsite of Object.values(potentials(width, height))) {
    const answers = [[[0, 30]], [[0, 11], [11, 30]], [[29, 30], [3, 29], [0, 3]]].map((strips) => {
      const engine = new CavityEngine(width, height, MOST_OF_MANY);
      engine.load((i) => onsite[i]);
      MANY.forEach((sweeps, p) => {
        for (const [first, last] of strips) {
          engine.addPole({ eta: 0.3 * 2 ** p, weight: 2, temperature: 0.1, sweeps }, first, last);
        }
      });
      return { density: engine.density(), sums: engine.sums() };
    });
    assert.deepEqual(answers[1], answers[0]);
    assert.deepEqual(answers[2], answers[0]);
  }
});

Deno.test("strips of rows, in any order, give the bits of the whole lattice", () => {
  const poles = SWEEPS.map((sweeps, p) => ({
    eta: 0.3 * 2 ** p,
    weight: 2,
    temperature: 0.1,
    sweeps,
  }));
  const onsite = normals(14 * 30, 8).map((v) => 6 * v);
  const answers = [[[0, 30]], [[0, 10], [10, 20], [20, 30]], [[29, 30], [3, 29], [0, 3]]]
    .map((strips) => {
      const engine = new CavityEngine(14, 30, MOST);
      engine.load((i) => onsite[i]);
      for (const [first, last] of strips) {
        for (const pole of poles) engine.addPole(pole, first, last);
      }
      return { density: engine.density(), sums: engine.sums() };
    });
  assert.deepEqual(answers[1], answers[0]);
  assert.deepEqual(answers[2], answers[0]);
});
