import assert from "node:assert/strict";
import { ParameterError, ShapeError } from "../../lib/errors.ts";
import { applyD4, composeD4, D4, inverseD4, orbit, transformField } from "../../lib/lattice/d4.ts";
import type { Offset } from "../../lib/lattice/offset.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { translateField } from "../../lib/lattice/translation.ts";

const GROUP = D4.map((_, g) => g);
const counting = (sites: number) => Float64Array.from({ length: sites }, (_, i) => i);

Deno.test("D4 holds eight different orthogonal integer matrices, four of them rotations", () => {
  assert.equal(new Set(D4.map(({ matrix }) => matrix.join())).size, 8);
  const determinants = D4.map(({ matrix: [a, b, c, d] }) => a * d - b * c);
  assert.deepEqual(determinants.toSorted(), [-1, -1, -1, -1, 1, 1, 1, 1]);
  for (const { matrix: [a, b, c, d] } of D4) {
    assert.deepEqual([a * a + b * b, c * c + d * d, Math.abs(a * c + b * d)], [1, 1, 0]);
  }
});

Deno.test("the product of two operations does to an offset what both do in turn", () => {
  for (const g of GROUP) {
    for (const h of GROUP) {
      assert.deepEqual(applyD4(composeD4(g, h), [3, 1]), applyD4(g, applyD4(h, [3, 1])));
    }
  }
});

Deno.test("the group table is a Latin square, not symmetric, and the identity is operation 0", () => {
  for (const g of GROUP) {
    assert.equal(new Set(GROUP.map((h) => composeD4(g, h))).size, 8);
    assert.equal(new Set(GROUP.map((h) => composeD4(h, g))).size, 8);
    assert.equal(composeD4(0, g), g);
    assert.equal(composeD4(g, 0), g);
  }
  assert.notEqual(composeD4(1, 4), composeD4(4, 1));
});

Deno.test("an operation and its inverse make the identity from either side", () => {
  for (const g of GROUP) {
    assert.equal(composeD4(g, inverseD4(g)), 0);
    assert.equal(composeD4(inverseD4(g), g), 0);
  }
});

Deno.test("orbits have 1, 4 or 8 offsets by the symmetry of the offset", () => {
  assert.deepEqual(orbit([0, 0]), [[0, 0]]);
  assert.equal(orbit([2, 0]).length, 4);
  assert.equal(orbit([2, 2]).length, 4);
  assert.equal(orbit([3, 1]).length, 8);
});

Deno.test("transforming a field is a group action: g after h is g∘h", () => {
  const lattice = new SquareLattice(6);
  const field = counting(36);
  for (const g of GROUP) {
    for (const h of GROUP) {
      assert.deepEqual(
        transformField(lattice, transformField(lattice, field, h), g),
        transformField(lattice, field, composeD4(g, h)),
      );
    }
  }
});

Deno.test("transforming a field moves the value at r to g r", () => {
  const lattice = new SquareLattice(6);
  const field = counting(36);
  for (const g of GROUP) {
    const turned = transformField(lattice, field, g);
    for (const r of [[1, 0], [2, 1], [-1, 2]] satisfies Offset[]) {
      assert.equal(turned[lattice.site(...applyD4(g, r))], field[lattice.site(...r)]);
    }
  }
});

Deno.test("a lattice of unequal sides takes the operations that keep its axes and no others", () => {
  const lattice = new SquareLattice(6, 4);
  for (const g of GROUP) {
    const transform = () => transformField(lattice, counting(24), g);
    if ([0, 2, 4, 5].includes(g)) {
      assert.deepEqual(transformField(lattice, transform(), inverseD4(g)), counting(24));
    } else {
      assert.throws(
        transform,
        (error) => error instanceof ParameterError && /equal sides: got 6×4/.test(error.message),
      );
    }
  }
});

Deno.test("operations outside 0 … 7 and fields of the wrong length are refused", () => {
  const lattice = new SquareLattice(4);
  for (const g of [-1, 8, 1.5, NaN]) assert.throws(() => applyD4(g, [1, 0]), ParameterError);
  assert.throws(() => transformField(lattice, counting(15), 1), ShapeError);
  assert.throws(() => translateField(lattice, counting(17), [1, 0]), ShapeError);
  assert.throws(() => translateField(lattice, counting(16), [0.5, 0]), ParameterError);
  assert.throws(() => translateField(lattice, counting(16).fill(NaN, 3, 4), [1, 0]), /site 3/);
});

Deno.test("translating moves the value at r to r + offset, for offsets of any size and sign", () => {
  const lattice = new SquareLattice(6, 4);
  for (const [dx, dy] of [[0, 0], [1, 0], [0, 1], [-1, -3], [13, 9], [-7, 2]] as const) {
    const moved = translateField(lattice, counting(24), [dx, dy]);
    for (let y = 0; y < 4; y++) {
      for (let x = 0; x < 6; x++) {
        assert.equal(moved[lattice.site(x + dx, y + dy)], lattice.site(x, y));
      }
    }
  }
});

Deno.test("g then a translation by d is a translation by g⁻¹ d, then g", () => {
  const lattice = new SquareLattice(8);
  const field = counting(64);
  for (const g of GROUP) {
    assert.deepEqual(
      translateField(lattice, transformField(lattice, field, g), [3, 1]),
      transformField(lattice, translateField(lattice, field, applyD4(inverseD4(g), [3, 1])), g),
    );
  }
});
