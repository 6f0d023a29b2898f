import assert from "node:assert/strict";
import { ParameterError, ShapeError } from "../../lib/errors.ts";
import { HolsteinModel } from "../../lib/holstein/holstein_model.ts";
import { PRESETS } from "../../lib/holstein/presets.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { largestDifference, normals } from "../electrons/matrices.ts";

const parameters = PRESETS.reference.model;

Deno.test("the elastic force is minus the central difference of the elastic energy", () => {
  for (const [width, height] of [[4, 6], [8, 8], [10, 4]]) {
    const lattice = new SquareLattice(width, height);
    const model = new HolsteinModel(lattice, parameters);
    const Q = normals(lattice.sites, 1).map((q) => 5 * q);
    const force = model.elasticForce(Q);
    const h = 1e-3;
    const difference = Q.map((q, i) =>
      (model.elasticEnergy(Q.with(i, q - h)) - model.elasticEnergy(Q.with(i, q + h))) / (2 * h)
    );
    // A quadratic energy has no truncation error: only rounding, 1e-16 of the energy over h.
    assert.ok(largestDifference(force, difference) < 1e-9, `${width}×${height}`);
  }
});

Deno.test("the elastic energy is the sum over sites and over bonds of Eq. (2)", () => {
  const [width, height] = [6, 4];
  const model = new HolsteinModel(new SquareLattice(width, height), parameters);
  const Q = normals(width * height, 2);
  const at = (x: number, y: number) => Q[x % width + width * (y % height)];
  let expected = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      expected += 0.5 * parameters.k * at(x, y) ** 2 +
        parameters.kappa * at(x, y) * (at(x + 1, y) + at(x, y + 1));
    }
  }
  assert.ok(Math.abs(model.elasticEnergy(Q) - expected) < 1e-12);
});

Deno.test("the staggered mode has stiffness k - 4κ = 0.28 k, the uniform one k + 4κ = 1.72 k", () => {
  const lattice = new SquareLattice(6, 8);
  const model = new HolsteinModel(lattice, parameters);
  const uniform = new Float64Array(lattice.sites).fill(1);
  const staggered = Float64Array.from(lattice.sublatticeSign);
  for (const [mode, stiffness] of [[staggered, 0.28], [uniform, 1.72]] as const) {
    assert.ok(largestDifference(model.elasticForce(mode), mode.map((q) => -stiffness * q)) < 1e-14);
    assert.ok(Math.abs(model.elasticEnergy(mode) - 0.5 * stiffness * lattice.sites) < 1e-12);
  }
});

Deno.test("at n = 1/2 the force is the elastic one, and each electron more on a site adds g", () => {
  const model = new HolsteinModel(new SquareLattice(4), parameters);
  const Q = normals(16, 3);
  const half = new Float64Array(16).fill(0.5);
  assert.deepEqual(model.force(Q, half), model.elasticForce(Q));
  const more = model.force(Q, half.with(5, 1));
  assert.ok(Math.abs(more[5] - model.elasticForce(Q)[5] - parameters.g / 2) < 1e-15);
});

Deno.test("configurations of the wrong length or with a value that is not finite are refused", () => {
  const model = new HolsteinModel(new SquareLattice(6, 4), parameters);
  const good = new Float64Array(24);
  for (
    const use of [
      (Q: Float64Array) => model.elasticEnergy(Q),
      (Q: Float64Array) => model.elasticForce(Q),
      (Q: Float64Array) => model.onsitePotential(Q),
      (Q: Float64Array) => model.force(Q, good),
      (Q: Float64Array) => model.latticeEnergy(Q),
    ]
  ) {
    assert.throws(
      () => use(new Float64Array(23)),
      (error) =>
        error instanceof ShapeError &&
        /Q must hold one number a site of the 6×4 lattice, 24 in all: got 23/.test(`${error}`),
    );
    assert.throws(
      () => use(good.with(9, NaN)),
      (error) =>
        error instanceof ParameterError && /site 9 \(x = 3, y = 1\) has NaN/.test(`${error}`),
    );
  }
});
