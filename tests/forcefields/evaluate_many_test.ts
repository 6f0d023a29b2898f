import assert from "node:assert/strict";
import { ParameterError, ShapeError, UnavailableError } from "../../lib/errors.ts";
import { evaluateMany } from "../../lib/forcefields/evaluate_many.ts";
import type { ForceFieldSpec } from "../../lib/forcefields/force_field_spec.ts";
import { normals } from "../electrons/matrices.ts";
import { ENSEMBLES, EXACT_METHODS, squareSpec, withForceField } from "./holstein_fields.ts";

const WORKERS = [1, 2, 3];

/** Configurations of very different cost in steps of a canonical search, so that threads overtake. */
const CONFIGURATIONS = Array.from(
  { length: 11 },
  (_, c) => normals(48, c).map((q) => (c % 3 === 0 ? 5.27 : 0.3) * q),
);

for (const method of EXACT_METHODS) {
  for (const ensemble of ENSEMBLES) {
    Deno.test(`${method}, ${ensemble}: 1, 2 and 3 workers give the same bits as one call each, in order`, async () => {
      const spec = squareSpec(8, 6, { method, ensemble });
      await withForceField(spec, async (forceField) => {
        const expected = [];
        for (const Q of CONFIGURATIONS) expected.push(await forceField.evaluate(Q));
        for (const workers of WORKERS) {
          const done: number[] = [];
          const found = await evaluateMany(spec, CONFIGURATIONS, { workers }, (n) => done.push(n));
          assert.deepEqual(found, expected);
          assert.deepEqual(done, CONFIGURATIONS.map((_, c) => c + 1));
        }
      });
    });
  }
}

/** What a call throws for each number of workers. */
async function failures(spec: ForceFieldSpec, configurations: Float64Array[]): Promise<Error[]> {
  const thrown: Error[] = [];
  for (const workers of WORKERS) {
    await evaluateMany(spec, configurations, { workers }).then(
      () => assert.fail(`nothing was thrown with ${workers} workers`),
      (error) => thrown.push(error),
    );
  }
  return thrown;
}

Deno.test("a bad configuration is the same ParameterError from 1, 2 and 3 workers", async () => {
  const bad = CONFIGURATIONS.with(4, CONFIGURATIONS[4].with(17, NaN));
  for (const error of await failures(squareSpec(8, 6), bad)) {
    assert.ok(error instanceof ParameterError);
    assert.equal(error.message, "Q must be finite everywhere: site 17 (x = 1, y = 2) has NaN");
  }
});

Deno.test("of several bad configurations the first in the list is reported, whoever meets its own first", async () => {
  const bad = CONFIGURATIONS.with(1, new Float64Array(47)).with(2, new Float64Array(46))
    .with(3, new Float64Array(45).fill(NaN));
  for (const error of await failures(squareSpec(8, 6, { method: "ed" }), bad)) {
    assert.ok(error instanceof ShapeError);
    assert.equal(
      error.message,
      "Q must hold one number a site of the 8×6 lattice, 48 in all: got 47",
    );
  }
});

Deno.test("a bad specification is the same ParameterError from 1, 2 and 3 workers", async () => {
  const specs = [
    squareSpec(8, 6, { temperature: -1 }),
    squareSpec(8, 6, { method: "guess" }),
    squareSpec(7, 6),
    squareSpec(8, 6, { model: { kappa: 0.3 } }),
    squareSpec(8, 6, { method: "ed", eigensolver: "abacus" }),
  ];
  for (const spec of specs) {
    const thrown = await failures(spec, CONFIGURATIONS);
    for (const error of thrown) {
      assert.ok(error instanceof ParameterError, `${error.name}: ${error.message}`);
      assert.equal(error.message, thrown[0].message);
    }
  }
});

Deno.test("a number of workers that is none is refused, and no configurations give no forces", async () => {
  for (const workers of [0, -1, 1.5, NaN, Infinity]) {
    await assert.rejects(
      evaluateMany(squareSpec(8, 6), CONFIGURATIONS, { workers }),
      (error) => error instanceof ParameterError && error.message.endsWith(`is ${workers}`),
    );
  }
  assert.deepEqual(await evaluateMany(squareSpec(8, 6), [], { workers: 2 }), []);
});

Deno.test({
  name: "without read permission two workers fail with one line that says what to allow, one works",
  permissions: { read: false },
  fn: async () => {
    const spec = squareSpec(8, 6);
    const two = CONFIGURATIONS.slice(0, 2);
    await assert.rejects(
      evaluateMany(spec, two, { workers: 2 }),
      (error) =>
        error instanceof UnavailableError &&
        /^Cannot start a worker thread: reading .* is not allowed.* or use one worker$/.test(
          error.message,
        ),
    );
    assert.equal((await evaluateMany(spec, two, { workers: 1 })).length, 2);
  },
});
