import assert from "node:assert/strict";
import { ParameterError, ShapeError } from "../../lib/errors.ts";
import { forceFieldSpec } from "../../lib/forcefields/force_field_spec.ts";
import { makeForceField, METHODS } from "../../lib/forcefields/make_force_field.ts";
import { PRESETS } from "../../lib/holstein/presets.ts";
import { largestDifference, normals } from "../electrons/matrices.ts";
import { ENSEMBLES, EXACT_METHODS, squareSpec, withForceField } from "./holstein_fields.ts";

const lattice = { kind: "square", width: 8, height: 6 };

Deno.test("a specification is the preset's, at μ = 0, with what was given in its place", () => {
  assert.deepEqual(forceFieldSpec({ lattice }), {
    lattice,
    method: "exact",
    model: PRESETS.reference.model,
    temperature: 0.1,
    ensemble: "grand-canonical",
    chemicalPotential: 0,
    eigensolver: "wasm",
  });
  const given = forceFieldSpec({ lattice, preset: "paper", temperature: 1, model: { kappa: 0.1 } });
  assert.deepEqual(given.model, { ...PRESETS.paper.model, kappa: 0.1 });
  assert.equal(given.temperature, 1);
  assert.throws(() => forceFieldSpec({ lattice, preset: "none" }), ParameterError);
});

Deno.test("unknown names and numbers out of range are refused in one line that names them", async () => {
  const bad: [Parameters<typeof squareSpec>[2], RegExp][] = [
    [{ method: "guess" }, /^Unknown method "guess": accepted are exact, ed/],
    [{ method: "constructor" }, /^Unknown method "constructor"/],
    [{ method: "ed", eigensolver: "abacus" }, /"abacus"/],
    [{ temperature: 0 }, /temperature .* 0$/],
    [{ temperature: NaN }, /temperature .* NaN$/],
    [{ chemicalPotential: Infinity }, /chemical potential .* Infinity$/],
    [{ ensemble: "microcanonical" as "canonical" }, /"microcanonical": accepted are grand-can/],
    [{ model: { mass: -5 } }, /mass .* -5$/],
  ];
  for (const [changes, message] of bad) {
    await assert.rejects(
      makeForceField(squareSpec(8, 6, changes)),
      (error) => error instanceof ParameterError && message.test(error.message),
      JSON.stringify(changes),
    );
  }
  await assert.rejects(makeForceField(squareSpec(8, 6), { workers: 0.5 }), ParameterError);
});

for (const method of EXACT_METHODS) {
  assert.ok(METHODS.includes(method));

  Deno.test(`${method}: the answer depends on Q alone, leaves Q unchanged, and outlives the next call`, async () => {
    for (const ensemble of ENSEMBLES) {
      await withForceField(squareSpec(8, 6, { method, ensemble }), async (forceField) => {
        assert.equal(forceField.method, method);
        assert.deepEqual([forceField.lattice.width, forceField.lattice.height], [8, 6]);
        const Q = normals(48, 1).map((q) => 5.27 * q);
        const original = Q.slice();
        const first = await forceField.evaluate(Q);
        const copy = structuredClone(first);
        assert.deepEqual(Q, original);
        await forceField.evaluate(normals(48, 2));
        assert.deepEqual(first, copy);
        assert.deepEqual(await forceField.evaluate(Q), first);
      });
    }
  });

  Deno.test(`${method}: a canonical guess, good or bad, changes forces by less than 1e-9`, async () => {
    await withForceField(
      squareSpec(8, 6, { method, ensemble: "canonical" }),
      async (forceField) => {
        const Q = normals(48, 3).map((q) => 5.27 * q);
        const { force, chemicalPotential } = await forceField.evaluate(Q);
        for (const guess of [chemicalPotential, chemicalPotential + 0.01, 5, -40]) {
          const guessed = await forceField.evaluate(Q, guess);
          assert.ok(largestDifference(guessed.force, force) < 1e-9, `guess ${guess}`);
        }
      },
    );
  });

  Deno.test(`${method}: evaluations asked for at once are answered each for its own Q`, async () => {
    await withForceField(squareSpec(8, 6, { method }), async (forceField) => {
      const configurations = [1, 2, 3, 4].map((seed) => normals(48, seed));
      const together = await Promise.all(configurations.map((Q) => forceField.evaluate(Q)));
      for (const [c, Q] of configurations.entries()) {
        assert.deepEqual(await forceField.evaluate(Q), together[c]);
      }
    });
  });

  Deno.test(`${method}: configurations of the wrong length or with NaN are refused, and it goes on working`, async () => {
    await withForceField(squareSpec(8, 6, { method }), async (forceField) => {
      await assert.rejects(forceField.evaluate(new Float64Array(47)), ShapeError);
      await assert.rejects(forceField.evaluate(new Float64Array(48).fill(NaN)), ParameterError);
      const { force } = await forceField.evaluate(new Float64Array(48));
      assert.ok(force.every((F) => Math.abs(F) < 1e-8));
    });
  });

  Deno.test(`${method}: once closed it says so, and closing again does nothing`, async () => {
    const workerCounts = method === "exact" ? [1, 2] : [1];
    for (const workers of workerCounts) {
      const forceField = await makeForceField(squareSpec(8, 6, { method }), { workers });
      await forceField.evaluate(new Float64Array(48));
      forceField.close();
      forceField.close();
      await assert.rejects(
        forceField.evaluate(new Float64Array(48)),
        new RegExp(`force field "${method}" was closed`),
      );
    }
  });
}

Deno.test("exact: 1, 2 and 3 threads for one evaluation give the same bits", async () => {
  for (const ensemble of ENSEMBLES) {
    const Q = normals(48, 4).map((q) => 5.27 * q);
    const answers = [];
    for (const workers of [1, 2, 3]) {
      const forceField = await makeForceField(squareSpec(8, 6, { ensemble }), { workers });
      answers.push(await forceField.evaluate(Q));
      forceField.close();
    }
    assert.deepEqual(answers[1], answers[0]);
    assert.deepEqual(answers[2], answers[0]);
  }
});

Deno.test("exact: an evaluation under way when two workers are closed is rejected, not left hanging", async () => {
  const forceField = await makeForceField(squareSpec(16, 16), { workers: 2 });
  const pending = forceField.evaluate(normals(256, 5));
  forceField.close();
  await assert.rejects(pending, /closed/);
});
