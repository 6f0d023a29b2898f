import assert from "node:assert/strict";
import { DiagonalizationSolver } from "../../lib/electrons/diagonalization_solver.ts";
import { makeEigensolver } from "../../lib/electrons/eigensolvers/make_eigensolver.ts";
import { windowDensity } from "../../lib/electrons/window.ts";
import { ParameterError } from "../../lib/errors.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { electrons, largestDifference, normals } from "./matrices.ts";

Deno.test("with a wide enough buffer the window has the density of the whole lattice", async () => {
  const lattice = new SquareLattice(22, 20);
  const onsite = normals(lattice.sites, 31).map((v) => 18 * v);
  const system = electrons(lattice, 0.3, "grand-canonical", 0.5);
  const eigensolver = makeEigensolver("wasm");
  const { density } = await new DiagonalizationSolver(system, eigensolver).solve(onsite);
  for (const [x, y] of [[9, 8], [-1, 18]]) {
    const block = { x, y, width: 3, height: 2 };
    const expected = Float64Array.from(
      { length: 6 },
      (_, k) => density[lattice.site(x + k % 3, y + Math.floor(k / 3))],
    );
    const differences: number[] = [];
    for (const buffer of [2, 9]) {
      const window = await windowDensity(system, onsite, block, buffer, eigensolver);
      differences.push(largestDifference(window, expected));
    }
    assert.ok(differences[1] < 1e-8 && differences[1] < 1e-3 * differences[0]);
  }
  eigensolver.close();
});

Deno.test("a window of one site without buffer is a single level", async () => {
  const lattice = new SquareLattice(4);
  const onsite = normals(16, 32);
  const system = electrons(lattice, 0.7, "grand-canonical", -0.2);
  const eigensolver = makeEigensolver("plain");
  const [n] = await windowDensity(
    system,
    onsite,
    { x: 2, y: 1, width: 1, height: 1 },
    0,
    eigensolver,
  );
  assert.ok(Math.abs(n - 1 / (1 + Math.exp((onsite[6] + 0.2) / 0.7))) < 1e-15);
  eigensolver.close();
});

Deno.test("windows larger than the lattice and blocks of part of a site are refused", async () => {
  const system = electrons(new SquareLattice(8));
  const eigensolver = makeEigensolver("plain");
  const density = (width: number, buffer: number) =>
    windowDensity(
      system,
      new Float64Array(64),
      { x: 0, y: 0, width, height: 2 },
      buffer,
      eigensolver,
    );
  await assert.rejects(density(3, 3), (error) => {
    assert.ok(error instanceof ParameterError);
    assert.match(error.message, /window of 9×8 sites does not fit a 8×8 lattice/);
    return true;
  });
  for (const [width, buffer] of [[0, 1], [2.5, 1], [2, -1], [2, NaN]]) {
    await assert.rejects(density(width, buffer), ParameterError);
  }
  eigensolver.close();
});
