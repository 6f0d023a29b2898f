import assert from "node:assert/strict";
import { CavityEngine } from "../../../lib/electrons/cavity/engine.ts";
import { windowTwin } from "../../../lib/electrons/cavity/window_twin.ts";
import { latticeGraph } from "../../../lib/electrons/cavity/cavity_graph.ts";
import { cavityTwin } from "../../../lib/electrons/cavity/cavity_twin.ts";
import { SquareLattice } from "../../../lib/lattice/square_lattice.ts";
import { largestDifference, normals } from "../matrices.ts";
import { complexDifference, exactInverse, shifted } from "./graphs.ts";

const MOST = { messages: 12, adjoint: 4 };

Deno.test("the window kernel is its twin to single precision, for every radius", () => {
  for (const [width, height] of [[12, 10], [6, 8]]) {
    const lattice = new SquareLattice(width, height), { sites } = lattice;
    const engine = new CavityEngine(width, height, MOST);
    for (const disorder of [18, 3]) {
      const onsite = normals(sites, 7).map((v) => disorder * v);
      for (
        const [eta, radius, messages] of [[0.3, 1, 12], [0.3, 2, 12], [0.9, 3, 5], [0.3, 3, 0]]
      ) {
        const green = windowTwin(lattice, shifted(onsite, eta), 1, radius, messages);
        engine.load((i) => onsite[i]);
        const sweeps = { messages, adjoint: 0 };
        engine.addWindowPole({ eta, weight: 2, temperature: 0.5, sweeps }, radius);
        const error = largestDifference(engine.density(), green.map(({ re }) => 0.5 - re));
        assert.ok(error < 2e-5, `${width}×${height}, ${disorder}, ${eta}, R = ${radius}: ${error}`);
      }
    }
  }
});

Deno.test("strips of rows give the bits of windows of the whole lattice", () => {
  const onsite = normals(14 * 20, 8).map((v) => 6 * v);
  const pole = { eta: 0.3, weight: 2, temperature: 0.1, sweeps: { messages: 8, adjoint: 0 } };
  const [whole, strips] = [[[0, 20]], [[13, 20], [0, 6], [6, 13]]].map((pieces) => {
    const engine = new CavityEngine(14, 20, MOST);
    engine.load((i) => onsite[i]);
    for (const [first, last] of pieces) engine.addWindowPole(pole, 3, first, last);
    return engine.density();
  });
  assert.deepEqual(strips, whole);
});

Deno.test("windows come closer to the exact inverse with every radius, and closer than rings", async () => {
  const lattice = new SquareLattice(14);
  const graph = latticeGraph(lattice);
  const onsite = normals(lattice.sites, 9).map((v) => 6 * v);
  const z = shifted(onsite, 0.5);
  const { green } = await exactInverse(graph, onsite, 1, 0.5);
  const rings = cavityTwin(graph, z, 1, { messages: 60, adjoint: 60 }).green;
  const errors = [1, 2, 3].map((radius) =>
    complexDifference(windowTwin(lattice, z, 1, radius, 60), green)
  );
  assert.ok(errors[1] < errors[0] / 2 && errors[2] < errors[1] / 2, `${errors}`);
  assert.ok(errors[1] < complexDifference(rings, green), `${errors}`);
});
