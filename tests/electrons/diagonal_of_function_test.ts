import assert from "node:assert/strict";
import { NumericalError, ParameterError, ShapeError } from "../../lib/errors.ts";
import { makeEigensolver } from "../../lib/electrons/eigensolvers/make_eigensolver.ts";
import { occupations } from "../../lib/electrons/fermi.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { testEachEigensolver } from "./eigensolver_names.ts";
import { disorderedLattice, largestDifference, randomSymmetric, symmetric } from "./matrices.ts";

testEachEigensolver("the diagonal of A and of A² is what the elements say", async (solver) => {
  for (const n of [1, 2, 33, 130, 201]) {
    const matrix = randomSymmetric(n, 40 + n);
    const first = await solver.diagonalOfFunction(matrix, n, (values) => values);
    const own = first.diagonal.map((_, i) => matrix[i * n + i]);
    assert.ok(largestDifference(first.diagonal, own) < 1e-14 * n);
    const second = await solver.diagonalOfFunction(matrix, n, (values) => values.map((v) => v * v));
    const squares = own.map((_, i) =>
      matrix.subarray(i * n, (i + 1) * n).reduce((sum, a) => sum + a * a, 0)
    );
    assert.ok(largestDifference(second.diagonal, squares) < 1e-13 * n);
  }
});

testEachEigensolver(
  "on a ring the diagonal of f(A) is the mean of f everywhere",
  async (solver) => {
    const n = 90;
    const ring = symmetric(n, (i, j) => j === i + 1 || j - i === n - 1 ? -1 : 0);
    for (const [mu, temperature] of [[0.3, 0.5], [-1, 1e-3], [5, 0.1], [-5, 0.1]]) {
      const weights = (values: Float64Array) => occupations(values, mu, temperature);
      const { values, diagonal } = await solver.diagonalOfFunction(ring, n, weights);
      const mean = weights(values).reduce((sum, f) => sum + f, 0) / n;
      assert.ok(largestDifference(diagonal, diagonal.map(() => mean)) < 1e-13);
    }
  },
);

testEachEigensolver(
  "leaving out weights of 0 and of 1 changes no diagonal element",
  async (solver) => {
    const lattice = new SquareLattice(12, 10);
    const n = lattice.sites;
    const matrix = disorderedLattice(lattice, 19, 6);
    const { vectors } = await solver.solve(matrix, n);
    const patterns: ((m: number) => number)[] = [
      () => 0,
      () => 1,
      (m) => m < 20 ? 1 : m < 30 ? 0.3 : 0,
      (m) => m < 90 ? 1 : m < 100 ? 0.7 : 0,
      (m) => m % 3 === 0 ? 1 : m % 3 === 1 ? 1e-15 : 0,
      (m) => m === 7 ? -2 : m === 110 ? 1 + 1e-9 : 1,
    ];
    for (const pattern of patterns) {
      const weights = Float64Array.from({ length: n }, (_, m) => pattern(m));
      const { diagonal } = await solver.diagonalOfFunction(matrix, n, () => weights);
      const expected = new Float64Array(n);
      for (let m = 0; m < n; m++) {
        for (let i = 0; i < n; i++) expected[i] += weights[m] * vectors[m * n + i] ** 2;
      }
      assert.ok(largestDifference(diagonal, expected) < 1e-13);
    }
  },
);

testEachEigensolver(
  "one solver takes matrices of changing order, also while busy",
  async (solver) => {
    const orders = [50, 7, 120, 33, 1];
    const diagonals = await Promise.all(orders.map(async (n) => {
      const { diagonal } = await solver.diagonalOfFunction(randomSymmetric(n, n), n, (v) => v);
      return diagonal;
    }));
    orders.forEach((n, k) => {
      const matrix = randomSymmetric(n, n);
      const own = Float64Array.from({ length: n }, (_, i) => matrix[i * n + i]);
      assert.ok(largestDifference(diagonals[k], own) < 1e-13 * n);
    });
  },
);

testEachEigensolver("refuses wrong lengths and elements that are not finite", async (solver) => {
  await assert.rejects(
    solver.solve(new Float64Array(5), 2),
    (error) =>
      error instanceof ShapeError &&
      /order 2 has 4 elements: got an array of 5/.test(error.message),
  );
  await assert.rejects(solver.solve(new Float64Array(0), 0), ShapeError);
  for (const bad of [NaN, Infinity, -Infinity]) {
    const matrix = randomSymmetric(9, 1);
    matrix[2 * 9 + 5] = bad;
    await assert.rejects(
      solver.diagonalOfFunction(matrix, 9, (values) => values),
      (error) => error instanceof NumericalError && /element \(2, 5\)/.test(error.message),
    );
  }
  await assert.rejects(
    solver.diagonalOfFunction(randomSymmetric(9, 1), 9, () => new Float64Array(8)),
    ShapeError,
  );
  // Refusals leave the solver usable.
  const { values } = await solver.solve(Float64Array.of(4), 1);
  assert.equal(values[0], 4);
});

testEachEigensolver("a closed solver says so", async (solver) => {
  solver.close();
  await assert.rejects(solver.solve(Float64Array.of(4), 1), /closed/);
}, ["wasm", "lapack"]);

Deno.test("an unknown eigensolver is refused with the names that there are", () => {
  assert.throws(
    () => makeEigensolver("jacobi"),
    (error) =>
      error instanceof ParameterError && /"jacobi".*wasm, lapack, plain/.test(error.message),
  );
  assert.throws(() => makeEigensolver("toString"), ParameterError);
});
