import assert from "node:assert/strict";
import { fermi, grandPotential, occupations, softplus } from "../../lib/electrons/fermi.ts";

const ARGUMENTS = [-1e308, -800, -745, -40, -3, -1e-3, 0, 1e-12, 0.7, 20, 38, 700, 745, 1e308];

Deno.test("f(x) agrees with (1 - tanh(x/2))/2 and is finite everywhere", () => {
  for (const x of ARGUMENTS) {
    assert.ok(Math.abs(fermi(x) - 0.5 * (1 - Math.tanh(0.5 * x))) < 2e-16);
  }
  assert.equal(fermi(-Infinity), 1);
  assert.equal(fermi(Infinity), 0);
});

Deno.test("f(x) + f(-x) = 1 and f keeps its relative accuracy where it is tiny", () => {
  for (const x of ARGUMENTS) assert.ok(Math.abs(fermi(x) + fermi(-x) - 1) < 3e-16);
  for (const x of [40, 200, 700]) assert.ok(Math.abs(fermi(x) / Math.exp(-x) - 1) < 1e-15);
});

Deno.test("ln(1 + e^x) never overflows, has slope f(-x), and keeps its relative accuracy", () => {
  assert.equal(softplus(1e308), 1e308);
  assert.equal(softplus(-1e308), 0);
  assert.ok(Math.abs(softplus(0) - Math.LN2) < 1e-16);
  assert.ok(Math.abs(softplus(-50) / Math.exp(-50) - 1) < 1e-15);
  for (const x of [-30, -2, -0.1, 0.3, 5, 30]) {
    const h = 1e-4;
    const slope = (softplus(x + h) - softplus(x - h)) / (2 * h);
    assert.ok(Math.abs(slope - fermi(-x)) < 1e-9, `x = ${x}`);
  }
});

Deno.test("the slope of Ω in μ is minus the number of electrons, and Ω → Σ(ε - μ) when cold", () => {
  const levels = Float64Array.of(-3, -1.5, -0.2, 0.4, 2, 2);
  const electrons = (mu: number) => occupations(levels, mu, 0.3).reduce((sum, f) => sum + f, 0);
  const h = 1e-5;
  for (const mu of [-2, 0, 0.4, 1.9]) {
    const slope = (grandPotential(levels, mu + h, 0.3) - grandPotential(levels, mu - h, 0.3)) /
      (2 * h);
    assert.ok(Math.abs(slope + electrons(mu)) < 1e-8);
  }
  assert.ok(Math.abs(grandPotential(levels, 0.1, 1e-4) - (-3.1 - 1.6 - 0.3)) < 1e-12);
});
