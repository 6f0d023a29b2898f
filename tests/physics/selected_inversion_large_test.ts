import assert from "node:assert/strict";
import { makeEigensolver } from "../../lib/electrons/eigensolvers/make_eigensolver.ts";
import { SelectedInversionSolver } from "../../lib/electrons/selected_inversion_solver.ts";
import { type Block, windowDensity } from "../../lib/electrons/window.ts";
import { HolsteinModel } from "../../lib/holstein/holstein_model.ts";
import { PRESETS } from "../../lib/holstein/presets.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { electrons, normals } from "../electrons/matrices.ts";

const lattice = new SquareLattice(200);
const { model: parameters, initialDisplacement } = PRESETS.reference;
const model = new HolsteinModel(lattice, parameters);

/** Twelve blocks: in the corners, across the seams, on the separators and in between. */
const BLOCKS: readonly Block[] = [
  [0, 0],
  [198, 198],
  [97, 97],
  [100, 0],
  [0, 100],
  [50, 50],
  [150, 47],
  [-3, 60],
  [61, -3],
  [123, 31],
  [77, 171],
  [20, 180],
].map(([x, y]) => ({ x, y, width: 6, height: 6 }));

/** Largest difference from diagonalization on open windows, over all blocks. */
async function differenceFromWindows(Q: Float64Array, buffer: number): Promise<number> {
  const onsite = model.onsitePotential(Q);
  const system = electrons(lattice, 0.1);
  const solver = await SelectedInversionSolver.create(system);
  const { density } = await solver.solve(onsite);
  solver.close();
  const eigensolver = makeEigensolver("wasm");
  let largest = 0;
  for (const block of BLOCKS) {
    const window = await windowDensity(system, onsite, block, buffer, eigensolver);
    window.forEach((n, k) => {
      const site = lattice.site(block.x + k % 6, block.y + Math.floor(k / 6));
      largest = Math.max(largest, Math.abs(n - density[site]));
    });
  }
  eigensolver.close();
  return largest;
}

Deno.test("a 200×200 random start agrees with diagonalized windows of twelve blocks to 1e-9", async () => {
  const Q = normals(lattice.sites, 21).map((q) => initialDisplacement * q);
  assert.ok(await differenceFromWindows(Q, 12) < 1e-9);
});

Deno.test("so does a rough 200×200 checkerboard with a domain wall", async () => {
  const noise = normals(lattice.sites, 22);
  const Q = noise.map((z, i) => {
    const wall = i % lattice.width < 100 ? 1 : -1;
    return 6.2 * wall * lattice.sublatticeSign[i] + 0.5 * z;
  });
  assert.ok(await differenceFromWindows(Q, 10) < 1e-9);
});

Deno.test("the error of a window falls tenfold with every one or two sites of buffer", async () => {
  const Q = normals(lattice.sites, 21).map((q) => initialDisplacement * q);
  const near = await differenceFromWindows(Q, 3), far = await differenceFromWindows(Q, 7);
  assert.ok(near > 1e-6 && far < 0.01 * near);
});
