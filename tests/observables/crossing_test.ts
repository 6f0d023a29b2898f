import assert from "node:assert/strict";
import { ParameterError, ShapeError } from "../../lib/errors.ts";
import { firstCrossing } from "../../lib/observables/crossing.ts";
import { domainSize } from "../../lib/observables/domain_size.ts";

const grid = (count: number, step = 1) => Float64Array.from({ length: count }, (_, j) => j * step);

Deno.test("both interpolations are exact on straight lines, on uneven grids too", () => {
  const x = Float64Array.of(0, 1, Math.SQRT2, 2, 3.7, 6);
  const y = x.map((x) => 1 - x / 5);
  for (const interpolation of ["linear", "monotone"] as const) {
    for (const level of [0.9, 0.5, 0.1]) {
      const crossing = firstCrossing(x, y, level, interpolation);
      assert.ok(Math.abs(crossing - 5 * (1 - level)) < 1e-14);
    }
  }
});

Deno.test("on the OJK form of C(r), L from 1.2 to 8 is right to 0.006 by the cubic, to 0.04 by lines", () => {
  // (2/π) asin e^{-u²}, u² = (r/L)² ln 2 / 2: what coarsening gives, cusp at r = 0 included.
  const largest = { linear: 0, monotone: 0 };
  const x = grid(40);
  for (let L = 1.2; L < 8; L += 0.05) {
    const y = x.map((r) => 2 / Math.PI * Math.asin(Math.exp(-Math.LN2 / 2 * (r / L) ** 2)));
    for (const interpolation of ["linear", "monotone"] as const) {
      const error = Math.abs(firstCrossing(x, y, 0.5, interpolation) - L);
      largest[interpolation] = Math.max(largest[interpolation], error);
    }
  }
  assert.ok(largest.monotone < 0.006, `${largest.monotone}`);
  assert.ok(largest.linear > 0.03 && largest.linear < 0.04, `${largest.linear}`);
});

Deno.test("the cubic's error falls faster than the square of the grid step", () => {
  const error = (step: number) => {
    const x = grid(400, step);
    return Math.abs(firstCrossing(x, x.map((r) => 1 / (1 + r ** 3)), 0.5) - 1);
  };
  assert.ok(error(0.03) / error(0.12) < 1 / 20, `${error(0.12)}, ${error(0.03)}`);
});

Deno.test("the cubic stays between its points: a crossing lies in the interval that holds it", () => {
  const x = grid(6);
  const y = Float64Array.of(1, 0.99, 0.98, 0.01, 0.005, 0.3);
  const crossing = firstCrossing(x, y, 0.5);
  assert.ok(crossing > 2 && crossing < 3);
  assert.equal(firstCrossing(x, y, 0.01), 3);
});

Deno.test("the first of several crossings counts", () => {
  const x = grid(5);
  assert.equal(firstCrossing(x, Float64Array.of(1, 0, 1, 0, 1), 0.5, "linear"), 0.5);
});

Deno.test("a profile that never falls to the level gives NaN, one that starts below it x[0]", () => {
  assert.ok(Number.isNaN(firstCrossing(grid(4), Float64Array.of(1, 0.9, 0.8, 0.7), 0.5)));
  assert.equal(firstCrossing(grid(2), Float64Array.of(0.2, 0.1), 0.5), 0);
});

Deno.test("statuses tell a resolved L from one inside the first lattice constant or beyond the box", () => {
  const status = (...C: number[]) => domainSize(grid(C.length), Float64Array.from(C)).status;
  assert.equal(status(1, 0.8, 0.3, 0.1), "resolved");
  assert.equal(status(1, 0.4, 0.3, 0.1), "below-lattice-constant");
  assert.equal(status(1, 0.9, 0.8, 0.7), "beyond-half-box");
  assert.equal(status(NaN, NaN, NaN, NaN), "uniform");
});

Deno.test("levels outside (0, 1), unknown interpolations and unequal lengths are refused", () => {
  const C = Float64Array.of(1, 0.5, 0);
  for (const level of [0, 1, NaN]) {
    assert.throws(() => domainSize(grid(3), C, { level }), ParameterError);
  }
  assert.throws(() => firstCrossing(grid(3), C, 0.5, JSON.parse('"spline"')), /linear, monotone/);
  assert.throws(() => firstCrossing(grid(2), C, 0.5), ShapeError);
});
