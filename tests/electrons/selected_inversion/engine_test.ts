import assert from "node:assert/strict";
import { densePairContribution } from "../../../lib/electrons/selected_inversion/dense_inverse.ts";
import { SelectedInversionEngine } from "../../../lib/electrons/selected_inversion/engine.ts";
import { planFactorization } from "../../../lib/electrons/selected_inversion/pair_team.ts";
import type { Lattice } from "../../../lib/lattice/lattice.ts";
import { SquareLattice } from "../../../lib/lattice/square_lattice.ts";
import { UnavailableError } from "../../../lib/errors.ts";
import { largestDifference, normals } from "../matrices.ts";
import { HoneycombLattice } from "../../../lib/lattice/honeycomb_lattice.ts";

const LATTICES: readonly Lattice[] = [
  ...[[4, 4], [6, 4], [4, 8], [6, 6], [10, 6], [8, 14], [12, 12], [30, 4], [16, 18]]
    .map(([width, height]) => new SquareLattice(width, height)),
  new HoneycombLattice(4, 4),
  new HoneycombLattice(10, 12),
];

Deno.test("diagonal, bond sum and determinant are those of full inverses by elimination", () => {
  const hopping = 1.3;
  for (const lattice of LATTICES) {
    const engine = new SelectedInversionEngine(planFactorization(lattice), hopping);
    for (const width of [0, 1, 18]) {
      const request = {
        onsite: normals(lattice.sites, 3).map((v) => width * v),
        chemicalPotential: 0.4,
        pair: { y: [0.1 * Math.PI, 2.5], weights: [2, 3.1] },
      } as const;
      const fast = engine.evaluate(request);
      const slow = densePairContribution(lattice, hopping, request);
      // The inverses are as large as 1/y.
      assert.ok(largestDifference(fast.diagonal, slow.diagonal) < 1e-13);
      assert.ok(Math.abs(fast.bonds - slow.bonds) < 1e-12 * lattice.sites);
      assert.ok(Math.abs(fast.logarithm - slow.logarithm) < 1e-14 * lattice.sites * 20);
    }
  }
});

Deno.test("a pole of weight 0 counts for nothing, and the order of two poles is free", () => {
  const lattice = new SquareLattice(10, 8);
  const engine = new SelectedInversionEngine(planFactorization(lattice), 1);
  const onsite = normals(lattice.sites, 4);
  const evaluate = (y: [number, number], weights: [number, number]) =>
    engine.evaluate({ onsite, chemicalPotential: 0, pair: { y, weights } });
  const both = evaluate([0.3, 2], [1, 5]), swapped = evaluate([2, 0.3], [5, 1]);
  assert.deepEqual(both.diagonal, swapped.diagonal);
  assert.ok(Math.abs(both.logarithm - swapped.logarithm) < 1e-12);
  const one = evaluate([0.3, 0.3], [1, 0]), other = evaluate([2, 7], [5, 0]);
  const sum = one.diagonal.map((d, i) => d + other.diagonal[i]);
  assert.ok(largestDifference(both.diagonal, sum) < 1e-15);
});

Deno.test("repeating an evaluation repeats its bits, whatever came between", () => {
  const lattice = new SquareLattice(12, 6);
  const engine = new SelectedInversionEngine(planFactorization(lattice), 1);
  const request = (seed: number) => ({
    onsite: normals(lattice.sites, seed).map((v) => 10 * v),
    chemicalPotential: 0.1,
    pair: { y: [0.3, 0.9], weights: [2, 2] },
  } as const);
  const first = engine.evaluate(request(1));
  engine.evaluate(request(2));
  assert.deepEqual(engine.evaluate(request(1)), first);
});

Deno.test("huge determinants neither overflow nor underflow", () => {
  const lattice = new SquareLattice(20);
  const engine = new SelectedInversionEngine(planFactorization(lattice), 1);
  for (const [scale, y] of [[1e8, 1e-3], [0, 1e6]]) {
    const onsite = new Float64Array(lattice.sites).fill(scale);
    const { logarithm } = engine.evaluate({
      onsite,
      chemicalPotential: 0,
      pair: { y: [y, y], weights: [0.5, 0.5] },
    });
    const expected = lattice.sites * 0.5 * Math.log1p((scale / y) ** 2);
    assert.ok(Math.abs(logarithm - expected) < 1e-9 * Math.max(1, expected));
  }
});

Deno.test("200×200 takes less than 150 MB, and a lattice beyond 4 GiB is refused", () => {
  assert.ok(planFactorization(new SquareLattice(200)).bytes < 150e6);
  assert.throws(() => planFactorization(new SquareLattice(2400)), (error) => {
    assert.ok(error instanceof UnavailableError);
    assert.match(error.message, /2400×2400 lattice needs .* GiB or more/);
    return true;
  });
});
