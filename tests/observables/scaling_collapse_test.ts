import assert from "node:assert/strict";
import { ParameterError, ShapeError } from "../../lib/errors.ts";
import {
  bhattacharjeeSeno,
  houdayerHartmann,
  rescaleCorrelation,
  rescaleStructureFactor,
  type ScalingCurve,
} from "../../lib/observables/scaling_collapse.ts";
import { CounterRng } from "../../lib/random/counter_rng.ts";

const RANGE = { from: 0, to: 3 };
const ERROR = 0.01;

/** C = f(r/L) on integer r with noise, rescaled by a length that may be wrong by a factor. */
function curves(f: (x: number) => number, noise: number, wrong = 1): ScalingCurve[] {
  const rng = new CounterRng(3, "initialDisplacement");
  return [4, 5.5, 8, 11].map((L, trajectory) => {
    const distance = Float64Array.from({ length: 60 }, (_, r) => r);
    const xi = rng.normals(60, { trajectory });
    const value = distance.map((r, j) => f(r / L) + noise * xi[j]);
    const error = new Float64Array(60).fill(ERROR);
    return rescaleCorrelation({ distance, value, error }, trajectory === 0 ? L * wrong : L);
  });
}

Deno.test("Houdayer and Hartmann's quality is 1 where curves agree within their errors", () => {
  const quality = houdayerHartmann(curves((x) => 1 - x / 4, ERROR), RANGE);
  assert.ok(quality > 0.7 && quality < 1.3, `${quality}`);
});

Deno.test("it is 0 without noise on a straight line, and far above 1 for a wrong length", () => {
  assert.ok(houdayerHartmann(curves((x) => 1 - x / 4, 0), RANGE) < 1e-20);
  assert.ok(houdayerHartmann(curves((x) => Math.exp(-x), ERROR, 1.3), RANGE) > 10);
});

Deno.test("Bhattacharjee and Seno's quality is 0 for straight lines and grows with the noise", () => {
  assert.ok(bhattacharjeeSeno(curves((x) => 1 - x / 4, 0), RANGE) < 1e-15);
  const weak = bhattacharjeeSeno(curves((x) => 1 - x / 4, 0.01), RANGE);
  const strong = bhattacharjeeSeno(curves((x) => 1 - x / 4, 0.04), RANGE);
  assert.ok(Math.abs(strong / weak - 4) < 1e-9);
  // Mean |a - b| for a of variance σ² and b of σ²/2 … σ²: between 0.98 σ and 1.13 σ.
  assert.ok(weak > 0.0085 && weak < 0.0125, `${weak}`);
  assert.ok(bhattacharjeeSeno(curves((x) => 1 - x / 4, 0.01), RANGE, 2) > weak);
});

Deno.test("both qualities have their minimum at the right length", () => {
  const factors = [0.8, 0.9, 1, 1.1, 1.2];
  for (const quality of [houdayerHartmann, bhattacharjeeSeno]) {
    const values = factors.map((f) => quality(curves((x) => Math.exp(-x), 0.002, f), RANGE));
    assert.equal(values.indexOf(Math.min(...values)), 2, `${quality.name}: ${values}`);
  }
});

Deno.test("S/L² against kL is one curve for spectra L² g(kL), errors scaled along", () => {
  const g = (x: number) => 1 / (1 + x ** 3);
  for (const L of [2, 7]) {
    const k = Float64Array.of(0, 0.1, 0.2, 0.5);
    const S = k.map((k) => L ** 2 * g(k * L));
    const { x, y, error } = rescaleStructureFactor({ k, S, error: S }, L);
    x.forEach((x, j) => assert.ok(Math.abs(y[j] - g(x)) < 1e-15));
    assert.deepEqual(error, y);
  }
});

Deno.test("curves that do not overlap, lack errors or differ in length are refused", () => {
  const curve = (shift: number): ScalingCurve => ({
    x: Float64Array.of(shift, shift + 1),
    y: Float64Array.of(1, 0),
  });
  assert.throws(() => bhattacharjeeSeno([curve(0), curve(5)], { from: 0, to: 9 }), /overlap/);
  assert.throws(() => houdayerHartmann([curve(0), curve(0)], RANGE), /errors/);
  assert.throws(
    () => bhattacharjeeSeno([{ x: Float64Array.of(1), y: Float64Array.of(1, 2) }], RANGE),
    ShapeError,
  );
  for (const L of [0, NaN, Infinity]) {
    const distance = Float64Array.of(0, 1);
    assert.throws(() => rescaleCorrelation({ distance, value: distance }, L), ParameterError);
  }
});
