import assert from "node:assert/strict";
import { LangevinNoise } from "../../lib/dynamics/langevin_noise.ts";
import { makeIntegrator } from "../../lib/dynamics/make_integrator.ts";
import { takeStep } from "../../lib/dynamics/take_step.ts";
import { blockAverage } from "../dynamics/harmonic_lattice.ts";
import { holstein, MASS, orderedState } from "../dynamics/holstein_states.ts";
import { HarmonicTwin } from "./harmonic_twin.ts";
import { fitTimeStep, type Measured } from "./trends.ts";

const T = 0.1;
const TIME_STEPS = [0.05, 0.1, 0.2, 0.3];
const SETTLING = 200, TIME = 5000;
/** Blocks of 100 time units; the twins differ by what a few time units of noise make of them. */
const BLOCKS = 50;

/**
 * Relative errors of ⟨δQ²⟩ and ⟨V²⟩ in the harmonic lattice, a = k(Δt)²/4m of each mode: the closed
 * forms of tests/dynamics/harmonic_lattice_test.ts, averaged over modes of stiffness k.
 */
const HARMONIC = {
  "verlet-ou": {
    displacement: (twin: HarmonicTwin, dt: number) =>
      twin.modeAverage((k) => 1 / (k * (1 - k * dt * dt / (4 * MASS)))) /
        twin.modeAverage((k) => 1 / k) - 1,
    velocity: () => 0,
  },
  baoab: {
    displacement: () => 0,
    velocity: (twin: HarmonicTwin, dt: number) =>
      -twin.modeAverage((k) => k) * dt * dt / (4 * MASS),
  },
} as const;

/** ⟨δQ²⟩ and ⟨V²⟩ over their values in the harmonic lattice at Δt → 0, less 1, at one time step. */
async function measure(integratorName: keyof typeof HARMONIC, timeStep: number) {
  const full = await holstein(6, { temperature: T });
  const twin = await HarmonicTwin.of(full);
  const unit = [twin.modeAverage((k) => T / k), T / MASS];
  const pair = await Promise.all([full, twin].map(async (forceField) => {
    const parameters = { mass: MASS, temperature: T, dampingRate: 0.2, timeStep };
    return {
      forceField,
      integrator: makeIntegrator(integratorName, parameters, new LangevinNoise(1, 0)),
      state: await orderedState(forceField, T, 1),
    };
  }));
  const squares: number[][] = [[], []];
  for (let s = 0; s < (SETTLING + TIME) / timeStep; s++) {
    const [a, b] = await Promise.all(pair.map(async ({ integrator, state, forceField }) => {
      await takeStep(integrator, state, forceField);
      return [
        state.Q.reduce((sum, q, i) => sum + (q - twin.centre[i]) ** 2, 0) / state.Q.length,
        state.V.reduce((sum, v) => sum + v * v, 0) / state.V.length,
      ];
    }));
    if (s * timeStep >= SETTLING) squares.forEach((list, q) => list.push((a[q] - b[q]) / unit[q]));
  }
  full.close();
  const { displacement, velocity } = HARMONIC[integratorName];
  const exact = [displacement(twin, timeStep), velocity(twin, timeStep)];
  return squares.map((list, q) => {
    const { mean, error } = blockAverage(list, 0, BLOCKS);
    return { timeStep, mean: mean + exact[q], error, exact: exact[q] };
  });
}

const show = ({ mean, error }: Measured, unit: number) =>
  `${(mean / unit).toFixed(3)} ± ${(error / unit).toFixed(3)}`;

for (const integrator of ["verlet-ou", "baoab"] as const) {
  Deno.test(`${integrator}: the errors of ⟨δQ²⟩ and ⟨V²⟩ in the charge-density wave at Δt = 0.05 … 0.3 are those of its phonons`, async () => {
    const rows = [];
    for (const timeStep of TIME_STEPS) rows.push(await measure(integrator, timeStep));
    for (const [q, name] of ["⟨δQ²⟩", "⟨V²⟩"].entries()) {
      const points = rows.map((row) => row[q]);
      const { value, curvature, chiSquared } = fitTimeStep(points);
      console.log(
        `  ${name} over its value at Δt → 0 in the harmonic lattice, less 1, in 1e-3 ` +
          `(harmonic lattice):\n` +
          points.map((point) =>
            `    Δt = ${point.timeStep}: ${show(point, 1e-3)} (${(1e3 * point.exact).toFixed(3)})`
          ).join("\n") +
          `\n    fit: ${show(value, 1e-3)} + (${show(curvature, 1e-3)}) Δt², ` +
          `χ² ${chiSquared.toFixed(1)} of 2`,
      );
      // The anharmonic part of the model is the same at every Δt; what depends on Δt is harmonic.
      for (const { mean, error, exact, timeStep } of points) {
        assert.ok(error < 5e-5);
        const off = mean - exact - value.mean;
        assert.ok(Math.abs(off) < 4 * error + 2e-5, `${name}, Δt = ${timeStep}: off by ${off}`);
      }
      const predicted = points[3].exact / 0.09;
      assert.ok(
        Math.abs(curvature.mean - predicted) < 3 * curvature.error + 0.01 * Math.abs(predicted),
      );
    }
  });
}
