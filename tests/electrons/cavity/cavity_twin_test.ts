import assert from "node:assert/strict";
import { cavityGraph, latticeGraph } from "../../../lib/electrons/cavity/cavity_graph.ts";
import { cavityTwin } from "../../../lib/electrons/cavity/cavity_twin.ts";
import { SquareLattice } from "../../../lib/lattice/square_lattice.ts";
import { normals } from "../matrices.ts";
import { HoneycombLattice } from "../../../lib/lattice/honeycomb_lattice.ts";
import { complexDifference, exactInverse, graphOfBonds, shifted } from "./graphs.ts";

const CONVERGED = { messages: 300, adjoint: 300 };

Deno.test("on an open chain and on a branched tree the messages give the exact inverse and determinant", async () => {
  const chain = Array.from({ length: 11 }, (_, i) => [i, i + 1] as const);
  const tree = Array.from({ length: 15 }, (_, i) => [i + 1, Math.floor(i / 2)] as const);
  for (const bonds of [chain, tree]) {
    const sites = bonds.length + 1;
    const graph = cavityGraph(graphOfBonds(sites, bonds));
    for (const [width, hopping] of [[0.3, 1], [5, 0.7]]) {
      const onsite = normals(sites, 3).map((v) => width * v);
      const exact = await exactInverse(graph, onsite, hopping, 0.2);
      // As many sweeps as the longest way through the tree.
      const found = cavityTwin(graph, shifted(onsite, 0.2), hopping, { messages: 12, adjoint: 1 });
      assert.ok(complexDifference(found.tree, exact.green) < 1e-12);
      assert.ok(complexDifference(found.green, exact.green) < 1e-12);
      assert.ok(Math.abs(found.logDeterminant - exact.logDeterminant) < 1e-11);
    }
  }
});

Deno.test("a ring of four sites, alone or with trees grown on it, is exact too", async () => {
  const bonds = [[0, 1], [1, 2], [2, 3], [3, 0], [1, 4], [4, 5], [4, 6], [3, 7]] as const;
  for (const [sites, used] of [[4, bonds.slice(0, 4)], [8, bonds]] as const) {
    const graph = cavityGraph(graphOfBonds(sites, used));
    assert.equal(graph.plaquettes.length, 1);
    const onsite = normals(sites, 4).map((v) => 2 * v);
    const exact = await exactInverse(graph, onsite, 1, 0.4);
    const found = cavityTwin(graph, shifted(onsite, 0.4), 1, CONVERGED);
    assert.ok(complexDifference(found.green, exact.green) < 1e-12);
    assert.ok(Math.abs(found.logDeterminant - exact.logDeterminant) < 1e-11);
    assert.ok(complexDifference(found.tree, exact.green) > 1e-3, "the tree alone would do");
  }
});

Deno.test("a square lattice has one ring a site, more on sides of 4, and a honeycomb none", () => {
  assert.equal(latticeGraph(new SquareLattice(8, 6)).plaquettes.length, 48);
  assert.equal(latticeGraph(new SquareLattice(4, 6)).plaquettes.length, 24 + 6);
  const honeycomb = latticeGraph(new HoneycombLattice(8, 6));
  assert.equal(honeycomb.plaquettes.length, 0);
  const found = cavityTwin(honeycomb, shifted(normals(48, 5), 0.3), 1, CONVERGED);
  assert.deepEqual(found.green, found.tree);
  assert.equal(found.logDeterminant, found.treeLogDeterminant);
});

Deno.test("the inverse is the gradient of the determinant, and t ∂/∂t its derivative, to 1e-8", () => {
  const h = 1e-3;
  for (const lattice of [new SquareLattice(6), new HoneycombLattice(6, 6)]) {
    const graph = latticeGraph(lattice);
    for (const width of [18, 3, 1]) {
      const onsite = normals(36, 6).map((v) => width * v);
      const at = (v: Float64Array, t = 1) => cavityTwin(graph, shifted(v, 0.6), t, CONVERGED);
      const difference = (f: (by: number) => number) =>
        (8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h);
      const found = at(onsite);
      for (const site of [0, 8, 21]) {
        const moved = (by: number) => at(onsite.with(site, onsite[site] + by));
        const tree = difference((by) => moved(by).treeLogDeterminant);
        const rings = difference((by) => moved(by).logDeterminant);
        assert.ok(Math.abs(tree - found.tree[site].re) < 1e-8, `tree, ${tree}`);
        assert.ok(Math.abs(rings - found.green[site].re) < 1e-8, `rings, ${rings}`);
      }
      const slope = difference((by) => at(onsite, 1 + by).logDeterminant);
      assert.ok(Math.abs(slope - found.hoppingDerivative) < 1e-7, `hopping, ${slope}`);
    }
  }
});
