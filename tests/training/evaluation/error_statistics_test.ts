import assert from "node:assert/strict";
import { CounterRng } from "../../../lib/random/mod.ts";
import { ErrorStatistics, type ErrorSummary } from "../../../lib/training/mod.ts";

const COUNT = 10_000;
const RNG = new CounterRng(5, "bootstrap");
const EXACT = RNG.normals(COUNT).map((z) => 40 + 3 * z);
const ERROR = RNG.normals(COUNT, { step: 1 }).map((z) => 0.01 + 0.002 * z * z * z);

function statisticsOf(exact: Float64Array, error: Float64Array): ErrorStatistics {
  const statistics = new ErrorStatistics();
  statistics.addAll(exact, error);
  return statistics;
}

/** The definitions, in two passes over the values. */
function directly(exact: Float64Array, error: Float64Array): ErrorSummary {
  const mean = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / values.length;
  const about = (values: Float64Array) => {
    const centre = mean(values);
    return mean(values.map((value) => (value - centre) ** 2));
  };
  const square = mean(error.map((delta) => delta * delta));
  return {
    sites: exact.length,
    bias: mean(error),
    sd: Math.sqrt(about(error)),
    mae: mean(error.map(Math.abs)),
    rms: Math.sqrt(square),
    max: Math.max(...error.map(Math.abs)),
    sdExact: Math.sqrt(about(exact)),
    rSquared: 1 - square / about(exact),
  };
}

function assertClose(found: ErrorSummary, expected: ErrorSummary, relative: number): void {
  assert.deepEqual(Object.keys(found), Object.keys(expected));
  for (const [key, value] of Object.entries(expected)) {
    const other = found[key as keyof ErrorSummary]!;
    assert.ok(Math.abs(other - value) <= relative * Math.abs(value), `${key}: ${other}, ${value}`);
  }
}

Deno.test("an alternating error has the deviation, mean and R² of the closed form", () => {
  const sites = 1000;
  const error = Float64Array.from({ length: sites }, (_, i) => 0.25 + (i % 2 === 0 ? 1 : -1));
  const exact = Float64Array.from({ length: sites }, (_, i) => i);
  const variance = (sites * sites - 1) / 12;
  assertClose(statisticsOf(exact, error).summary(), {
    sites,
    bias: 0.25,
    sd: 1,
    mae: 1,
    rms: Math.sqrt(1 + 0.0625),
    max: 1.25,
    sdExact: Math.sqrt(variance),
    rSquared: 1 - 1.0625 / variance,
  }, 1e-13);
});

Deno.test("one pass gives what two passes by the definitions give", () => {
  assertClose(statisticsOf(EXACT, ERROR).summary(), directly(EXACT, ERROR), 1e-12);
});

Deno.test("no digits are lost where the mean is a billion deviations away", () => {
  const far = ERROR.map((delta) => delta + 1e6);
  const [near, shifted] = [
    statisticsOf(EXACT, ERROR).summary(),
    statisticsOf(EXACT, far).summary(),
  ];
  // The shifted errors themselves are rounded to 1e-10.
  assert.ok(Math.abs(shifted.sd / near.sd - 1) < 1e-6, `${shifted.sd} ${near.sd}`);
});

Deno.test("parts merged in any order, empty ones too, give the whole", () => {
  const cuts = [0, 1, 1, 17, 4000, 9999, COUNT];
  const parts = cuts.slice(1).map((end, i) =>
    statisticsOf(EXACT.subarray(cuts[i], end), ERROR.subarray(cuts[i], end))
  );
  const whole = statisticsOf(EXACT, ERROR).summary();
  for (const order of [[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0], [3, 0, 5, 1, 4, 2]]) {
    const merged = new ErrorStatistics();
    for (const part of order) merged.merge(parts[part]);
    assertClose(merged.summary(), whole, 1e-12);
  }
});

Deno.test("statistics go on from what they held as plain data", () => {
  const first = statisticsOf(EXACT.subarray(0, 100), ERROR.subarray(0, 100));
  const rest = new ErrorStatistics(structuredClone(first.moments));
  rest.addAll(EXACT.subarray(100), ERROR.subarray(100));
  assert.deepEqual(rest.summary(), statisticsOf(EXACT, ERROR).summary());
  assert.equal(first.sites, 100);
});

Deno.test("R² is 1 without error, 0 for the mean, below 0 for worse, and left out without variation", () => {
  const exact = Float64Array.of(1, 2, 3, 6);
  const none = new Float64Array(4);
  assert.equal(statisticsOf(exact, none).summary().rSquared, 1);
  const toMean = exact.map((value) => 3 - value);
  assert.ok(Math.abs(statisticsOf(exact, toMean).summary().rSquared!) < 1e-15);
  assert.ok(statisticsOf(exact, exact.map((value) => -2 * value)).summary().rSquared! < 0);
  assert.ok(!("rSquared" in statisticsOf(new Float64Array(4).fill(2), none).summary()));
});

Deno.test("a NaN among the errors shows, fields of two lengths and no values are refused", () => {
  const holed = ERROR.map((delta, i) => i === 3 ? NaN : delta);
  const { sd, mae, max } = statisticsOf(EXACT, holed).summary();
  assert.deepEqual([sd, mae, max], [NaN, NaN, NaN]);
  assert.throws(() => statisticsOf(EXACT, ERROR.subarray(1)), { name: "ShapeError" });
  assert.throws(() => new ErrorStatistics().summary(), { name: "ParameterError" });
});
