import assert from "node:assert/strict";
import { ParameterError, ShapeError } from "../../lib/errors.ts";
import { HolsteinModel } from "../../lib/holstein/holstein_model.ts";
import { presetNamed } from "../../lib/holstein/presets.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { LatticeTransform } from "../../lib/observables/fourier/lattice_transform.ts";
import {
  configurationalTemperature,
  kineticTemperature,
} from "../../lib/observables/temperature.ts";
import { CounterRng } from "../../lib/random/counter_rng.ts";
import { whiteNoise } from "./fields.ts";

Deno.test("Maxwell velocities have the temperature they were drawn at", () => {
  const lattice = new SquareLattice(200);
  const [T, mass] = [0.37, 5];
  const velocity = whiteNoise(lattice).map((xi) => Math.sqrt(T / mass) * xi);
  const found = kineticTemperature(mass, velocity);
  assert.ok(Math.abs(found / T - 1) < 5 * Math.sqrt(2 / lattice.sites), `${found}`);
});

Deno.test("the elastic lattice in equilibrium has the configurational temperature of its ensemble", () => {
  const lattice = new SquareLattice(128, 96);
  const model = new HolsteinModel(lattice, presetNamed("reference").model);
  const T = 0.25;
  // Exact samples: each normal mode with variance T/λ(k), λ(k) = k + 2κ (cos kx + cos ky).
  const { k, kappa } = model.parameters;
  const re = whiteNoise(lattice);
  const im = new Float64Array(lattice.sites);
  const transform = new LatticeTransform(128, 96);
  transform.forward({ re, im });
  for (let i = 0; i < lattice.sites; i++) {
    const [kx, ky] = [2 * Math.PI * (i % 128) / 128, 2 * Math.PI * Math.floor(i / 128) / 96];
    const width = Math.sqrt(T / (k + 2 * kappa * (Math.cos(kx) + Math.cos(ky)))) / lattice.sites;
    re[i] *= width;
    im[i] *= width;
  }
  transform.inverse({ re, im });
  const found = configurationalTemperature(re, model.elasticForce(re));
  // -Q·F is Σ of N squared normal numbers times T.
  assert.ok(Math.abs(found / T - 1) < 5 * Math.sqrt(2 / lattice.sites), `${found}`);
});

/** Displacements in U = h (Q²/w² - 1)² at temperature T by rejection from a flat distribution. */
function doubleWell(count: number, h: number, w: number, T: number): Float64Array {
  const rng = new CounterRng(2, "initialDisplacement");
  const U = (q: number) => h * (q * q / (w * w) - 1) ** 2;
  const accepted: number[] = [];
  for (let step = 0; accepted.length < count; step++) {
    const u = rng.uniforms(20000, { step });
    for (let j = 0; j < u.length; j += 2) {
      const q = 3 * w * (2 * u[j] - 1);
      if (u[j + 1] < Math.exp(-U(q) / T)) accepted.push(q);
    }
  }
  return Float64Array.from(accepted.slice(0, count));
}

Deno.test("in double wells both vector fields give T, the one that vanishes in the wells closer", () => {
  const [h, w, count] = [1.5, 6, 20000];
  for (const T of [0.1, 0.5]) {
    const Q = doubleWell(count, h, w, T);
    const F = Q.map((q) => -4 * h * q * (q * q / (w * w) - 1) / (w * w));
    const estimates = (well?: number) =>
      Array.from({ length: 40 }, (_, part) => {
        const [a, b] = [part * count / 40, (part + 1) * count / 40];
        return configurationalTemperature(Q.subarray(a, b), F.subarray(a, b), well);
      });
    const scatter = (values: number[]) =>
      Math.sqrt(values.reduce((sum, value) => sum + (value - T) ** 2, 0) / values.length);
    const [virial, centred] = [scatter(estimates()), scatter(estimates(w))];
    assert.ok(Math.abs(configurationalTemperature(Q, F) - T) < 5 * virial / Math.sqrt(40));
    assert.ok(Math.abs(configurationalTemperature(Q, F, w) - T) < 5 * centred / Math.sqrt(40));
    assert.ok(centred < virial / 2, `T = ${T}: ${centred} against ${virial}`);
  }
});

Deno.test("temperatures of nothing, of unequal arrays or with meaningless constants are refused", () => {
  const one = Float64Array.of(1);
  assert.throws(() => kineticTemperature(0, one), ParameterError);
  assert.throws(() => kineticTemperature(1, new Float64Array(0)), ParameterError);
  assert.throws(() => configurationalTemperature(one, Float64Array.of(1, 2)), ShapeError);
  assert.throws(() => configurationalTemperature(one, one, -6), ParameterError);
});
