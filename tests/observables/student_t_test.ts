import assert from "node:assert/strict";
import { ParameterError, studentFactor } from "../../mod.ts";

/** P(|T| ≤ t) by Simpson's rule from the density ∝ (1 + x²/ν)^(-(ν+1)/2), normalised numerically. */
function probabilityByIntegration(t: number, degrees: number): number {
  // x = √ν tan θ turns the density into cos^(ν-1) θ.
  const integral = (to: number) => {
    const steps = 20_000;
    const f = (j: number) => Math.cos(j * to / steps) ** (degrees - 1);
    let sum = f(0) + f(steps);
    for (let j = 1; j < steps; j++) sum += (j % 2 === 1 ? 4 : 2) * f(j);
    return sum * to / steps / 3;
  };
  return integral(Math.atan(t / Math.sqrt(degrees))) / integral(Math.PI / 2);
}

Deno.test("Student's factors are those of the tables", () => {
  // Two-sided 95 %, as printed in any textbook.
  const printed = {
    1: 12.7062,
    2: 4.3027,
    3: 3.1824,
    4: 2.7764,
    7: 2.3646,
    30: 2.0423,
    120: 1.9799,
  };
  for (const [degrees, factor] of Object.entries(printed)) {
    assert.ok(Math.abs(studentFactor(Number(degrees)) - factor) < 5e-5, `${degrees} degrees`);
  }
});

Deno.test("the distribution integrated numerically holds the confidence within Student's factor", () => {
  for (const degrees of [1, 2, 3, 4, 5, 8, 31]) {
    for (const confidence of [0.5, 0.683, 0.95, 0.999]) {
      const within = probabilityByIntegration(studentFactor(degrees, confidence), degrees);
      assert.ok(Math.abs(within - confidence) < 1e-10, `${degrees} degrees, ${confidence}`);
    }
  }
});

Deno.test("Student's factor with many degrees of freedom is the normal distribution's", () => {
  assert.ok(Math.abs(studentFactor(1_000_000) - 1.959964) < 1e-5);
});

Deno.test("degrees of freedom and confidences that are none are refused", () => {
  for (const degrees of [0, -1, 1.5, NaN]) {
    assert.throws(() => studentFactor(degrees), ParameterError);
  }
  for (const confidence of [0, 1, -0.1, NaN]) {
    assert.throws(() => studentFactor(3, confidence), ParameterError);
  }
});
