import assert from "node:assert/strict";
import { ParameterError } from "../../lib/errors.ts";
import { halfFillingChemicalPotential } from "../../lib/electrons/chemical_potential.ts";
import { occupations } from "../../lib/electrons/fermi.ts";
import { normals } from "./matrices.ts";

function electronsAt(levels: Float64Array, mu: number, temperature: number): number {
  return occupations(levels, mu, temperature).reduce((sum, f) => sum + f, 0);
}

Deno.test("Σ f_m = N/2 to 1e-10 from metallic to insulating and from hot to cold", () => {
  for (const width of [0, 1e-3, 1, 30, 1e3]) {
    for (const temperature of [1e-3, 0.1, 1, 50]) {
      for (const count of [2, 4, 64, 900]) {
        const levels = normals(count, count).map((x) => width * x + 5).sort();
        const mu = halfFillingChemicalPotential(levels, temperature);
        assert.ok(Math.abs(electronsAt(levels, mu, temperature) - count / 2) < 1e-10);
      }
    }
  }
});

Deno.test("in a gap μ is fixed to a few roundings, where Σ f_m is flat", () => {
  // With a = 2 + e^(-1/T) levels in effect at -20 and b = 3 at 20, ln a - (20 + μ)/T =
  // ln b - (20 - μ)/T.
  for (const temperature of [0.01, 0.1]) {
    const levels = Float64Array.of(-21, -20, -20, 20, 20, 20);
    const mu = halfFillingChemicalPotential(levels, temperature);
    assert.ok(
      Math.abs(mu - 0.5 * temperature * Math.log((2 + Math.exp(-1 / temperature)) / 3)) < 1e-13,
    );
    const shifted = halfFillingChemicalPotential(levels.map((e) => e + 3), temperature);
    assert.ok(Math.abs(shifted - mu - 3) < 1e-13);
  }
});

Deno.test("a spectrum symmetric about ε0 has μ = ε0, and a spectrum turned over has -μ", () => {
  const half = normals(50, 4).map(Math.abs);
  for (const center of [0, -7]) {
    const levels = Float64Array.from([...half, ...half.map((e) => -e)], (e) => e + center).sort();
    assert.ok(Math.abs(halfFillingChemicalPotential(levels, 0.2) - center) < 1e-14);
  }
  const levels = normals(80, 5).sort();
  const turned = levels.map((e) => -e).sort();
  const mu = halfFillingChemicalPotential(levels, 0.05);
  assert.ok(Math.abs(mu + halfFillingChemicalPotential(turned, 0.05)) < 1e-14);
});

Deno.test("levels so far apart that e^(gap/T) overflows are no difficulty", () => {
  const mu = halfFillingChemicalPotential(Float64Array.of(-1e6, 1e6), 1e-3);
  assert.ok(Math.abs(mu) < 1e-9);
});

Deno.test("an odd number of levels is refused", () => {
  assert.throws(() => halfFillingChemicalPotential(Float64Array.of(1, 2, 3), 1), ParameterError);
  assert.throws(() => halfFillingChemicalPotential(new Float64Array(), 1), ParameterError);
});
