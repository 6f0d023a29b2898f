import assert from "node:assert/strict";
import { ParameterError } from "../../lib/errors.ts";
import { orbit } from "../../lib/lattice/d4.ts";
import { minimumImage } from "../../lib/lattice/minimum_image.ts";
import { periodicShells } from "../../lib/lattice/periodic_shells.ts";
import { latticeShells } from "../../lib/lattice/shells.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";

Deno.test("the shells up to r² = 13 hold 4 4 4 8 4 4 8 8 sites, 45 with the centre", () => {
  const shells = latticeShells(13);
  assert.deepEqual(
    shells.map(({ squaredDistance, offsets }) => [squaredDistance, offsets.length]),
    [[1, 4], [2, 4], [4, 4], [5, 8], [8, 4], [9, 4], [10, 8], [13, 8]],
  );
});

Deno.test("shell sizes are the numbers of ways to write r² as a sum of two squares", () => {
  // Jacobi: r2(n) = 4 (divisors of n that are 1 modulo 4 - divisors that are 3 modulo 4).
  const sizes = new Map(latticeShells(400).map((s) => [s.squaredDistance, s.offsets.length]));
  for (let n = 1; n <= 400; n++) {
    let ways = 0;
    for (let d = 1; d <= n; d += 2) if (n % d === 0) ways += d % 4 === 1 ? 4 : -4;
    assert.equal(sizes.get(n) ?? 0, ways, `r² = ${n}`);
  }
});

Deno.test("the offsets of a shell run counter-clockwise from the +x axis", () => {
  assert.deepEqual(latticeShells(1)[0].offsets, [[1, 0], [0, 1], [-1, 0], [0, -1]]);
  assert.deepEqual(latticeShells(5)[3].offsets.slice(0, 4), [[2, 1], [1, 2], [-1, 2], [-2, 1]]);
});

Deno.test("up to r² = 24 a shell is one orbit of D4, at 25 it is two", () => {
  for (const { squaredDistance, offsets } of latticeShells(25)) {
    const orbits = new Set(offsets.map((o) => orbit(o).map(String).sort().join(" "))).size;
    assert.equal(orbits, squaredDistance === 25 ? 2 : 1, `r² = ${squaredDistance}`);
  }
});

Deno.test("a largest squared distance below 1 is refused", () => {
  for (const r2 of [0, 0.5, -1, NaN, Infinity]) {
    assert.throws(() => latticeShells(r2), ParameterError);
  }
});

Deno.test("the minimum image is the shortest of all images", () => {
  const lattice = new SquareLattice(6, 10);
  for (let dx = -13; dx <= 13; dx++) {
    for (let dy = -13; dy <= 13; dy++) {
      const [x, y] = minimumImage(lattice, [dx, dy]);
      assert.equal(lattice.site(x, y), lattice.site(dx, dy));
      for (let a = -4; a <= 4; a++) {
        for (let b = -4; b <= 4; b++) {
          assert.ok(x * x + y * y <= (dx + 6 * a) ** 2 + (dy + 10 * b) ** 2);
        }
      }
    }
  }
});

Deno.test("inside half the box the shells of a periodic lattice are those of the infinite one", () => {
  const lattice = new SquareLattice(12, 8);
  const { squaredDistance, distance, count, shellOf } = periodicShells(lattice);
  assert.equal(count.reduce((a, b) => a + b), lattice.sites);
  assert.equal(squaredDistance[0], 0);
  assert.equal(count[0], 1);
  for (const shell of latticeShells(15)) {
    const s = squaredDistance.indexOf(shell.squaredDistance);
    assert.equal(count[s], shell.offsets.length);
    assert.equal(distance[s], Math.sqrt(shell.squaredDistance));
    for (const [dx, dy] of shell.offsets) assert.equal(shellOf[lattice.site(dx, dy)], s);
  }
});
