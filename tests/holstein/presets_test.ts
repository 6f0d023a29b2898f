import assert from "node:assert/strict";
import { ParameterError } from "../../lib/errors.ts";
import {
  dimensionlessCoupling,
  type HolsteinParameters,
  oscillatorPeriod,
  validateHolstein,
} from "../../lib/holstein/parameters.ts";
import { presetNamed, PRESETS } from "../../lib/holstein/presets.ts";

/** True if the number, rounded to as many digits as the text has, is the text. */
const reads = (value: number, text: string) =>
  value.toFixed(text.split(".")[1]?.length ?? 0) === text;

Deno.test("the reference preset has λ = 1.53, a barrier of 1.53 t and steps of 0.0036 τ0", () => {
  const { model, temperature, dampingRate, timeStep } = presetNamed("reference");
  assert.deepEqual(model, { t: 1, g: 3.5, k: 1, kappa: 0.18, mass: 5 });
  assert.ok(reads(dimensionlessCoupling(model), "1.53"));
  assert.ok(reads(model.g ** 2 / (8 * model.k), "1.53"));
  assert.ok(reads(timeStep / oscillatorPeriod(model), "0.0036"));
  assert.equal(temperature, 0.1);
  assert.equal(dampingRate, 0.2);
});

Deno.test("the paper's preset has λ = 1.5, κ/k = 0.18, ωτ_d = 0.09 and steps of 0.008 τ0", () => {
  const { model, dampingRate, timeStep } = presetNamed("paper");
  const omega = Math.sqrt(model.k / model.mass);
  assert.ok(Math.abs(dimensionlessCoupling(model) - 1.5) < 1e-14);
  assert.equal(model.kappa / model.k, 0.18);
  // τ_d = γ/k with γ the drag coefficient mΓ.
  assert.ok(Math.abs(omega * model.mass * dampingRate / model.k - 0.09) < 1e-15);
  assert.ok(Math.abs(timeStep / oscillatorPeriod(model) - 0.008) < 1e-15);
  assert.ok(reads(dampingRate, "0.0402"));
  assert.ok(reads(timeStep, "0.1124"));
});

Deno.test("both presets start from Q of variance 5/0.18 and v of variance 5/m", () => {
  for (const { model, initialDisplacement, initialVelocity } of Object.values(PRESETS)) {
    assert.ok(Math.abs(initialDisplacement ** 2 - 5 / 0.18) < 1e-13);
    assert.ok(reads(initialDisplacement, "5.27"));
    assert.ok(Math.abs(initialVelocity ** 2 - 5 / model.mass) < 1e-14);
  }
});

Deno.test("every preset is a stable lattice, and an unknown name lists those that there are", () => {
  for (const [name, { model }] of Object.entries(PRESETS)) {
    assert.equal(presetNamed(name), PRESETS[name]);
    assert.equal(validateHolstein(model), model);
  }
  for (const name of ["papers", "", "toString", "__proto__"]) {
    assert.throws(
      () => presetNamed(name),
      (error) =>
        error instanceof ParameterError &&
        error.message === `Unknown preset "${name}": accepted are reference, paper`,
    );
  }
});

Deno.test("constants out of range are refused with name and value", () => {
  const good = PRESETS.reference.model;
  const bad: [Partial<HolsteinParameters>, RegExp][] = [
    [{ t: 0 }, /^t must be a positive number: current value is 0$/],
    [{ t: -1 }, /^t .* -1$/],
    [{ k: NaN }, /^k .* NaN$/],
    [{ k: Infinity }, /^k .* Infinity$/],
    [{ mass: 0 }, /^mass .* 0$/],
    [{ g: NaN }, /^g must be a finite number: current value is NaN$/],
    [{ kappa: -Infinity }, /^kappa .* -Infinity$/],
    [{ kappa: 0.25 }, /^k must exceed 4\|kappa\|.* k = 1, kappa = 0.25$/],
    [{ kappa: -0.25 }, /unbounded.*kappa = -0.25$/],
    [{ k: 0.72 }, /k = 0.72, kappa = 0.18$/],
  ];
  for (const [change, message] of bad) {
    assert.throws(
      () => validateHolstein({ ...good, ...change }),
      (error) => error instanceof ParameterError && message.test(error.message),
      JSON.stringify(change),
    );
  }
  validateHolstein({ ...good, g: 0 });
  validateHolstein({ ...good, g: -3.5, kappa: -0.2499 });
  // The bound is on z|κ|: three neighbours bear more.
  validateHolstein({ ...good, kappa: 0.3 }, 3);
});
