import assert from "node:assert/strict";
import { ParameterError, ShapeError } from "../../lib/errors.ts";
import { D4, transformField } from "../../lib/lattice/d4.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { translateField } from "../../lib/lattice/translation.ts";
import { domainAreas, domainSigns, domainWallDensity } from "../../lib/observables/domains.ts";
import { cdwOrderParameter, globalOrderParameter } from "../../lib/observables/order_parameter.ts";
import { largestDifference, stripes, whiteNoise } from "./fields.ts";

/** Densities 1/2 ± amplitude with the phase of the checkerboard set by the sign of a field. */
function chargeDensityWave(lattice: SquareLattice, phase: Float64Array, amplitude: number) {
  return phase.map((sign, i) => 0.5 + amplitude * sign * lattice.sublatticeSign[i]);
}

Deno.test("a perfect checkerboard of amplitude Δ has φ = 2Δ everywhere and global order Δ", () => {
  for (const lattice of [new SquareLattice(4), new SquareLattice(6, 10)]) {
    const density = chargeDensityWave(lattice, new Float64Array(lattice.sites).fill(1), 0.375);
    assert.deepEqual(
      cdwOrderParameter(lattice, density),
      new Float64Array(lattice.sites).fill(0.75),
    );
    assert.equal(globalOrderParameter(lattice, density), 0.375);
  }
});

Deno.test("columns beside a straight wall have 3/2 Δ, all others 2Δ, with the sign of the domain", () => {
  const lattice = new SquareLattice(16, 6);
  const phase = stripes(lattice, 4);
  const phi = cdwOrderParameter(lattice, chargeDensityWave(lattice, phase, 0.5));
  for (let i = 0; i < lattice.sites; i++) {
    const atWall = i % 4 === 0 || i % 4 === 3;
    assert.equal(phi[i], phase[i] * (atWall ? 0.75 : 1));
  }
});

Deno.test("a uniform field has no order, and a uniform shift changes nothing", () => {
  const lattice = new SquareLattice(8, 6);
  const field = whiteNoise(lattice);
  assert.ok(cdwOrderParameter(lattice, new Float64Array(48).fill(3)).every((p) => p === 0));
  const shifted = cdwOrderParameter(lattice, field.map((f) => f + 7));
  assert.ok(largestDifference(shifted, cdwOrderParameter(lattice, field)) < 1e-14);
  assert.ok(
    Math.abs(
      globalOrderParameter(lattice, field.map((f) => f + 7)) - globalOrderParameter(lattice, field),
    ) < 1e-14,
  );
});

Deno.test("the mean of φ is twice the global order parameter, for any field", () => {
  const lattice = new SquareLattice(10, 6);
  const field = whiteNoise(lattice);
  const phi = cdwOrderParameter(lattice, field);
  const mean = phi.reduce((sum, p) => sum + p) / lattice.sites;
  assert.ok(Math.abs(mean - 2 * globalOrderParameter(lattice, field)) < 1e-15);
});

Deno.test("a shift by one site turns the sign of φ, D4 about site 0 leaves it", () => {
  const lattice = new SquareLattice(8);
  const field = whiteNoise(lattice);
  const phi = cdwOrderParameter(lattice, field);
  for (const offset of [[1, 0], [0, 1]] as const) {
    const moved = cdwOrderParameter(lattice, translateField(lattice, field, offset));
    assert.ok(
      largestDifference(moved, translateField(lattice, phi, offset).map((p) => -p)) < 1e-15,
    );
  }
  D4.forEach((_, g) => {
    const turned = cdwOrderParameter(lattice, transformField(lattice, field, g));
    assert.ok(largestDifference(turned, transformField(lattice, phi, g)) < 1e-15);
  });
});

Deno.test("fields of the wrong length or with a value that is not finite are refused", () => {
  const lattice = new SquareLattice(4);
  assert.throws(() => cdwOrderParameter(lattice, new Float64Array(15)), ShapeError);
  assert.throws(
    () => globalOrderParameter(lattice, new Float64Array(16).fill(NaN)),
    ParameterError,
  );
  assert.throws(() => domainWallDensity(lattice, new Float64Array(17)), ShapeError);
  assert.throws(() => domainAreas(lattice, new Float64Array(16).fill(Infinity)), ParameterError);
});

Deno.test("stripes of width w have 1/w of wall a site and areas of w columns", () => {
  const lattice = new SquareLattice(24, 10);
  for (const width of [1, 2, 3, 4, 6, 12]) {
    const phi = stripes(lattice, width);
    assert.equal(domainWallDensity(lattice, phi), 1 / width);
    assert.deepEqual(domainAreas(lattice, phi), new Int32Array(24 / width).fill(10 * width));
  }
});

Deno.test("one domain has no wall and all sites, alternating signs have a wall on every bond", () => {
  const lattice = new SquareLattice(6, 4);
  const ordered = new Float64Array(24).fill(-0.3);
  assert.equal(domainWallDensity(lattice, ordered), 0);
  assert.deepEqual(domainAreas(lattice, ordered), Int32Array.of(24));
  const alternating = Float64Array.from(lattice.sublatticeSign);
  assert.equal(domainWallDensity(lattice, alternating), 2);
  assert.deepEqual(domainAreas(lattice, alternating), new Int32Array(24).fill(1));
});

Deno.test("random signs have a wall on half of all bonds", () => {
  const lattice = new SquareLattice(200);
  // 2N bonds, each a wall with probability 1/2: standard deviation √(N/2)/N.
  const density = domainWallDensity(lattice, whiteNoise(lattice));
  assert.ok(Math.abs(density - 1) < 5 * Math.sqrt(0.5 / lattice.sites), `${density}`);
});

Deno.test("a domain that crosses the edge of the box is one domain", () => {
  const lattice = new SquareLattice(8, 6);
  const phi = new Float64Array(48).fill(-1);
  for (const [x, y] of [[7, 5], [0, 5], [7, 0], [0, 0], [1, 0]]) phi[lattice.site(x, y)] = 2;
  assert.deepEqual(domainAreas(lattice, phi), Int32Array.of(43, 5));
});

Deno.test("sites where φ vanishes belong to no domain and touch no wall", () => {
  const lattice = new SquareLattice(4);
  const phi = new Float64Array(16);
  phi[5] = 1;
  assert.deepEqual(domainAreas(lattice, phi), Int32Array.of(1));
  assert.equal(domainWallDensity(lattice, phi), 0);
  assert.deepEqual(domainSigns(Float64Array.of(-0.2, 0, 7)), Float64Array.of(-1, 0, 1));
});
