import assert from "node:assert/strict";
import { ParameterError, ShapeError } from "../../lib/errors.ts";
import { D4, transformField } from "../../lib/lattice/d4.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { translateField } from "../../lib/lattice/translation.ts";
import { circularAverage } from "../../lib/observables/circular_average.ts";
import { structureFactorDirect } from "../../lib/observables/direct_sums.ts";
import {
  momentLengths,
  secondMomentCorrelationLength,
} from "../../lib/observables/spectral_lengths.ts";
import { structureFactor } from "../../lib/observables/structure_factor.ts";
import { largestDifference, stripes, whiteNoise } from "./fields.ts";

Deno.test("the structure factor by FFT equals the direct sum, for sides of any factorisation", () => {
  for (const [width, height] of [[4, 4], [6, 10], [14, 8], [20, 12], [22, 4], [4, 74], [26, 18]]) {
    const lattice = new SquareLattice(width, height);
    const field = whiteNoise(lattice).map((f) => f + 0.5);
    const S = structureFactor(lattice, field);
    assert.ok(largestDifference(S, structureFactorDirect(lattice, field)) < 1e-10);
  }
});

Deno.test("the mean of S over wave vectors is the mean of f² over sites (Parseval)", () => {
  const lattice = new SquareLattice(40, 30);
  const field = whiteNoise(lattice);
  const S = structureFactor(lattice, field);
  const sum = S.reduce((a, b) => a + b), squares = field.reduce((a, f) => a + f * f, 0);
  assert.ok(Math.abs(sum / squares - 1) < 1e-13);
});

Deno.test("a checkerboard f̄ ± Δ has S = N f̄² at k = 0, N Δ² at (π, π), nothing elsewhere", () => {
  const lattice = new SquareLattice(12, 8);
  const density = Float64Array.from(lattice.sublatticeSign, (sign) => 0.5 + 0.4 * sign);
  const expected = new Float64Array(96);
  expected[0] = 96 * 0.25;
  expected[6 + 12 * 4] = 96 * 0.16;
  assert.ok(largestDifference(structureFactor(lattice, density), expected) < 1e-12);
  expected[0] = 0;
  const S = structureFactor(lattice, density, { removeMean: true });
  assert.ok(largestDifference(S, expected) < 1e-12);
});

Deno.test("white noise of unit variance has S = 1 within its error, at any size", () => {
  for (const side of [40, 200]) {
    const lattice = new SquareLattice(side);
    const S = structureFactor(lattice, whiteNoise(lattice));
    const mean = S.reduce((a, b) => a + b) / S.length;
    assert.ok(Math.abs(mean - 1) < 5 * Math.sqrt(2) / side, `${mean}`);
  }
});

Deno.test("S does not see translations, and turns with the field", () => {
  const lattice = new SquareLattice(10);
  const field = whiteNoise(lattice);
  const S = structureFactor(lattice, field);
  const moved = structureFactor(lattice, translateField(lattice, field, [3, -4]));
  assert.ok(largestDifference(moved, S) < 1e-12);
  D4.forEach((_, g) => {
    const turned = structureFactor(lattice, transformField(lattice, field, g));
    assert.ok(largestDifference(turned, transformField(lattice, S, g)) < 1e-12);
  });
});

Deno.test("the circular average keeps a function of |k| and counts every vector up to π once", () => {
  for (const [width, height] of [[16, 16], [24, 10]]) {
    const lattice = new SquareLattice(width, height);
    const { k, S, count } = circularAverage(
      lattice,
      new Float64Array(lattice.sites).fill(2.5),
    );
    assert.ok(S.every((value) => value === 2.5));
    assert.equal(k[0], 0);
    assert.equal(count[0], 1);
    assert.ok(k.every((value, j) => j === 0 || value > k[j - 1]));
    let inside = 0;
    for (let a = -width / 2 + 1; a <= width / 2; a++) {
      for (let b = -height / 2 + 1; b <= height / 2; b++) {
        if ((2 * a / width) ** 2 + (2 * b / height) ** 2 <= 1 + 1e-12) inside++;
      }
    }
    assert.equal(count.reduce((a, b) => a + b), inside);
  }
});

Deno.test("about the ordering vector the circular average of n is that of the order parameter", () => {
  const lattice = new SquareLattice(16, 12);
  const phi = whiteNoise(lattice);
  const density = phi.map((p, i) => p * lattice.sublatticeSign[i]);
  const ofDensity = circularAverage(lattice, structureFactor(lattice, density), {
    centre: "ordering",
  });
  const ofPhi = circularAverage(lattice, structureFactor(lattice, phi));
  assert.deepEqual(ofDensity.count, ofPhi.count);
  assert.ok(largestDifference(ofDensity.k, ofPhi.k) < 1e-14);
  assert.ok(largestDifference(ofDensity.S, ofPhi.S) < 1e-12);
});

Deno.test("a single wave of period p has both moment lengths p", () => {
  const lattice = new SquareLattice(24, 8);
  for (const period of [24, 8, 4]) {
    const wave = Float64Array.from(
      { length: lattice.sites },
      (_, i) => Math.cos(2 * Math.PI * (i % 24) / period),
    );
    const { first, second } = momentLengths(lattice, structureFactor(lattice, wave));
    assert.ok(Math.abs(first - period) < 1e-10 && Math.abs(second - period) < 1e-6);
  }
});

Deno.test("moments of stripes are the sums over the odd harmonics of a square wave", () => {
  // On the lattice the harmonic m = 1, 3, … of stripes of width w has weight 1/sin²(πm/2w).
  const lattice = new SquareLattice(48, 4);
  const width = 8;
  let zeroth = 0, first = 0, second = 0;
  for (let m = 1; m <= width; m += 2) {
    const weight = Math.sin(Math.PI * m / (2 * width)) ** -2;
    const k = Math.PI * m / width;
    zeroth += weight;
    first += weight * k;
    second += weight * k * k;
  }
  const lengths = momentLengths(lattice, structureFactor(lattice, stripes(lattice, width)));
  assert.ok(Math.abs(lengths.first - 2 * Math.PI * zeroth / first) < 1e-9);
  assert.ok(Math.abs(lengths.second - 2 * Math.PI * Math.sqrt(zeroth / second)) < 1e-9);
});

Deno.test("the second-moment length of a lattice Ornstein-Zernike spectrum is its ξ exactly", () => {
  for (const [width, height] of [[20, 20], [32, 12]]) {
    const lattice = new SquareLattice(width, height);
    for (const xi of [0.7, 3, 11]) {
      for (const centre of ["origin", "ordering"] as const) {
        const shift = centre === "origin" ? 0 : Math.PI;
        const S = Float64Array.from({ length: lattice.sites }, (_, i) => {
          const kx = 2 * Math.PI * (i % width) / width - shift;
          const ky = 2 * Math.PI * Math.floor(i / width) / height - shift;
          return 1 / (xi ** -2 + 4 * Math.sin(kx / 2) ** 2 + 4 * Math.sin(ky / 2) ** 2);
        });
        const found = secondMomentCorrelationLength(lattice, S, centre);
        assert.ok(Math.abs(found / xi - 1) < 1e-10, `${found} for ${xi}`);
      }
    }
  }
});

Deno.test("spectra of another lattice and meaningless options are refused", () => {
  const lattice = new SquareLattice(8);
  const S = new Float64Array(64).fill(1);
  assert.throws(() => structureFactor(lattice, new Float64Array(63)), ShapeError);
  assert.throws(() => circularAverage(lattice, S.subarray(1)), ShapeError);
  assert.throws(() => circularAverage(lattice, S, { binWidth: 0 }), ParameterError);
  assert.throws(() => momentLengths(lattice, S, { cutoff: -1 }), ParameterError);
});
