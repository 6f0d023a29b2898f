import assert from "node:assert/strict";
import { LangevinNoise } from "../../lib/dynamics/langevin_noise.ts";
import { makeIntegrator } from "../../lib/dynamics/make_integrator.ts";
import { takeStep } from "../../lib/dynamics/take_step.ts";
import { blockAverage, HarmonicLattice } from "./harmonic_lattice.ts";

const meanSquare = (x: Float64Array) => x.reduce((sum, value) => sum + value * value, 0) / x.length;

/**
 * Exact stationary variances of the two schemes on an oscillator of frequency ω, a = (ωΔt/2)²:
 * velocity Verlet conserves p²/2m + mω²q²(1 - a)/2 and the Ornstein-Uhlenbeck step keeps p at
 * temperature T, so verlet-ou has ⟨q²⟩ = T/(mω²(1 - a)); BAOAB has ⟨q²⟩ = T/(mω²) at any Δt and
 * pays with ⟨p²⟩ = mT(1 - a).
 */
const STATIONARY = {
  "verlet-ou": { displacement: (a: number) => 1 / (1 - a), velocity: (_: number) => 1 },
  baoab: { displacement: (_: number) => 1, velocity: (a: number) => 1 - a },
} as const;

for (const name of ["verlet-ou", "baoab"] as const) {
  Deno.test(`${name}: ⟨Q²⟩ and ⟨V²⟩ of the harmonic lattice are the closed forms of the scheme within 3 standard errors of at most 0.5 %`, async () => {
    const [T, mass, dampingRate, timeStep] = [0.1, 5, 0.5, 1.5];
    const system = new HarmonicLattice(32, mass);
    const parameters = { mass, temperature: T, dampingRate, timeStep };
    const integrator = makeIntegrator(name, parameters, new LangevinNoise(3, 0));
    const state = await system.start(3, T);
    const displacement: number[] = [];
    const velocity: number[] = [];
    for (let s = 0; s < 6000; s++) {
      await takeStep(integrator, state, system);
      displacement.push(meanSquare(state.Q));
      velocity.push(meanSquare(state.V));
    }
    const a = (w2: number) => w2 * timeStep ** 2 / 4;
    const scheme = STATIONARY[name];
    const cases = [
      [displacement, system.modeAverage((w2) => T / (mass * w2) * scheme.displacement(a(w2)))],
      [velocity, system.modeAverage((w2) => T / mass * scheme.velocity(a(w2)))],
    ] as const;
    for (const [series, exact] of cases) {
      const { mean, error } = blockAverage(series, 200, 20);
      assert.ok(error / exact <= 0.005, `standard error ${error / exact}`);
      assert.ok(Math.abs(mean - exact) < 3 * error, `${mean} ± ${error}, exact ${exact}`);
    }
  });

  Deno.test(`${name}: ⟨Q⟩ of the harmonic lattice vanishes within 3 standard errors`, async () => {
    const parameters = { mass: 5, temperature: 0.1, dampingRate: 0.5, timeStep: 0.5 };
    const system = new HarmonicLattice(16, 5);
    const integrator = makeIntegrator(name, parameters, new LangevinNoise(4, 0));
    const state = await system.start(4, 0.1);
    const series: number[] = [];
    for (let s = 0; s < 4000; s++) {
      await takeStep(integrator, state, system);
      series.push(state.Q.reduce((sum, q) => sum + q, 0) / state.Q.length);
    }
    const { mean, error } = blockAverage(series, 200, 20);
    assert.ok(Math.abs(mean) < 3 * error, `${mean} ± ${error}`);
  });

  Deno.test(`${name}: the velocity autocorrelation is that of damped oscillators`, async () => {
    const [T, mass, dampingRate, timeStep] = [0.1, 5, 0.2, 0.1];
    const system = new HarmonicLattice(64, mass);
    const parameters = { mass, temperature: T, dampingRate, timeStep };
    const integrator = makeIntegrator(name, parameters, new LangevinNoise(5, 0));
    const state = await system.start(5, T);
    for (let s = 0; s < 400; s++) await takeStep(integrator, state, system);
    const [origins, spacing, lags, stride] = [12, 60, 8, 25];
    const samples = Array.from({ length: lags }, () => [] as number[]);
    const history: Float64Array[] = [];
    for (let s = 0; s < origins * spacing + lags * stride; s++) {
      history.push(state.V.slice());
      await takeStep(integrator, state, system);
    }
    for (let o = 0; o < origins; o++) {
      const start = history[o * spacing];
      for (let l = 0; l < lags; l++) {
        const later = history[o * spacing + l * stride];
        samples[l].push(start.reduce((sum, v, i) => sum + v * later[i], 0) / start.length);
      }
    }
    samples.forEach((values, l) => {
      const time = l * stride * timeStep;
      const exact = system.modeAverage((w2) => {
        const omega = Math.sqrt(w2 - dampingRate ** 2 / 4);
        return T / mass * Math.exp(-dampingRate * time / 2) *
          (Math.cos(omega * time) - dampingRate / (2 * omega) * Math.sin(omega * time));
      });
      // Origins overlap in time, so their scatter understates the error: 5 of it, plus Δt².
      const { mean, error } = blockAverage(values, 0, origins);
      const tolerance = 5 * error + 0.002 * T / mass;
      assert.ok(Math.abs(mean - exact) < tolerance, `lag ${time}: ${mean} ± ${error}, ${exact}`);
      assert.ok(error < 0.02 * T / mass);
    });
  });

  Deno.test(`${name}: without damping the energy error falls as Δt² and does not drift`, async () => {
    const energyError = async (timeStep: number) => {
      const system = new HarmonicLattice(8, 5);
      const parameters = { mass: 5, temperature: 0.1, dampingRate: 0, timeStep };
      const integrator = makeIntegrator(name, parameters, new LangevinNoise(6, 0));
      const state = await system.start(6, 0.1);
      const energy = () => (state.evaluation.energy ?? NaN) + 2.5 * 64 * meanSquare(state.V);
      const start = energy();
      const errors: number[] = [];
      const steps = Math.round(800 / timeStep);
      for (let s = 0; s < steps; s++) {
        await takeStep(integrator, state, system);
        errors.push(energy() - start);
      }
      const rms = (part: number[]) => Math.sqrt(part.reduce((a, e) => a + e * e, 0) / part.length);
      const half = errors.length / 2;
      return { all: rms(errors), first: rms(errors.slice(0, half)), last: rms(errors.slice(half)) };
    };
    const coarse = await energyError(0.2);
    const fine = await energyError(0.1);
    assert.ok(Math.abs(coarse.all / fine.all - 4) < 0.5, `ratio ${coarse.all / fine.all}`);
    assert.ok(fine.last < 1.3 * fine.first, `rms error ${fine.first}, then ${fine.last}`);
  });

  Deno.test(`${name}: two runs of 300 steps are one run of 600, bit for bit`, async () => {
    const parameters = { mass: 5, temperature: 0.1, dampingRate: 0.2, timeStep: 0.05 };
    const system = new HarmonicLattice(8, 5);
    const whole = await system.start(7, 0.1);
    const first = makeIntegrator(name, parameters, new LangevinNoise(7, 2));
    for (let s = 0; s < 600; s++) await takeStep(first, whole, system);
    const half = await system.start(7, 0.1);
    for (let s = 0; s < 300; s++) await takeStep(first, half, system);
    const restarted = { ...half, Q: half.Q.slice(), V: half.V.slice() };
    const second = makeIntegrator(name, parameters, new LangevinNoise(7, 2));
    for (let s = 0; s < 300; s++) await takeStep(second, restarted, system);
    assert.deepEqual(restarted.Q, whole.Q);
    assert.deepEqual(restarted.V, whole.V);
  });
}

Deno.test("bad Langevin constants and unknown integrators are refused in one line", () => {
  const good = { mass: 5, temperature: 0.1, dampingRate: 0.2, timeStep: 0.05 };
  const noise = new LangevinNoise(0, 0);
  const bad: [string, typeof good][] = [
    ["baoab", { ...good, timeStep: 0 }],
    ["baoab", { ...good, timeStep: NaN }],
    ["verlet-ou", { ...good, mass: -1 }],
    ["verlet-ou", { ...good, temperature: -0.1 }],
    ["verlet-ou", { ...good, dampingRate: Infinity }],
    ["leapfrog", good],
  ];
  for (const [name, parameters] of bad) {
    assert.throws(() => makeIntegrator(name, parameters, noise), RangeError);
  }
});

Deno.test("a trajectory that blows up stops with the site, the step and the remedy", async () => {
  const parameters = { mass: 5, temperature: 0.1, dampingRate: 0, timeStep: 100 };
  const system = new HarmonicLattice(4, 5);
  const integrator = makeIntegrator("verlet-ou", parameters, new LangevinNoise(0, 0));
  const state = await system.start(0, 0.1);
  await assert.rejects(async () => {
    for (let s = 0; s < 1000; s++) await takeStep(integrator, state, system);
  }, /site \d+ became .* in step \d+: take a smaller time step|force on site/);
});
