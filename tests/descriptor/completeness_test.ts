import assert from "node:assert/strict";
import {
  DESCRIPTOR_SIZE,
  ENVIRONMENT,
  environmentOf,
  type FeatureForm,
  makeDescriptor,
  ONE_DIMENSIONAL,
  REFERENCE_DOUBLET,
  SYMMETRY_BASIS,
} from "../../lib/descriptor/mod.ts";
import { applyD4, D4 } from "../../lib/lattice/d4.ts";
import type { Offset } from "../../lib/lattice/offset.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { testFields } from "./fields.ts";

const lattice = new SquareLattice(10);
const placeOf = ([x, y]: Offset) => ENVIRONMENT.findIndex(([dx, dy]) => dx === x && dy === y);

/** Places that the eight operations take the values of an environment from. */
const IMAGES = D4.map((_, g) => ENVIRONMENT.map((offset) => placeOf(applyD4(g, offset))));

function describe(form: FeatureForm, field: Float64Array): Float64Array {
  return makeDescriptor(lattice, form)
    .describe(field, new Float64Array(DESCRIPTOR_SIZE * lattice.sites));
}

/** The environment with these coefficients: the basis is orthonormal. */
function environmentFrom(c: Float64Array): Float64Array {
  const environment = new Float64Array(DESCRIPTOR_SIZE);
  SYMMETRY_BASIS.forEach(({ signs, scale }, k) =>
    signs.forEach((sign, j) => environment[j] += sign * scale * c[k])
  );
  return environment;
}

/** Turns doublets from the frame along and across r back into the frame of the lattice. */
function coefficientsOfComplete(features: Float64Array): Float64Array {
  const c = features.slice();
  const angle = Math.atan2(c[REFERENCE_DOUBLET + 1], c[REFERENCE_DOUBLET]);
  for (let k = ONE_DIMENSIONAL; k < c.length; k += 2) {
    if (k === REFERENCE_DOUBLET) continue;
    const [along, across] = features.subarray(k, k + 2);
    c[k] = along * Math.cos(angle) + across * Math.sin(angle);
    c[k + 1] = along * Math.sin(angle) - across * Math.cos(angle);
  }
  return c;
}

/** Largest difference between an environment and the nearest image of another. */
function distance(a: Float64Array, b: Float64Array): number {
  return Math.min(
    ...IMAGES.map((from) => Math.max(...from.map((place, j) => Math.abs(a[place] - b[j])))),
  );
}

const INVERSES = { complete: coefficientsOfComplete, oriented: (c: Float64Array) => c };

for (const [form, inverse] of Object.entries(INVERSES)) {
  Deno.test(`"${form}" features give the environment back, up to an operation of D4`, () => {
    for (const [name, field] of Object.entries(testFields(lattice))) {
      const size = Math.max(...field.map(Math.abs));
      const features = describe(form as FeatureForm, field);
      for (let site = 0; site < lattice.sites; site++) {
        const own = features.subarray(DESCRIPTOR_SIZE * site, DESCRIPTOR_SIZE * (site + 1));
        const found = environmentFrom(inverse(own));
        const error = distance(environmentOf(lattice, field, site), found);
        assert.ok(error <= 1e-14 * size, `${name}, site ${site}: off by ${error}`);
      }
    }
  });
}

Deno.test("oriented features keep the norm and have the reference doublet at 0° … 45°", () => {
  const field = testFields(lattice).random;
  const features = describe("oriented", field);
  for (let site = 0; site < lattice.sites; site++) {
    const own = features.subarray(DESCRIPTOR_SIZE * site, DESCRIPTOR_SIZE * (site + 1));
    const square = (values: Float64Array) => values.reduce((sum, value) => sum + value * value, 0);
    assert.ok(Math.abs(square(own) / square(environmentOf(lattice, field, site)) - 1) < 1e-14);
    const [x, y] = own.subarray(REFERENCE_DOUBLET, REFERENCE_DOUBLET + 2);
    assert.ok(x >= y && y >= 0);
  }
});

Deno.test("paper features are the same for environments that no operation of D4 joins", () => {
  const field = testFields(lattice).random;
  // The doublet of the nearest neighbours, mirrored at the reference doublet of site 0.
  const k = ONE_DIMENSIONAL;
  const environment = environmentOf(lattice, field, 0);
  const coefficient = (k: number) =>
    SYMMETRY_BASIS[k].signs.reduce((sum, sign, j) => sum + sign * environment[j], 0) *
    SYMMETRY_BASIS[k].scale;
  const [x, y] = [coefficient(k), coefficient(k + 1)];
  const angle = 2 * Math.atan2(coefficient(REFERENCE_DOUBLET + 1), coefficient(REFERENCE_DOUBLET));
  const mirrored = [
    x * Math.cos(angle) + y * Math.sin(angle),
    x * Math.sin(angle) - y * Math.cos(angle),
  ];
  const other = field.slice();
  ENVIRONMENT.forEach(([dx, dy], j) => {
    const change = (m: number, by: number) =>
      by * SYMMETRY_BASIS[k + m].scale * SYMMETRY_BASIS[k + m].signs[j];
    other[lattice.site(dx, dy)] += change(0, mirrored[0] - x) + change(1, mirrored[1] - y);
  });
  const apart = distance(environment, environmentOf(lattice, other, 0));
  assert.ok(apart > 0.1, `the environments differ by ${apart} at least`);
  const difference = (form: FeatureForm) => {
    const [a, b] = [describe(form, field), describe(form, other)];
    return Math.max(...a.subarray(0, DESCRIPTOR_SIZE).map((value, f) => Math.abs(value - b[f])));
  };
  assert.ok(difference("paper") < 1e-14);
  assert.ok(difference("complete") > 0.1);
  assert.ok(difference("oriented") > 0.1);
});
