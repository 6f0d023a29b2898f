import assert from "node:assert/strict";
import { D4_IRREPS, type Irrep } from "../../lib/descriptor/irreps.ts";
import { composeD4, D4, inverseD4 } from "../../lib/lattice/d4.ts";

const GROUP = D4.map((_, g) => g);
const range = ({ dimension }: Irrep) => Array.from({ length: dimension }, (_, m) => m);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const character = (irrep: Irrep, g: number) => sum(range(irrep).map((m) => irrep.element(g, m, m)));

Deno.test("the matrices of each representation multiply as the operations of D4 do", () => {
  for (const irrep of D4_IRREPS) {
    for (const g of GROUP) {
      for (const h of GROUP) {
        for (const m of range(irrep)) {
          for (const n of range(irrep)) {
            const product = sum(
              range(irrep).map((k) => irrep.element(g, m, k) * irrep.element(h, k, n)),
            );
            assert.equal(irrep.element(composeD4(g, h), m, n), product);
          }
        }
      }
    }
  }
});

Deno.test("their matrix elements are orthogonal over the group, with norm 8 / dimension", () => {
  const elements = D4_IRREPS.flatMap((irrep) =>
    range(irrep).flatMap((m) =>
      range(irrep).map((n) => ({ irrep, values: GROUP.map((g) => irrep.element(g, m, n)) }))
    )
  );
  assert.equal(elements.length, 8, "squares of the dimensions add up to the order of the group");
  for (const a of elements) {
    for (const b of elements) {
      const product = sum(a.values.map((value, g) => value * b.values[g]));
      assert.equal(product, a === b ? 8 / a.irrep.dimension : 0);
    }
  }
});

Deno.test("their characters are those of the tables: E, 2 C4, C2, 2 σv, 2 σd", () => {
  const representatives = [0, 1, 2, 4, 6];
  const table = D4_IRREPS.map((irrep) => [
    irrep.name,
    ...representatives.map((g) => character(irrep, g)),
  ]);
  assert.deepEqual(table, [
    ["A1", 1, 1, 1, 1, 1],
    ["A2", 1, 1, 1, -1, -1],
    ["B1", 1, -1, 1, 1, -1],
    ["B2", 1, -1, 1, -1, 1],
    ["E", 2, 0, -2, 0, 0],
  ]);
});

Deno.test("a character is the same for conjugate operations", () => {
  for (const irrep of D4_IRREPS) {
    for (const g of GROUP) {
      for (const h of GROUP) {
        const conjugate = composeD4(h, composeD4(g, inverseD4(h)));
        assert.equal(character(irrep, conjugate), character(irrep, g));
      }
    }
  }
});
