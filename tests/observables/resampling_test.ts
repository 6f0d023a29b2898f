import assert from "node:assert/strict";
import { FormatError, ParameterError, ShapeError } from "../../lib/errors.ts";
import { EnsembleSamples } from "../../lib/observables/ensemble_samples.ts";
import {
  bootstrapError,
  bootstrapWeights,
  ensembleMean,
  jackknife,
} from "../../lib/observables/resampling.ts";
import { CounterRng } from "../../lib/random/counter_rng.ts";

const rng = new CounterRng(5, "initialDisplacement");

/** n samples of two numbers around 3 and 2 with correlated fluctuations. */
function correlatedPairs(n: number, trajectory = 0): EnsembleSamples {
  const samples = new EnsembleSamples(2);
  const xi = rng.normals(2 * n, { trajectory });
  for (let j = 0; j < n; j++) {
    samples.add(j, Float64Array.of(3 + xi[2 * j], 2 + 0.6 * xi[2 * j] + 0.1 * xi[2 * j + 1]));
  }
  return samples;
}

Deno.test("the jackknife of the mean is the mean with s/√n, to rounding", () => {
  const samples = correlatedPairs(13);
  const plain = ensembleMean(samples);
  const { value, error } = jackknife(samples, (mean) => mean);
  for (let i = 0; i < 2; i++) {
    assert.equal(value[i], plain.value[i]);
    assert.ok(Math.abs(error[i] / plain.error[i] - 1) < 1e-12);
  }
});

Deno.test("the standard error of the mean is that of a sample computed by hand", () => {
  const samples = new EnsembleSamples(1);
  [2, 4, 4, 6].forEach((value, j) => samples.add(j, Float64Array.of(value)));
  const { value, error } = ensembleMean(samples);
  assert.equal(value[0], 4);
  // Variance 8/3, over 4 samples 2/3.
  assert.ok(Math.abs(error[0] - Math.sqrt(2 / 3)) < 1e-15);
});

Deno.test("jackknife and bootstrap give a ratio the error that repeated ensembles scatter with", () => {
  const n = 40, ensembles = 400;
  const ratio = (mean: Float64Array) => Float64Array.of(mean[0] / mean[1]);
  const ratios: number[] = [], squares: number[] = [];
  for (let trajectory = 0; trajectory < ensembles; trajectory++) {
    const { value, error } = jackknife(correlatedPairs(n, trajectory), ratio);
    ratios.push(value[0]);
    squares.push(error[0] ** 2);
  }
  const average = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
  const centre = average(ratios);
  const scatter = Math.sqrt(average(ratios.map((r) => (r - centre) ** 2)));
  // 400 ensembles fix their scatter to 3.5 %.
  assert.ok(Math.abs(Math.sqrt(average(squares)) / scatter - 1) < 0.12);

  const samples = correlatedPairs(n);
  const replicas = bootstrapWeights(n, 2000, 3).map((w) => ratio(samples.mean(w))[0]);
  const { error } = jackknife(samples, ratio);
  assert.ok(Math.abs(bootstrapError(replicas, n) / error[0] - 1) < 0.1);
});

Deno.test("bootstrap weights draw n of n trajectories, and depend on the seed alone", () => {
  const weights = bootstrapWeights(10, 50, 7);
  assert.equal(weights.length, 50);
  for (const w of weights) assert.equal(w.reduce((a, b) => a + b), 10);
  assert.ok(weights.some((w) => w.includes(0)) && weights.some((w) => w.includes(3)));
  assert.deepEqual(bootstrapWeights(10, 50, 7), weights);
  assert.deepEqual(bootstrapWeights(10, 20, 7), weights.slice(0, 20));
  assert.notDeepEqual(bootstrapWeights(10, 50, 8), weights);
});

Deno.test("one trajectory has a mean and no error", () => {
  const samples = new EnsembleSamples(2);
  samples.add(3, Float64Array.of(1, 2));
  for (const { value, error } of [ensembleMean(samples), jackknife(samples, (mean) => mean)]) {
    assert.deepEqual(value, Float64Array.of(1, 2));
    assert.ok(error.every(Number.isNaN));
  }
});

Deno.test("samples are kept apart from the caller's arrays", () => {
  const samples = new EnsembleSamples(1);
  const values = Float64Array.of(1);
  samples.add(0, values);
  values[0] = 9;
  assert.deepEqual(samples.mean(), Float64Array.of(1));
});

Deno.test("what does not belong into an ensemble is refused, and a failed merge changes nothing", () => {
  const samples = new EnsembleSamples(2);
  assert.throws(() => samples.mean(), /no trajectory/);
  samples.add(4, Float64Array.of(1, 2));
  assert.throws(() => samples.add(4, Float64Array.of(1, 2)), /Trajectory 4 is in/);
  assert.throws(() => samples.add(5, Float64Array.of(1)), ShapeError);
  assert.throws(() => samples.add(5, Float64Array.of(1, NaN)), /value 1 of trajectory 5/);
  for (const number of [-1, 0.5, NaN]) {
    assert.throws(() => samples.add(number, Float64Array.of(1, 2)), ParameterError);
  }
  assert.throws(() => samples.sample(5), /no trajectory 5/);
  assert.throws(() => samples.mean([1, 1]), ShapeError);
  assert.throws(() => new EnsembleSamples(0), ParameterError);
  assert.throws(() => bootstrapWeights(1, 10, 0), /at least 2 trajectories/);
  assert.throws(() => bootstrapWeights(3, 1, 0), ParameterError);

  const other = new EnsembleSamples(2);
  other.add(1, Float64Array.of(5, 6));
  other.add(4, Float64Array.of(5, 6));
  assert.throws(() => samples.merge(other), /trajectory 4/);
  assert.deepEqual(samples.trajectories, [4]);
  for (const damaged of ["[[1, 2]]", "[[1, 2], [3, null]]", "[[1, 2], 7]", "null"]) {
    const state = { length: 2, trajectories: [1, 2], values: JSON.parse(damaged) };
    assert.throws(() => EnsembleSamples.fromState(state), FormatError);
  }
});
