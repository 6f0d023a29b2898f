import assert from "node:assert/strict";
import { ParameterError } from "../../lib/errors.ts";
import { HoneycombLattice } from "../../lib/lattice/honeycomb_lattice.ts";
import { minimumImage } from "../../lib/lattice/minimum_image.ts";
import { periodicShells } from "../../lib/lattice/periodic_shells.ts";
import { nextNeighbours, sitePosition } from "../../lib/lattice/sites_in_plane.ts";
import { spacing, squaredDistance } from "../../lib/lattice/plane_geometry.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { translateField } from "../../lib/lattice/translation.ts";

const SIZES = [[6, 4], [4, 6], [12, 8]] as const;

/** The vector from site i to the nearest image of site j. */
function between(lattice: HoneycombLattice, i: number, j: number): [number, number] {
  const [dx, dy] = spacing(lattice.geometry);
  const periods = [dx * lattice.width, dy * lattice.height];
  const [a, b] = [sitePosition(lattice, i), sitePosition(lattice, j)];
  return [0, 1].map((c) => {
    const d = b[c] - a[c];
    return d - periods[c] * Math.round(d / periods[c]);
  }) as [number, number];
}

Deno.test("each site has three neighbours of the other sublattice, at distance 1 and angles of 120°", () => {
  for (const [width, height] of SIZES) {
    const lattice = new HoneycombLattice(width, height);
    const { sites, neighbours, sublatticeSign } = lattice;
    for (let i = 0; i < sites; i++) {
      const three = [...neighbours.subarray(3 * i, 3 * i + 3)];
      assert.equal(new Set(three).size, 3);
      const bonds = three.map((j) => between(lattice, i, j));
      for (const [k, j] of three.entries()) {
        assert.equal(sublatticeSign[j], -sublatticeSign[i]);
        assert.ok([...neighbours.subarray(3 * j, 3 * j + 3)].includes(i));
        assert.ok(Math.abs(Math.hypot(...bonds[k]) - 1) < 1e-12);
        const [a, b] = [bonds[k], bonds[(k + 1) % 3]];
        assert.ok(Math.abs(a[0] * b[0] + a[1] * b[1] + 0.5) < 1e-12);
      }
    }
  }
});

Deno.test("it is the square lattice without every second vertical bond", () => {
  const honeycomb = new HoneycombLattice(8, 6), square = new SquareLattice(8, 6);
  for (let i = 0; i < 48; i++) {
    const [right, left, up, down] = square.neighboursOf(i);
    const third = square.sublatticeSign[i] > 0 ? up : down;
    assert.deepEqual([...honeycomb.neighbours.subarray(3 * i, 3 * i + 3)], [right, left, third]);
  }
});

Deno.test("no ring is shorter than six bonds, and every site is on three of six", () => {
  const { neighbours, sites } = new HoneycombLattice(12, 8);
  const around = (i: number) => [...neighbours.subarray(3 * i, 3 * i + 3)];
  for (let i = 0; i < sites; i++) {
    const count = [4, 5, 6].map((length) => closedWalks(around, i, length) / 2);
    assert.deepEqual(count, [0, 0, 3]);
  }
});

/** Walks of so many bonds from a site back to it that meet no site twice. */
function closedWalks(around: (i: number) => number[], start: number, length: number): number {
  const go = (path: number[]): number =>
    around(path[path.length - 1]).reduce((count, j) => {
      if (path.length === length) return count + (j === start ? 1 : 0);
      return path.includes(j) ? count : count + go([...path, j]);
    }, 0);
  return go([start]);
}

Deno.test("the six sites at the second distance are √3 away, on the same sublattice", () => {
  const lattice = new HoneycombLattice(8, 6);
  const table = nextNeighbours(lattice);
  assert.equal(table.length, 6 * lattice.sites);
  for (let i = 0; i < lattice.sites; i++) {
    const six = [...table.subarray(6 * i, 6 * i + 6)];
    assert.equal(new Set(six).size, 6);
    for (const j of six) {
      assert.equal(lattice.sublatticeSign[j], lattice.sublatticeSign[i]);
      assert.ok(Math.abs(Math.hypot(...between(lattice, i, j)) - Math.sqrt(3)) < 1e-12);
    }
  }
});

Deno.test("translations are half of the displacements, with the lengths of the triangular lattice", () => {
  const lattice = new HoneycombLattice(24, 14);
  const { squaredDistance: squares, count, shellOf } = periodicShells(lattice);
  assert.deepEqual([...squares.subarray(0, 6)], [0, 3, 9, 12, 21, 27]);
  assert.deepEqual([...count.subarray(0, 6)], [1, 6, 6, 6, 12, 6]);
  assert.equal(shellOf.filter((shell) => shell >= 0).length, lattice.sites / 2);
  const { geometry } = lattice;
  for (let d = 0; d < lattice.sites; d++) {
    const offset = minimumImage(lattice, [d % 24, Math.floor(d / 24)]);
    if (!geometry.isTranslation(offset)) continue;
    const length = Math.hypot(...between(lattice, 0, d));
    assert.ok(Math.abs(length - Math.sqrt(squaredDistance(geometry, offset))) < 1e-12);
  }
});

Deno.test("a field can be shifted by translations alone", () => {
  const lattice = new HoneycombLattice(6, 4);
  const field = Float64Array.from({ length: 24 }, (_, i) => i);
  assert.equal(translateField(lattice, field, [1, 1])[1 + 6], 0);
  assert.throws(() => translateField(lattice, field, [1, 0]), {
    name: "ParameterError",
    message: "A shift by (1, 0) does not carry the honeycomb lattice into itself",
  });
});

Deno.test("sides that are odd, small or not integers are refused", () => {
  for (const [width, height] of [[5, 4], [2, 4], [4, 2], [4.5, 4], [4, NaN], [8192, 4096]]) {
    assert.throws(() => new HoneycombLattice(width, height), ParameterError);
  }
});
