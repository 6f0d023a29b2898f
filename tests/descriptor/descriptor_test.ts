import assert from "node:assert/strict";
import {
  DESCRIPTOR_SIZE,
  FEATURE_FORMS,
  type FeatureForm,
  makeDescriptor,
  PlainDescriptor,
  requireRoomForEnvironment,
  WasmDescriptor,
} from "../../lib/descriptor/mod.ts";
import { ParameterError, ShapeError } from "../../lib/errors.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { randomField, testFields } from "./fields.ts";

const doubles = ({ sites }: SquareLattice) => new Float64Array(DESCRIPTOR_SIZE * sites);
const singles = ({ sites }: SquareLattice) => new Float32Array(DESCRIPTOR_SIZE * sites);

for (const form of FEATURE_FORMS) {
  Deno.test(`"${form}" features by the kernel have the bits of the plain twin`, () => {
    for (const [width, height] of [[8, 8], [10, 24], [30, 8], [92, 14]]) {
      const lattice = new SquareLattice(width, height);
      for (const [name, field] of Object.entries(testFields(lattice))) {
        const plain = new PlainDescriptor(lattice, form).describe(field, doubles(lattice));
        const wasm = new WasmDescriptor(lattice, form).describe(field, doubles(lattice));
        assert.deepEqual(wasm, plain, `${name}, ${width}×${height}`);
      }
    }
  });

  Deno.test(`"${form}" features in single precision are those in double precision, rounded`, () => {
    const lattice = new SquareLattice(12, 10);
    for (const field of Object.values(testFields(lattice))) {
      const double = new WasmDescriptor(lattice, form).describe(field, doubles(lattice));
      const single = new WasmDescriptor(lattice, form).describe(field, singles(lattice));
      const plain = new PlainDescriptor(lattice, form).describe(field, singles(lattice));
      assert.deepEqual(single, Float32Array.from(double));
      assert.deepEqual(plain, single);
    }
  });
}

Deno.test("a descriptor fills the array that it is given, again and again", () => {
  const lattice = new SquareLattice(8);
  const descriptor = makeDescriptor(lattice);
  assert.equal(descriptor.form, "complete");
  const features = singles(lattice);
  const first = descriptor.describe(randomField(lattice, 1), features).slice();
  assert.notDeepEqual(descriptor.describe(randomField(lattice, 2), features), first);
  assert.deepEqual(descriptor.describe(randomField(lattice, 1), features), first);
});

Deno.test("lattices on which the environment would meet itself are refused in one line", () => {
  for (const [width, height] of [[6, 8], [8, 6], [4, 40]]) {
    const lattice = new SquareLattice(width, height);
    for (const make of [makeDescriptor, requireRoomForEnvironment]) {
      assert.throws(
        () => make(lattice),
        (error) =>
          error instanceof ParameterError &&
          error.message.endsWith(`sides of at least 8: got ${width}×${height}`),
      );
    }
    assert.throws(() => new PlainDescriptor(lattice), ParameterError);
  }
});

Deno.test("unknown forms, wrong lengths and fields that are not finite are refused", () => {
  const lattice = new SquareLattice(8);
  for (const form of ["bispectrum", "toString", ""]) {
    assert.throws(
      () => makeDescriptor(lattice, form as FeatureForm),
      (error) =>
        error instanceof ParameterError && error.message.includes(`"${form}": accepted are paper,`),
    );
    assert.throws(() => new PlainDescriptor(lattice, form as FeatureForm), ParameterError);
  }
  for (const descriptor of [makeDescriptor(lattice), new PlainDescriptor(lattice)]) {
    const field = randomField(lattice);
    assert.throws(() => descriptor.describe(field.slice(1), singles(lattice)), ShapeError);
    assert.throws(() => descriptor.describe(field, new Float32Array(64)), /2880 in all: got room/);
    const bad = () => descriptor.describe(field.with(9, NaN), singles(lattice));
    assert.throws(bad, (error) => error instanceof ParameterError && /site 9/.test(error.message));
  }
});
