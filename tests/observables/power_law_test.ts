import assert from "node:assert/strict";
import { ParameterError, ShapeError } from "../../lib/errors.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { translateField } from "../../lib/lattice/translation.ts";
import {
  type CorrelationAtTime,
  domainGrowth,
  exponentAgainstWindow,
  growthExponent,
} from "../../lib/observables/domain_growth.ts";
import { EnsembleCorrelation } from "../../lib/observables/ensemble_correlation.ts";
import { localExponents } from "../../lib/observables/local_exponent.ts";
import { fitPowerLaw } from "../../lib/observables/power_law.ts";
import { fitGrowth } from "../../lib/quench/growth_fit.ts";
import { CounterRng } from "../../lib/random/counter_rng.ts";
import { stripes, whiteNoise } from "./fields.ts";

const times = Float64Array.from({ length: 12 }, (_, j) => 2 ** j);

Deno.test("a power law without noise is recovered to rounding, with any weights and window", () => {
  const length = times.map((t) => 1.7 * t ** 0.115);
  for (const error of [undefined, length.map((L, j) => L * 0.01 * (1 + j))]) {
    const fit = fitPowerLaw(times, length, { from: 4, to: 512 }, error);
    assert.ok(Math.abs(fit.exponent - 0.115) < 1e-14);
    assert.ok(Math.abs(fit.amplitude - 1.7) < 1e-13);
    assert.equal(fit.points, 8);
    assert.deepEqual([fit.from, fit.to], [4, 512]);
  }
});

Deno.test("a fit of the growth law tells the window of the times that it used", () => {
  const growth = domainGrowth(growingStripes(3, 0), { resamples: 20 });
  const { fit } = fitGrowth(growth, { from: 20, to: 1e4 })!;
  assert.deepEqual([fit.from, fit.to, fit.points], [36, 576, 5]);
});

Deno.test("only the window counts: what is outside may be anything", () => {
  const length = times.map((t) => t ** 0.5);
  length[0] = NaN;
  length[11] = -3;
  const { exponent } = fitPowerLaw(times, length, { from: 2, to: 1024 });
  assert.ok(Math.abs(exponent - 0.5) < 1e-14);
});

Deno.test("standard errors are the scatter of repeated fits, with errors given and without", () => {
  const rng = new CounterRng(11, "initialDisplacement");
  const window = { from: 1, to: 2048 };
  const repeats = 2000;
  for (const weighted of [true, false]) {
    // Given errors may differ from point to point; without, the scatter is the same everywhere.
    const sigma = times.map((_, j) => weighted ? 0.005 * (1 + j) : 0.03);
    const exponents: number[] = [];
    let squares = 0, chiSquared = 0;
    for (let trajectory = 0; trajectory < repeats; trajectory++) {
      const xi = rng.normals(times.length, { trajectory });
      const length = times.map((t, j) => 2 * t ** 0.3 * Math.exp(sigma[j] * xi[j]));
      const error = weighted ? length.map((L, j) => sigma[j] * L) : undefined;
      const fit = fitPowerLaw(times, length, window, error);
      exponents.push(fit.exponent);
      squares += fit.exponentError ** 2 / repeats;
      chiSquared += fit.reducedChiSquared / repeats;
    }
    const mean = exponents.reduce((a, b) => a + b) / repeats;
    const scatter = Math.sqrt(exponents.reduce((a, e) => a + (e - mean) ** 2, 0) / repeats);
    assert.ok(Math.abs(mean - 0.3) < 5 * scatter / Math.sqrt(repeats));
    // 2000 repeats fix the scatter to 1.6 %.
    assert.ok(Math.abs(Math.sqrt(squares) / scatter - 1) < 0.08);
    if (weighted) assert.ok(Math.abs(chiSquared - 1) < 0.05);
    else assert.ok(Number.isNaN(chiSquared));
  }
});

Deno.test("windows and lengths that make no power law are refused with what is wrong", () => {
  const length = times.map((t) => t ** 0.5);
  assert.throws(() => fitPowerLaw(times, length, { from: 0, to: 10 }), ParameterError);
  assert.throws(() => fitPowerLaw(times, length, { from: 10, to: 5 }), ParameterError);
  assert.throws(() => fitPowerLaw(times, length, { from: 3, to: 7 }), /there are 1/);
  assert.throws(
    () => fitPowerLaw(times, length.with(5, NaN), { from: 1, to: 100 }),
    /length at time 32 is NaN/,
  );
  assert.throws(
    () => fitPowerLaw(times, length, { from: 1, to: 9 }, length.with(1, 0)),
    /error at time 2 is 0/,
  );
  assert.throws(() => fitPowerLaw(times, length.subarray(1), { from: 1, to: 9 }), ShapeError);
});

/** Stripes of width w at time w², each trajectory shifted and with noise of a random size. */
function growingStripes(trajectories: number, noise: number): CorrelationAtTime[] {
  const lattice = new SquareLattice(96, 48);
  const strengths = new CounterRng(6, "initialVelocity").uniforms(trajectories);
  return [4, 6, 8, 12, 16, 24].map((width) => {
    const correlation = new EnsembleCorrelation(lattice);
    for (let t = 0; t < trajectories; t++) {
      const xi = whiteNoise(lattice, 100 * t + width);
      const amplitude = noise * strengths[t];
      const phi = translateField(lattice, stripes(lattice, width), [t, 0]);
      correlation.add(t, phi.map((s, i) => s + amplitude * xi[i]));
    }
    return { time: width ** 2, correlation };
  });
}

Deno.test("stripes whose width grows as √t have L = √t/2 and an exponent of exactly 1/2", () => {
  const growth = domainGrowth(growingStripes(3, 0), { resamples: 20 });
  growth.time.forEach((t, j) => {
    assert.ok(Math.abs(growth.length[j] - Math.sqrt(t) / 2) < 1e-10);
    assert.ok(growth.error[j] < 1e-10);
    assert.equal(growth.status[j], "resolved");
  });
  const { exponent, interval, amplitude, points } = growthExponent(growth, { from: 16, to: 576 });
  assert.ok(Math.abs(exponent - 0.5) < 1e-10 && Math.abs(amplitude - 0.5) < 1e-10);
  assert.ok(interval.every((alpha) => Math.abs(alpha - 0.5) < 1e-10));
  assert.equal(points, 6);
  const local = localExponents(growth);
  assert.equal(local.time.length, 4);
  assert.ok(local.exponent.every((alpha) => Math.abs(alpha - 0.5) < 1e-10));
  const table = exponentAgainstWindow(growth, { from: 1, to: 1000 });
  assert.deepEqual(table.map(({ from, points }) => [from, points]), [[16, 6], [36, 5], [64, 4]]);
});

Deno.test("errors of exponents are the scatter of independent ensembles, intervals hold their mean", () => {
  const window = { from: 16, to: 576 };
  const all = growingStripes(160, 1);
  // Twenty ensembles of eight trajectories each, cut from one of 160.
  const fits = Array.from({ length: 20 }, (_, e) => {
    const series = all.map(({ time, correlation }) => {
      const part = new EnsembleCorrelation(correlation.lattice);
      for (let t = 8 * e; t < 8 * e + 8; t++) part.samples.add(t, correlation.samples.sample(t));
      return { time, correlation: part };
    });
    return growthExponent(domainGrowth(series, { resamples: 200, seed: e }), window);
  });
  const mean = fits.reduce((sum, { exponent }) => sum + exponent, 0) / 20;
  const scatter = Math.sqrt(fits.reduce((s, { exponent }) => s + (exponent - mean) ** 2, 0) / 19);
  const error = Math.sqrt(fits.reduce((sum, fit) => sum + fit.bootstrapError ** 2, 0) / 20);
  // Twenty ensembles fix their scatter to 16 %.
  assert.ok(Math.abs(Math.log(error / scatter)) < Math.log(1.6), `${error} against ${scatter}`);
  // 19 of 20 are to be expected; 16 or fewer would come about once in a hundred times.
  const held = fits.filter(({ interval: [low, high] }) => low < mean && mean < high).length;
  assert.ok(held >= 17, `${held} of 20 intervals of 95 % hold the mean`);
});

Deno.test("the same seed gives the same replicas, another seed others", () => {
  const series = growingStripes(5, 0.3);
  const replicas = (seed: number) => domainGrowth(series, { resamples: 10, seed }).replicas;
  assert.deepEqual(replicas(1), replicas(1));
  assert.notDeepEqual(replicas(1), replicas(2));
});

Deno.test("one trajectory gives an exponent without error bars", () => {
  const growth = domainGrowth(growingStripes(1, 0));
  assert.equal(growth.replicas.length, 0);
  const { exponent, bootstrapError, interval } = growthExponent(growth, { from: 16, to: 576 });
  assert.ok(Math.abs(exponent - 0.5) < 1e-10);
  assert.ok([bootstrapError, ...interval, ...localExponents(growth).error].every(Number.isNaN));
});

Deno.test("series without time, out of order or of different trajectories are refused", () => {
  const series = growingStripes(2, 0);
  assert.throws(() => domainGrowth([]), ParameterError);
  assert.throws(() => domainGrowth([series[1], series[0]]), /Times must rise/);
  const shorter = growingStripes(1, 0)[1];
  assert.throws(() => domainGrowth([series[0], shorter]), /the same trajectories/);
  assert.throws(() => localExponents(domainGrowth(series, { resamples: 2 }), 0), ParameterError);
});

Deno.test("a window that reaches times without an L is refused by naming the time", () => {
  const lattice = new SquareLattice(48);
  const lost = new EnsembleCorrelation(lattice);
  lost.add(0, new Float64Array(lattice.sites).fill(1).fill(-1, 0, 48));
  const found = [4, 6, 8, 12].map((width) => {
    const correlation = new EnsembleCorrelation(lattice);
    correlation.add(0, stripes(lattice, width));
    return { time: width ** 2, correlation };
  });
  const growth = domainGrowth([...found, { time: 500, correlation: lost }], {
    subtractMean: false,
  });
  assert.equal(growth.status[4], "beyond-half-box");
  assert.throws(() => growthExponent(growth, { from: 16, to: 500 }), /time 500 is NaN/);
  assert.equal(growthExponent(growth, { from: 16, to: 499 }).points, 4);
  assert.equal(localExponents(growth).time.length, 2);
});
