import assert from "node:assert/strict";
import { ParameterError, ShapeError } from "../../lib/errors.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { ModelA } from "../../lib/observables/model_a.ts";
import { structureFactor } from "../../lib/observables/structure_factor.ts";
import { CounterRng } from "../../lib/random/counter_rng.ts";
import { largestDifference, whiteNoise } from "./fields.ts";

/** 4 - 2cos kx - 2cos ky of the wave vector at index i. */
function laplacian({ width, height }: SquareLattice, i: number): number {
  const kx = 2 * Math.PI * (i % width) / width;
  const ky = 2 * Math.PI * Math.floor(i / width) / height;
  return 4 - 2 * Math.cos(kx) - 2 * Math.cos(ky);
}

Deno.test("a step equals the formula written with the table of neighbours, noise included", () => {
  const lattice = new SquareLattice(6, 10);
  const [Gamma, K, A, phi0, temperature, timeStep] = [0.7, 0.4, 0.3, 1.3, 0.2, 0.05];
  const model = new ModelA(lattice, { Gamma, K, A, phi0, temperature, timeStep }, 9);
  const phi = whiteNoise(lattice);
  const xi = new CounterRng(9, "modelA").normals(60, { trajectory: 4, step: 8 });
  const expected = phi.map((p, i) => {
    const sum = lattice.neighboursOf(i).reduce((sum, j) => sum + phi[j], 0);
    const moved = p + Gamma * timeStep * 2 * K * (sum - 4 * p) +
      Math.sqrt(2 * Gamma * temperature * timeStep) * xi[i];
    // The well's part by many small Euler steps: the exact solution in their limit.
    let q = moved;
    const substeps = 20000;
    for (let s = 0; s < substeps; s++) {
      q -= Gamma * timeStep / substeps * 4 * A * q * (q * q - phi0 * phi0);
    }
    return q;
  });
  model.advance(phi, { steps: 1, firstStep: 7, trajectory: 4 });
  assert.ok(largestDifference(phi, expected) < 1e-5);
});

Deno.test("without the well each wave decays by its own factor a step", () => {
  const lattice = new SquareLattice(12, 8);
  const model = new ModelA(lattice, { A: 0, K: 0.3, timeStep: 0.2 });
  for (const [a, b] of [[1, 0], [3, 2], [6, 4]]) {
    const wave = (i: number) =>
      Math.cos(2 * Math.PI * (a * (i % 12) / 12 + b * Math.floor(i / 12) / 8));
    const phi = Float64Array.from({ length: 96 }, (_, i) => wave(i));
    const factor = 1 - 0.2 * 2 * 0.3 * laplacian(lattice, a + 12 * b);
    model.advance(phi, { steps: 5 });
    assert.ok(largestDifference(phi, phi.map((_, i) => factor ** 5 * wave(i))) < 1e-14);
  }
});

Deno.test("without the well noise and damping balance at S(k) = T/(2Kλ) of the discrete step", () => {
  const lattice = new SquareLattice(12);
  const [T, K, timeStep] = [0.6, 0.5, 0.1];
  const model = new ModelA(lattice, { A: 0, K, temperature: T, timeStep }, 4);
  const phi = new Float64Array(144);
  const mean = new Float64Array(144);
  const samples = 3000, apart = 20;
  model.advance(phi, { steps: 500 });
  for (let s = 0; s < samples; s++) {
    model.advance(phi, { steps: apart, firstStep: 500 + apart * s });
    structureFactor(lattice, phi).forEach((S, k) => mean[k] += S / samples);
  }
  for (let k = 1; k < 144; k++) {
    const lambda = laplacian(lattice, k);
    const decay = 1 - timeStep * 2 * K * lambda;
    const exact = 2 * T * timeStep / (1 - decay ** 2);
    // S of one k is exponential or χ²-distributed: relative sd ≤ √2, correlated over 1/(2Kλ).
    const correlated = (1 + decay ** (2 * apart)) / (1 - decay ** (2 * apart));
    const error = exact * Math.sqrt(2 * correlated / samples);
    assert.ok(Math.abs(mean[k] - exact) < 5 * error, `k ${k}: ${mean[k]} against ${exact}`);
  }
});

Deno.test("a circle loses area at the rate 2π·2KΓ of motion by curvature, closer for wider walls", () => {
  const lattice = new SquareLattice(80);
  for (const [width, slower] of [[2, 0.025], [2.8, 0.0125]]) {
    for (const [Gamma, K] of [[1, 0.5], [0.4, 0.8]]) {
      const model = new ModelA(lattice, { Gamma, K, A: K / width ** 2, timeStep: 0.04 });
      const phi = Float64Array.from(
        { length: lattice.sites },
        (_, i) => Math.tanh((24 - Math.hypot(i % 80 - 40, Math.floor(i / 80) - 40)) / width),
      );
      const area = () => phi.reduce((sum, p) => sum + (1 + p) / 2, 0);
      model.advance(phi, { steps: 250 });
      const before = area();
      model.advance(phi, { steps: 2000 });
      const ratio = (before - area()) / 80 / (4 * Math.PI * K * Gamma);
      assert.ok(ratio < 1 && ratio > 1 - slower, `width ${width}: ${ratio}`);
    }
  }
});

Deno.test("a flat wall stays and takes the profile φ0 tanh(x φ0 √(A/K))", () => {
  const lattice = new SquareLattice(64, 4);
  const [K, A, phi0] = [1, 0.25, 0.8];
  const model = new ModelA(lattice, { K, A, phi0, timeStep: 0.02 });
  const phi = Float64Array.from({ length: 256 }, (_, i) => i % 64 < 32 ? phi0 : -phi0);
  model.advance(phi, { steps: 10000 });
  for (let x = 16; x < 48; x++) {
    const exact = -phi0 * Math.tanh((x - 31.5) * phi0 * Math.sqrt(A / K));
    assert.ok(Math.abs(phi[x] - exact) < 0.01, `x = ${x}: ${phi[x]} against ${exact}`);
  }
});

Deno.test("φ → -φ is a symmetry without noise, and no initial state blows up", () => {
  const lattice = new SquareLattice(16);
  const model = new ModelA(lattice, { timeStep: 0.24 });
  const phi = whiteNoise(lattice).map((xi) => 1e3 * xi);
  const opposite = phi.map((p) => -p);
  model.advance(phi, { steps: 200 });
  model.advance(opposite, { steps: 200 });
  assert.ok(phi.every((p, i) => p === -opposite[i]));
  assert.ok(phi.every((p) => Math.abs(p) < 1.001) && phi.some((p) => Math.abs(p) > 0.99));
});

Deno.test("two parts of a trajectory give the bits of the whole, other trajectories other bits", () => {
  const lattice = new SquareLattice(8);
  const model = new ModelA(lattice, { temperature: 0.1 }, 5);
  const whole = model.advance(model.initialState(3), { steps: 20, trajectory: 3 });
  const parts = model.initialState(3);
  model.advance(parts, { steps: 7, trajectory: 3 });
  model.advance(parts, { steps: 13, firstStep: 7, trajectory: 3 });
  assert.deepEqual(parts, whole);
  assert.notDeepEqual(model.advance(model.initialState(3), { steps: 20, trajectory: 2 }), whole);
});

Deno.test("constants out of range and time steps that are not stable are refused", () => {
  const lattice = new SquareLattice(4);
  assert.throws(() => new ModelA(lattice, { K: 0 }), /K must be a positive number/);
  assert.throws(() => new ModelA(lattice, { A: -1 }), ParameterError);
  assert.throws(() => new ModelA(lattice, { timeStep: 0.25 }), /below 0.25 to be stable/);
  const model = new ModelA(lattice);
  assert.throws(() => model.advance(new Float64Array(15), { steps: 1 }), ShapeError);
  assert.throws(() => model.advance(new Float64Array(16), { steps: -1 }), ParameterError);
});
