import assert from "node:assert/strict";
import { HoneycombLattice } from "../../lib/lattice/honeycomb_lattice.ts";
import { sitePosition } from "../../lib/lattice/sites_in_plane.ts";
import { circularAverage } from "../../lib/observables/circular_average.ts";
import { structureFactorDirect } from "../../lib/observables/direct_sums.ts";
import { EnsembleCorrelation } from "../../lib/observables/ensemble_correlation.ts";
import { fieldDomainSize } from "../../lib/observables/field_domain_size.ts";
import { cdwOrderParameter } from "../../lib/observables/order_parameter.ts";
import { structureFactor } from "../../lib/observables/structure_factor.ts";
import { orderingWaveVector, waveVectorLengths } from "../../lib/observables/wave_vectors.ts";
import { largestDifference, whiteNoise } from "./fields.ts";

const lattice = new HoneycombLattice(12, 8);

Deno.test("a perfect charge-density wave is one domain on the honeycomb lattice too", () => {
  const density = Float64Array.from(lattice.sublatticeSign, (sign) => 0.5 + 0.5 * sign);
  assert.deepEqual(cdwOrderParameter(lattice, density), new Float64Array(96).fill(1));
});

Deno.test("the structure factor is the direct sum over where the sites lie, about either centre", () => {
  for (const [width, height] of [[12, 8], [4, 6], [10, 22]]) {
    const lattice = new HoneycombLattice(width, height);
    const field = whiteNoise(lattice).map((f) => f + 0.5);
    for (const centre of ["origin", "ordering"] as const) {
      const S = structureFactor(lattice, field, { centre });
      const direct = structureFactorDirect(lattice, field, centre);
      assert.ok(largestDifference(S, direct) < 1e-10, `${width}×${height} ${centre}`);
    }
  }
});

Deno.test("f̄ ± Δ has a peak of ¾ N Δ² at the reciprocal vector (2π/√3, 2π/3)", () => {
  const [kx, ky] = orderingWaveVector(lattice);
  assert.ok(Math.abs(kx - 2 * Math.PI / Math.sqrt(3)) < 1e-14);
  assert.ok(Math.abs(ky - 2 * Math.PI / 3) < 1e-14);
  // A translation changes its phase by a multiple of 2π.
  const [[x0, y0], [x1, y1]] = [0, 13].map((i) => sitePosition(lattice, i));
  assert.ok(Math.abs(Math.cos(kx * (x1 - x0) + ky * (y1 - y0)) - 1) < 1e-12);
  const density = Float64Array.from(lattice.sublatticeSign, (sign) => 0.5 + 0.4 * sign);
  const S = structureFactor(lattice, density, { removeMean: true, centre: "ordering" });
  const peak = 6 + 12 * 4;
  assert.ok(Math.abs(S[peak] - 0.75 * 96 * 0.16) < 1e-10);
  assert.equal(waveVectorLengths(lattice, "ordering")[peak], 0);
  const { k, S: profile } = circularAverage(lattice, S, { centre: "ordering" });
  assert.equal(k[0], 0);
  assert.ok(Math.abs(profile[0] - S[peak]) < 1e-12);
  assert.ok(k[k.length - 1] <= Math.PI / 1.5 + 1e-9);
});

Deno.test("correlations along the axes are those of pairs of sites √3 m apart", () => {
  const field = whiteNoise(lattice);
  const ensemble = new EnsembleCorrelation(lattice);
  ensemble.add(0, field);
  const { distance, value } = ensemble.pairCorrelation();
  assert.ok(largestDifference(distance, [0, 1, 2, 3].map((m) => m * Math.sqrt(3))) < 1e-12);
  const expected = Array.from(distance, (r) => {
    let sum = 0, count = 0;
    for (let i = 0; i < lattice.sites; i++) {
      for (let j = 0; j < lattice.sites; j++) {
        if (!isAlongAxis(i, j, r)) continue;
        sum += field[i] * field[j];
        count++;
      }
    }
    return sum / count;
  });
  assert.ok(largestDifference(value, expected) < 1e-12);
});

/** Whether j is r away from i in one of the six directions 0°, ±60°, ±120°, 180°. */
function isAlongAxis(i: number, j: number, r: number): boolean {
  const [a, b] = [sitePosition(lattice, i), sitePosition(lattice, j)];
  const periods = [Math.sqrt(0.75) * lattice.width, 1.5 * lattice.height];
  return [-1, 0, 1].some((m) =>
    [-1, 0, 1].some((n) => {
      const x = b[0] - a[0] + m * periods[0], y = b[1] - a[1] + n * periods[1];
      if (Math.abs(Math.hypot(x, y) - r) > 1e-9) return false;
      if (r === 0) return true;
      const sixths = Math.atan2(y, x) / (Math.PI / 3);
      return Math.abs(sixths - Math.round(sixths)) < 1e-9;
    })
  );
}

Deno.test("by direct sums and by Fourier transforms a configuration has the same domain size", () => {
  for (const [width, height] of [[24, 14], [30, 12], [12, 26]]) {
    const lattice = new HoneycombLattice(width, height);
    for (const rounds of [0, 1, 4, 30]) {
      const phi = smoothNoise(lattice, rounds);
      const ensemble = new EnsembleCorrelation(lattice);
      ensemble.add(0, phi);
      const expected = ensemble.domainSizeOf(ensemble.samples.mean(), { subtractMean: false });
      const { length, status } = fieldDomainSize(lattice, phi);
      assert.equal(status, expected.status);
      if (!Number.isNaN(expected.length)) {
        assert.ok(Math.abs(length - expected.length) < 1e-10, `${length} ${expected.length}`);
      }
    }
  }
});

/** Noise averaged over neighbours some times: domains whose size grows with the number. */
function smoothNoise(lattice: HoneycombLattice, rounds: number): Float64Array {
  const { neighbours } = lattice;
  let phi = whiteNoise(lattice, rounds);
  for (let round = 0; round < rounds; round++) {
    phi = phi.map((value, i) =>
      [...neighbours.subarray(3 * i, 3 * i + 3)].reduce((sum, j) => sum + phi[j], value) / 4
    );
  }
  return phi;
}
