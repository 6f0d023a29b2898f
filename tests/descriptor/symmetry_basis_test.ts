import assert from "node:assert/strict";
import { ENVIRONMENT, ENVIRONMENT_SHELLS } from "../../lib/descriptor/environment.ts";
import { D4_IRREPS } from "../../lib/descriptor/irreps.ts";
import {
  REFERENCE_DOUBLET,
  SYMMETRY_BASIS,
  type SymmetryVector,
} from "../../lib/descriptor/symmetry_basis.ts";
import {
  symmetryCoefficients,
  transformCoefficients,
} from "../../lib/descriptor/symmetry_coefficients.ts";
import { applyD4, D4, inverseD4 } from "../../lib/lattice/d4.ts";
import { type Offset, squaredLength } from "../../lib/lattice/offset.ts";
import { CounterRng } from "../../lib/random/counter_rng.ts";

const GROUP = D4.map((_, g) => g);
const pattern = ({ signs, scale }: SymmetryVector) => signs.map((sign) => scale * sign);
const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, j) => sum + value * b[j], 0);
const placeOf = ([x, y]: Offset) => ENVIRONMENT.findIndex(([dx, dy]) => dx === x && dy === y);

/** What is at r goes to g r. */
function turned(values: readonly number[], g: number): number[] {
  return ENVIRONMENT.map((r) => values[placeOf(applyD4(inverseD4(g), r))]);
}

Deno.test("the environment is the 45 sites within √13, in shells of 4 4 4 8 4 4 8 8", () => {
  const offsets = Array.from({ length: 81 }, (_, k): Offset => [k % 9 - 4, Math.floor(k / 9) - 4]);
  const within = offsets.filter((offset) => squaredLength(offset) <= 13);
  assert.equal(ENVIRONMENT.length, 45);
  assert.deepEqual(new Set(ENVIRONMENT.map(String)), new Set(within.map(String)));
  assert.deepEqual(ENVIRONMENT_SHELLS.map((shell) => shell.length), [4, 4, 4, 8, 4, 4, 8, 8]);
});

Deno.test("45 = 9 A1 + 3 A2 + 6 B1 + 5 B2 + 11 E, in this order, doublets x next to y", () => {
  const names = SYMMETRY_BASIS.map(({ irrep, component }) => `${irrep}${component}`);
  const expected = [["A10", 9], ["A20", 3], ["B10", 6], ["B20", 5]] as const;
  assert.deepEqual(names, [
    ...expected.flatMap(([name, count]) => Array.from({ length: count }, () => name)),
    ...Array.from({ length: 11 }, () => ["E0", "E1"]).flat(),
  ]);
});

Deno.test("the multiplicities are those that the characters of the environment give", () => {
  const kept = GROUP.map((g) => ENVIRONMENT.filter((r) => `${applyD4(g, r)}` === `${r}`).length);
  for (const { name, dimension, element } of D4_IRREPS) {
    const character = (g: number) => element(g, 0, 0) + (dimension === 2 ? element(g, 1, 1) : 0);
    const multiplicity = dot(GROUP.map(character), kept) / 8;
    const found = SYMMETRY_BASIS.filter(({ irrep }) => irrep === name).length;
    assert.equal(found, dimension * multiplicity, name);
  }
});

Deno.test("the basis is orthonormal, so it spans the environment", () => {
  for (const [a, u] of SYMMETRY_BASIS.entries()) {
    for (const [b, v] of SYMMETRY_BASIS.entries()) {
      const product = dot(pattern(u), pattern(v));
      assert.ok(Math.abs(product - (a === b ? 1 : 0)) < 1e-15, `${a}, ${b}: ${product}`);
    }
  }
});

Deno.test("each basis vector is transformed by D4 as its representation says", () => {
  for (const [k, vector] of SYMMETRY_BASIS.entries()) {
    const { dimension, element } = D4_IRREPS.find(({ name }) => name === vector.irrep)!;
    const partners = SYMMETRY_BASIS.slice(k - vector.component).slice(0, dimension).map(pattern);
    for (const g of GROUP) {
      const expected = ENVIRONMENT.map((_, j) =>
        dot(partners.map((_, m) => element(g, m, vector.component)), partners.map((p) => p[j]))
      );
      assert.deepEqual(turned(pattern(vector), g).map((v) => v + 0), expected.map((v) => v + 0));
    }
  }
});

Deno.test("the nearest neighbours decompose as in Sec. III: A1 + B1 + E", () => {
  const [a, b, c, d] = [0.3, -1.1, 2.5, 0.7];
  const environment = new Float64Array(45);
  const neighbours = [[[1, 0], a], [[0, 1], b], [[-1, 0], c], [[0, -1], d]] as const;
  for (const [offset, value] of neighbours) environment[placeOf(offset)] = value;
  const found = [...symmetryCoefficients(environment)].filter((value) => value !== 0);
  const expected = [
    (a + b + c + d) / 2,
    (a - b + c - d) / 2,
    (a - c) / Math.SQRT2,
    (b - d) / Math.SQRT2,
  ];
  assert.equal(found.length, 4);
  expected.forEach((value, k) => assert.ok(Math.abs(value - found[k]) < 1e-15));
});

Deno.test("the reference doublet is a slope of the (2, 1) shell along x and along y", () => {
  const signOf = (k: number, offset: Offset) => SYMMETRY_BASIS[k].signs[placeOf(offset)];
  for (const [dx, dy] of ENVIRONMENT) {
    const inX = Math.abs(dx) === 2 && Math.abs(dy) === 1;
    const inY = Math.abs(dx) === 1 && Math.abs(dy) === 2;
    assert.equal(signOf(REFERENCE_DOUBLET, [dx, dy]), inX ? Math.sign(dx) : 0);
    assert.equal(signOf(REFERENCE_DOUBLET + 1, [dx, dy]), inY ? Math.sign(dy) : 0);
  }
});

Deno.test("coefficients of a turned environment are the turned coefficients, to the last bit", () => {
  for (let seed = 0; seed < 20; seed++) {
    const environment = [...new CounterRng(seed, "initialDisplacement").normals(45)];
    const c = symmetryCoefficients(Float64Array.from(environment));
    for (const g of GROUP) {
      const image = symmetryCoefficients(Float64Array.from(turned(environment, g)));
      assert.deepEqual(image, transformCoefficients(c, g));
    }
  }
});
