import assert from "node:assert/strict";
import {
  configurationalTemperature,
  kineticTemperature,
} from "../../lib/observables/temperature.ts";
import { blockAverage } from "../dynamics/harmonic_lattice.ts";
import {
  advance,
  CHECKERBOARD,
  holstein,
  MASS,
  orderedState,
} from "../dynamics/holstein_states.ts";
import { fitTimeStep, type Measured } from "./trends.ts";

const TIME_STEPS = [0.3, 0.6, 0.9];
/** Time before averages are taken, and time over which they are, in units of the model's. */
const SETTLING = 300, TIME = 60_000;
/** Blocks of 1,500 time units: displacements at T = 5 forget in about 100, velocities in 5. */
const BLOCKS = 40;

const show = ({ mean, error }: Measured, digits: number) =>
  `${mean.toFixed(digits)} ± ${error.toFixed(digits)}`;

const CASES = [
  { temperature: 0.1, well: CHECKERBOARD, claim: "in the charge-density wave at T = 0.1" },
  { temperature: 5, well: undefined, claim: "at T = 5, where sites cross between the wells," },
];

for (const integrator of ["verlet-ou", "baoab"]) {
  for (const { temperature, well, claim } of CASES) {
    Deno.test(`${integrator}: ${claim} velocities and displacements have the bath's temperature as Δt → 0`, async () => {
      const forceField = await holstein(6, { temperature });
      const kinetic = [], configurational = [];
      for (const [seed, timeStep] of TIME_STEPS.entries()) {
        const state = await orderedState(forceField, temperature, seed);
        const path = { integrator, timeStep, temperature, seed };
        await advance(state, forceField, path, SETTLING);
        const velocities: number[] = [], displacements: number[] = [];
        await advance(state, forceField, { ...path, seed: 100 + seed }, TIME, (now) => {
          velocities.push(kineticTemperature(MASS, now.V) / temperature);
          displacements.push(
            configurationalTemperature(now.Q, now.evaluation.force, well) / temperature,
          );
        });
        kinetic.push({ timeStep, ...blockAverage(velocities, 0, BLOCKS) });
        configurational.push({ timeStep, ...blockAverage(displacements, 0, BLOCKS) });
      }
      forceField.close();
      for (const [name, points] of Object.entries({ kinetic, configurational })) {
        const { value, curvature, chiSquared } = fitTimeStep(points);
        console.log(
          `  ${name} temperature over T at Δt = ${TIME_STEPS.join(", ")}: ` +
            `${points.map((point) => show(point, 4)).join(", ")}\n` +
            `    Δt → 0: ${show(value, 4)}, slope in Δt² ${show(curvature, 4)}, ` +
            `χ² ${chiSquared.toFixed(1)} of 1`,
        );
        assert.ok(value.error <= 0.005, `${name}: standard error ${value.error}`);
        assert.ok(Math.abs(value.mean - 1) < 3 * value.error, `${name}: ${show(value, 4)}`);
      }
    });
  }
}
