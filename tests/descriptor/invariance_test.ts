import assert from "node:assert/strict";
import {
  DESCRIPTOR_SIZE,
  ENVIRONMENT,
  FEATURE_FORMS,
  type FeatureForm,
  makeDescriptor,
  ONE_DIMENSIONAL,
} from "../../lib/descriptor/mod.ts";
import { applyD4, D4, transformField } from "../../lib/lattice/d4.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { translateField } from "../../lib/lattice/translation.ts";
import { randomField, testFields } from "./fields.ts";

const lattice = new SquareLattice(12);

function describe(form: FeatureForm, field: Float64Array, on = lattice): Float64Array {
  return makeDescriptor(on, form).describe(field, new Float64Array(DESCRIPTOR_SIZE * on.sites));
}

const featuresAt = (features: Float64Array, site: number) =>
  features.subarray(DESCRIPTOR_SIZE * site, DESCRIPTOR_SIZE * (site + 1));

for (const form of FEATURE_FORMS) {
  Deno.test(`"${form}" features move with a turned or mirrored field, to the last bit`, () => {
    for (const [name, field] of Object.entries(testFields(lattice))) {
      const features = describe(form, field);
      for (let g = 0; g < D4.length; g++) {
        const image = describe(form, transformField(lattice, field, g));
        for (let site = 0; site < lattice.sites; site++) {
          const [x, y] = applyD4(g, [site % 12, Math.floor(site / 12)]);
          const at = featuresAt(image, lattice.site(x, y));
          assert.deepEqual(at, featuresAt(features, site), `${name}, ${D4[g].name}, site ${site}`);
        }
      }
    }
  });

  Deno.test(`"${form}" features move with a shifted field, to the last bit`, () => {
    const wide = new SquareLattice(16, 10);
    const field = randomField(wide);
    const features = describe(form, field, wide);
    for (const [dx, dy] of [[1, 0], [0, 1], [7, 4], [-3, 5]] as const) {
      const shifted = describe(form, translateField(wide, field, [dx, dy]), wide);
      for (let site = 0; site < wide.sites; site++) {
        const to = wide.site(site % 16 + dx, Math.floor(site / 16) + dy);
        assert.deepEqual(featuresAt(shifted, to), featuresAt(features, site));
      }
    }
  });

  Deno.test(`"${form}" features see the 45 sites of the environment and no other`, () => {
    const field = randomField(lattice);
    const before = featuresAt(describe(form, field), 0);
    const within = new Set(ENVIRONMENT.map(([dx, dy]) => lattice.site(dx, dy)));
    assert.equal(within.size, 45);
    for (let site = 0; site < lattice.sites; site++) {
      const changed = field.with(site, field[site] + 0.1);
      const same = String(featuresAt(describe(form, changed), 0)) === String(before);
      assert.equal(same, !within.has(site), `site ${site}`);
    }
  });

  Deno.test(`"${form}" features scale with the field`, () => {
    const field = randomField(lattice);
    const doubled = describe(form, field.map((q) => 2 * q));
    assert.deepEqual(doubled, describe(form, field).map((value) => 2 * value));
  });
}

Deno.test("the negative field has the negative one-dimensional features and the same doublets", () => {
  const field = randomField(lattice);
  for (const form of ["complete", "oriented"] as const) {
    const features = describe(form, field);
    const negative = describe(form, field.map((q) => -q));
    negative.forEach((value, k) => {
      const sign = k % DESCRIPTOR_SIZE < ONE_DIMENSIONAL ? -1 : 1;
      assert.equal(value, sign * features[k]);
    });
  }
});
