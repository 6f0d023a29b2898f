import assert from "node:assert/strict";
import { ParameterError } from "../../lib/errors.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";

const SIDES: [number, number][] = [[4, 4], [6, 4], [4, 10], [12, 12]];

Deno.test("a neighbour's neighbours include the site, on every shape of lattice", () => {
  for (const [width, height] of SIDES) {
    const lattice = new SquareLattice(width, height);
    for (let i = 0; i < lattice.sites; i++) {
      for (const j of lattice.neighboursOf(i)) assert.ok(lattice.neighboursOf(j).includes(i));
    }
  }
});

Deno.test("every site has four different neighbours, all on the other sublattice", () => {
  for (const [width, height] of SIDES) {
    const { sites, neighbours, sublatticeSign } = new SquareLattice(width, height);
    for (let i = 0; i < sites; i++) {
      const four = [...neighbours.subarray(4 * i, 4 * i + 4)];
      assert.equal(new Set([...four, i]).size, 5);
      for (const j of four) assert.equal(sublatticeSign[j], -sublatticeSign[i]);
    }
  }
});

Deno.test("neighbours are one column or one row away, around the edges too", () => {
  const lattice = new SquareLattice(6, 4);
  assert.deepEqual([...lattice.neighboursOf(lattice.site(5, 3))], [
    lattice.site(0, 3),
    lattice.site(4, 3),
    lattice.site(5, 0),
    lattice.site(5, 2),
  ]);
});

Deno.test("site() takes coordinates of any size and sign modulo the sides", () => {
  const lattice = new SquareLattice(6, 4);
  assert.equal(lattice.site(-1, -1), 5 + 6 * 3);
  assert.equal(lattice.site(13, 9), 1 + 6 * 1);
  assert.equal(lattice.site(-13, -9), 5 + 6 * 3);
});

Deno.test("sublattices are equally large and site 0 is on sublattice A", () => {
  const { sublatticeSign } = new SquareLattice(10, 4);
  assert.equal(sublatticeSign[0], 1);
  assert.equal(sublatticeSign.reduce((sum, sign) => sum + sign, 0), 0);
});

Deno.test("height is the width when it is left out", () => {
  const { width, height, sites } = new SquareLattice(8);
  assert.deepEqual([width, height, sites], [8, 8, 64]);
});

Deno.test("a side that is odd, below 4 or no integer is refused by name and value", () => {
  for (const side of [5, 2, 0, -4, 4.5, NaN, Infinity]) {
    assert.throws(
      () => new SquareLattice(side, 4),
      (error) =>
        error instanceof ParameterError && error instanceof RangeError &&
        error.message.includes(`width ${side}`),
    );
    assert.throws(() => new SquareLattice(4, side), /height/);
  }
});
