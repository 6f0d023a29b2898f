import assert from "node:assert/strict";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { EnsembleCorrelation } from "../../lib/observables/ensemble_correlation.ts";
import { fieldDomainSize } from "../../lib/observables/field_domain_size.ts";
import { CounterRng } from "../../lib/random/counter_rng.ts";

/** Noise averaged over neighbours some times: domains whose size grows with the number. */
function smoothNoise(lattice: SquareLattice, seed: number, rounds: number): Float64Array {
  let phi = new CounterRng(seed, "initialDisplacement").normals(lattice.sites);
  for (let round = 0; round < rounds; round++) {
    phi = phi.map((value, i) =>
      [...lattice.neighboursOf(i)].reduce((sum, j) => sum + phi[j], value) / 5
    );
  }
  return phi;
}

Deno.test("by direct sums and by Fourier transforms a configuration has the same domain size", () => {
  for (const [width, height] of [[24, 24], [30, 12], [12, 26]]) {
    const lattice = new SquareLattice(width, height);
    for (const rounds of [0, 1, 4, 30, 1000]) {
      const phi = smoothNoise(lattice, rounds + 1, rounds);
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

Deno.test("a field of zeros has no domain size", () => {
  const lattice = new SquareLattice(8);
  assert.deepEqual(fieldDomainSize(lattice, new Float64Array(64)), {
    length: NaN,
    status: "uniform",
  });
});
