import assert from "node:assert/strict";
import { ParameterError, ShapeError } from "../../lib/errors.ts";
import { D4, transformField } from "../../lib/lattice/d4.ts";
import { latticeShells } from "../../lib/lattice/shells.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { autocorrelation } from "../../lib/observables/autocorrelation.ts";
import { autocorrelationDirect } from "../../lib/observables/direct_sums.ts";
import { EnsembleCorrelation } from "../../lib/observables/ensemble_correlation.ts";
import {
  radialAverage,
  type RadialAverageKind,
  radialProfile,
} from "../../lib/observables/radial_average.ts";
import { largestDifference, stripes, whiteNoise } from "./fields.ts";

const KINDS: RadialAverageKind[] = ["axis", "shells", "rings"];

Deno.test("the correlation function by FFT equals the direct sum, for any sides", () => {
  for (const [width, height] of [[4, 4], [6, 10], [14, 8], [22, 4], [4, 74], [26, 18]]) {
    const lattice = new SquareLattice(width, height);
    const field = whiteNoise(lattice).map((f) => f + 0.5);
    const G = autocorrelation(lattice, field);
    assert.ok(largestDifference(G, autocorrelationDirect(lattice, field)) < 1e-12);
  }
});

Deno.test("G(0) is the mean square, G(-d) = G(d), and G turns with the field", () => {
  const lattice = new SquareLattice(10);
  const field = whiteNoise(lattice);
  const G = autocorrelation(lattice, field);
  assert.ok(Math.abs(G[0] - field.reduce((sum, f) => sum + f * f, 0) / 100) < 1e-14);
  assert.ok(largestDifference(G, transformField(lattice, G, 2)) < 1e-14);
  D4.forEach((_, g) => {
    const turned = autocorrelation(lattice, transformField(lattice, field, g));
    assert.ok(largestDifference(turned, transformField(lattice, G, g)) < 1e-13);
  });
});

Deno.test("profiles end at half the shorter side and leave a constant as it is", () => {
  for (const [width, height] of [[12, 12], [20, 8]]) {
    const lattice = new SquareLattice(width, height);
    for (const kind of KINDS) {
      const average = radialAverage(lattice, kind);
      const half = Math.min(width, height) / 2;
      assert.equal(average.distance[0], 0);
      assert.ok(average.distance.every((r, p) => p === 0 || r > average.distance[p - 1]));
      assert.ok(average.distance.at(-1)! <= half && average.distance.at(-1)! > half - 0.5);
      const profile = radialProfile(average, new Float64Array(lattice.sites).fill(0.7));
      assert.ok(largestDifference(profile, new Float64Array(profile.length).fill(0.7)) < 1e-15);
    }
  }
});

Deno.test("shells hold the offsets of the infinite lattice, rings all of theirs, axes four", () => {
  const lattice = new SquareLattice(20, 16);
  const shells = radialAverage(lattice, "shells");
  latticeShells(63).forEach(({ squaredDistance, offsets }, s) => {
    assert.equal(shells.distance[s + 1], Math.sqrt(squaredDistance));
    assert.equal(shells.count[s + 1], offsets.length);
  });
  const axis = radialAverage(lattice, "axis");
  assert.deepEqual([...axis.distance], [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  // At half the height up and down are one displacement.
  assert.deepEqual([...axis.count], [1, 4, 4, 4, 4, 4, 4, 4, 3]);
  const rings = radialAverage(lattice, "rings");
  const inRing = (j: number) =>
    latticeShells(63).filter(({ squaredDistance: r2 }) => Math.abs(Math.sqrt(r2) - j) < 0.5);
  for (let j = 1; j < 7; j++) {
    const members = inRing(j).flatMap((shell) => shell.offsets);
    assert.equal(rings.count[j], members.length);
    const mean = members.reduce((sum, [x, y]) => sum + Math.hypot(x, y), 0) / members.length;
    assert.ok(Math.abs(rings.distance[j] - mean) < 1e-12);
  }
});

Deno.test("stripes of width w have C(r) = 1 - r/w on the axis average, and L = w/2", () => {
  const lattice = new SquareLattice(96, 48);
  for (const width of [2, 4, 6, 8, 12, 24]) {
    const ensemble = new EnsembleCorrelation(lattice);
    ensemble.add(0, stripes(lattice, width));
    const { distance, value } = ensemble.correlation();
    // Along x a triangle wave from 1 to -1, along y always 1.
    const exact = distance.map((r) => {
      const phase = (r / width) % 2;
      return (1 + (phase <= 1 ? 1 - 2 * phase : 2 * phase - 3)) / 2;
    });
    const half = distance.findIndex((r) => r === 24);
    assert.ok(largestDifference(value.subarray(0, half), exact.subarray(0, half)) < 1e-13);
    for (const interpolation of ["linear", "monotone"] as const) {
      const { length, status } = ensemble.domainSize({ interpolation });
      assert.ok(Math.abs(length - width / 2) < 1e-12, `${length} for ${width}`);
      assert.equal(status, width === 2 ? "below-lattice-constant" : "resolved");
    }
  }
});

Deno.test("a checkerboard's pair correlation alternates with the shell, ±Q0² for even and odd r²", () => {
  const lattice = new SquareLattice(12);
  const ensemble = new EnsembleCorrelation(lattice, "shells");
  ensemble.add(0, Float64Array.from(lattice.sublatticeSign, (sign) => 6.2 * sign));
  const { distance, value } = ensemble.pairCorrelation();
  const exact = distance.map((r) => 6.2 ** 2 * (Math.round(r * r) % 2 === 0 ? 1 : -1));
  assert.ok(largestDifference(value, exact) < 1e-12);
});

Deno.test("white noise is uncorrelated within its error, and its L is flagged as not resolved", () => {
  const lattice = new SquareLattice(64);
  for (const kind of KINDS) {
    const ensemble = new EnsembleCorrelation(lattice, kind);
    for (let trajectory = 0; trajectory < 16; trajectory++) {
      ensemble.add(trajectory, whiteNoise(lattice, trajectory));
    }
    const { value, error } = ensemble.correlation();
    assert.equal(value[0], 1);
    assert.equal(error[0], 0);
    assert.ok(value.every((C, p) => p === 0 || Math.abs(C) < 6 * error[p]));
    assert.equal(ensemble.domainSize().status, "below-lattice-constant");
  }
});

Deno.test("a mean is taken off once for the ensemble, or not at all if so asked", () => {
  const lattice = new SquareLattice(16);
  const ensemble = new EnsembleCorrelation(lattice);
  ensemble.add(0, stripes(lattice, 4).map((s) => s + 0.5));
  ensemble.add(1, stripes(lattice, 4).map((s) => s - 0.5));
  // Ensemble mean 0: <φ²> = 1.25, <φφ(r)> = 0.25 + C of the stripes.
  const { value } = ensemble.correlation();
  assert.ok(Math.abs(value[2] - (0.25 + 0.5) / 1.25) < 1e-13);
  assert.ok(
    largestDifference(value, ensemble.correlation({ subtractMean: false }).value) < 1e-13,
  );
  const shifted = new EnsembleCorrelation(lattice);
  shifted.add(0, stripes(lattice, 4).map((s) => s + 0.5));
  assert.ok(Math.abs(shifted.correlation().value[2] - 0.5) < 1e-13);
  const kept = shifted.correlation({ subtractMean: false });
  assert.ok(Math.abs(kept.value[2] - 0.75 / 1.25) < 1e-13);
});

Deno.test("one domain over the whole lattice has no C and says so, without noise over noise", () => {
  const lattice = new SquareLattice(10, 14);
  const ensemble = new EnsembleCorrelation(lattice);
  ensemble.add(0, new Float64Array(140).fill(0.123));
  assert.ok(ensemble.correlation().value.every(Number.isNaN));
  const { length, status } = ensemble.domainSize();
  assert.ok(Number.isNaN(length));
  assert.equal(status, "uniform");
});

Deno.test("domains wider than the box have no L: NaN, said to be beyond half the box", () => {
  const lattice = new SquareLattice(16);
  const ensemble = new EnsembleCorrelation(lattice);
  ensemble.add(0, new Float64Array(256).fill(1).fill(0.8, 0, 16));
  const { length, status } = ensemble.domainSize({ subtractMean: false });
  assert.ok(Number.isNaN(length));
  assert.equal(status, "beyond-half-box");
});

Deno.test("results are the same bits in whatever order trajectories are added, merged or reloaded", () => {
  const lattice = new SquareLattice(12, 8);
  const build = (trajectories: number[], kind: RadialAverageKind = "shells") => {
    const ensemble = new EnsembleCorrelation(lattice, kind);
    for (const t of trajectories) ensemble.add(t, whiteNoise(lattice, t));
    return ensemble;
  };
  const expected = build([0, 1, 2, 3, 4, 9]);
  const merged = build([9, 2]);
  merged.merge(build([4, 0]));
  const reloaded = EnsembleCorrelation.fromState(
    lattice,
    JSON.parse(JSON.stringify(merged.state())),
  );
  reloaded.add(3, whiteNoise(lattice, 3));
  reloaded.add(1, whiteNoise(lattice, 1));
  assert.deepEqual(reloaded.samples.trajectories, [0, 1, 2, 3, 4, 9]);
  assert.deepEqual(reloaded.correlation(), expected.correlation());
  assert.deepEqual(reloaded.pairCorrelation(), expected.pairCorrelation());
  assert.deepEqual(reloaded.domainSize(), expected.domainSize());
  assert.deepEqual(structuredClone(reloaded.state()), expected.state());

  assert.throws(() => build([1]).merge(build([1])), /trajectory 1/);
  assert.throws(() => build([1]).merge(build([2], "axis")), ParameterError);
  const other = new SquareLattice(8, 12);
  assert.throws(() => EnsembleCorrelation.fromState(other, expected.state()), /12×8/);
});

Deno.test("wrong lengths and unknown averages are refused", () => {
  const lattice = new SquareLattice(8);
  assert.throws(() => new EnsembleCorrelation(lattice).add(0, new Float64Array(63)), ShapeError);
  assert.throws(
    () => radialProfile(radialAverage(lattice, "axis"), new Float64Array(1)),
    ShapeError,
  );
  assert.throws(
    () => radialAverage(lattice, JSON.parse('"circle"')),
    /"circle": accepted are axis, shells, rings/,
  );
});
