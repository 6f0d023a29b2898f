import assert from "node:assert/strict";
import type { Eigensystem } from "../../lib/electrons/eigensolver.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { testEachEigensolver } from "./eigensolver_names.ts";
import {
  disorderedLattice,
  largestDifference,
  randomSymmetric,
  symmetric,
  tridiagonal,
} from "./matrices.ts";

/** Asserts ascending values, A φ = ε φ and φ·φ' = δ to a few n roundings of the matrix's size. */
function assertEigensystem(matrix: Float64Array, n: number, system: Eigensystem): void {
  const { values, vectors } = system;
  assert.equal(values.length, n);
  assert.equal(vectors.length, n * n);
  const row = (a: Float64Array, i: number) => a.subarray(i * n, (i + 1) * n);
  const size = matrix.reduce((largest, a) => Math.max(largest, Math.abs(a)), 0);
  let residual = 0, overlap = 0;
  for (let m = 0; m < n; m++) {
    assert.ok(m === 0 || values[m] >= values[m - 1], "eigenvalues must ascend");
    const phi = row(vectors, m);
    for (let i = 0; i < n; i++) {
      const defect = Math.abs(dot(row(matrix, i), phi) - values[m] * phi[i]);
      const unity = Math.abs(dot(row(vectors, i), phi) - (i === m ? 1 : 0));
      if (!(defect <= residual)) residual = defect;
      if (!(unity <= overlap)) overlap = unity;
    }
  }
  assert.ok(residual <= 1e-15 * n * size, `residual ${residual / size} at n = ${n}`);
  assert.ok(overlap <= 1e-15 * (n + 10), `departure from orthogonality ${overlap} at n = ${n}`);
}

function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}

testEachEigensolver(
  "solves random matrices of every order up to 70 and some above",
  async (solver) => {
    const orders = [...Array.from({ length: 70 }, (_, i) => i + 1), 127, 128, 129, 161, 260];
    for (const n of orders) {
      const matrix = randomSymmetric(n, n);
      const before = matrix.slice();
      assertEigensystem(matrix, n, await solver.solve(matrix, n));
      assert.deepEqual(matrix, before, "the matrix must be left as it was");
    }
  },
);

testEachEigensolver("solves lattices with wide, narrow and no disorder", async (solver) => {
  const lattice = new SquareLattice(14, 12);
  for (const width of [19, 1, 1e-3, 1e-9, 1e-14, 0]) {
    const matrix = disorderedLattice(lattice, width, 3);
    assertEigensystem(matrix, lattice.sites, await solver.solve(matrix, lattice.sites));
  }
});

testEachEigensolver("solves degenerate, clustered, graded and split matrices", async (solver) => {
  const n = 150;
  const block = randomSymmetric(10, 5);
  const cases: Record<string, Float64Array> = {
    zero: new Float64Array(n * n),
    identity: symmetric(n, (i, j) => i === j ? 1 : 0),
    "rank one": symmetric(n, () => 1),
    "two levels": tridiagonal(n, (i) => i % 2, () => 0),
    "descending diagonal": tridiagonal(n, (i) => n - i, () => 0),
    // Pairs of eigenvalues that agree to more digits than a double has.
    Wilkinson: tridiagonal(n + 1, (i) => Math.abs(i - n / 2), () => 1),
    // Copies of one spectrum, weakly coupled: clusters of fifteen.
    "glued Wilkinson": tridiagonal(
      15 * 11,
      (i) => Math.abs(i % 11 - 5),
      (i) => i % 11 === 10 ? 1e-9 : 1,
    ),
    "repeated blocks": symmetric(
      n,
      (i, j) => Math.floor(i / 10) === Math.floor(j / 10) ? block[10 * (i % 10) + j % 10] : 0,
    ),
    graded: symmetric(n, (i, j) => 10 ** (-0.1 * (i + j))),
    "graded upwards": symmetric(n, (i, j) => 10 ** (0.1 * (i + j - 2 * n))),
    "one large element": symmetric(n, (i, j) => i === 3 && j === 90 ? 1e10 : i === j ? 1 : 1e-3),
    "negative couplings": tridiagonal(n, () => 0, (i) => i % 3 === 0 ? -1 : 1),
  };
  for (const [name, matrix] of Object.entries(cases)) {
    const order = Math.sqrt(matrix.length);
    try {
      assertEigensystem(matrix, order, await solver.solve(matrix, order));
    } catch (error) {
      throw new Error(`${name}: ${(error as Error).message}`);
    }
  }
});

testEachEigensolver("scales: eigenvalues of s·A are s times those of A", async (solver) => {
  const n = 40;
  const matrix = randomSymmetric(n, 8);
  const { values } = await solver.solve(matrix, n);
  for (const factor of [2 ** -1060, 2 ** -500, 2 ** -1, 2 ** 500, 2 ** 1015]) {
    const scaled = await solver.solve(matrix.map((a) => factor * a), n);
    // At 2^-1060 the matrix itself has lost all but some digits to underflow.
    const tolerance = factor === 2 ** -1060 ? 1e-3 : 1e-14 * n;
    assert.ok(largestDifference(scaled.values.map((v) => v / factor), values) < tolerance);
  }
});

testEachEigensolver("finds spectra known in closed form", async (solver) => {
  const n = 99;
  const ascending = (count: number, value: (k: number) => number) =>
    Float64Array.from({ length: count }, (_, k) => value(k)).sort();
  const cos = (x: number) => Math.cos(x * Math.PI);
  const cases: [string, Float64Array, Float64Array][] = [
    ["one level", Float64Array.of(-3), Float64Array.of(-3)],
    ["two levels", Float64Array.of(2, 3, 3, -6), Float64Array.of(-7, 3)],
    [
      "open chain",
      tridiagonal(n, () => 0, () => -1),
      ascending(n, (k) => -2 * cos((k + 1) / (n + 1))),
    ],
    [
      "ring",
      symmetric(n, (i, j) => j === i + 1 || j - i === n - 1 ? -1 : 0),
      ascending(n, (k) => -2 * cos(2 * k / n)),
    ],
    [
      "Clement's matrix",
      tridiagonal(n, () => 0, (i) => Math.sqrt((i + 1) * (n - 1 - i))),
      ascending(n, (k) => 2 * k - n + 1),
    ],
    [
      "free square lattice",
      disorderedLattice(new SquareLattice(12, 8), 0, 1),
      ascending(96, (k) => -2 * cos(2 * (k % 12) / 12) - 2 * cos(2 * Math.floor(k / 12) / 8)),
    ],
  ];
  for (const [name, matrix, expected] of cases) {
    const { values } = await solver.solve(matrix, expected.length);
    const size = Math.max(1, ...expected.map(Math.abs));
    const difference = largestDifference(values, expected);
    assert.ok(difference < 1e-14 * size * Math.sqrt(expected.length), `${name}: ${difference}`);
  }
});
