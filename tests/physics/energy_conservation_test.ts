import assert from "node:assert/strict";
import type { PhaseState } from "../../lib/dynamics/phase_state.ts";
import type { ForceField } from "../../lib/forcefields/force_field.ts";
import {
  advance,
  disorderedState,
  holstein,
  orderedState,
  restart,
  totalEnergy,
} from "../dynamics/holstein_states.ts";
import { ENSEMBLES } from "../forcefields/holstein_fields.ts";
import { ShadowEnergy } from "./shadow_energy.ts";
import { linearTrend } from "./trends.ts";

/** Where Newtonian dynamics starts: thermal vibrations of the order, or domains in the making. */
const STARTS: Readonly<Record<string, (forceField: ForceField) => Promise<PhaseState>>> = {
  "the charge-density wave at T = 0.1": async (forceField) => {
    const state = await orderedState(forceField, 0.1, 1);
    await advance(state, forceField, { integrator: "baoab", timeStep: 0.05, seed: 1 }, 20);
    return restart(state);
  },
  "a quench after 100 time units": async (forceField) => {
    const state = await disorderedState(forceField, 1);
    await advance(state, forceField, { integrator: "baoab", timeStep: 0.05, seed: 1 }, 100);
    return restart(state);
  },
};

async function energyErrors(
  start: PhaseState,
  forceField: ForceField,
  integrator: string,
  timeStep: number,
): Promise<number> {
  const energy = totalEnergy(start);
  let squares = 0, steps = 0;
  const path = { integrator, timeStep, dampingRate: 0 };
  await advance(restart(start), forceField, path, 60, (state) => {
    squares += (totalEnergy(state) - energy) ** 2;
    steps++;
  });
  return Math.sqrt(squares / steps);
}

for (const [claim, makeStart] of Object.entries(STARTS)) {
  for (const ensemble of ENSEMBLES) {
    Deno.test(`${ensemble}, ${claim}: the energy error falls as Δt², by 4 ± 0.5 on halving it`, async () => {
      const forceField = await holstein(6, { ensemble });
      const start = await makeStart(forceField);
      for (const integrator of ["verlet-ou", "baoab"]) {
        const errors = [];
        for (const timeStep of [0.1, 0.05, 0.025]) {
          errors.push(await energyErrors(start, forceField, integrator, timeStep));
        }
        const ratios = [errors[0] / errors[1], errors[1] / errors[2]];
        console.log(
          `  ${integrator}: rms ${errors.map((e) => e.toExponential(2)).join(", ")} t at ` +
            `Δt = 0.1, 0.05, 0.025; ratios ${ratios.map((r) => r.toFixed(3)).join(", ")}`,
        );
        for (const ratio of ratios) assert.ok(Math.abs(ratio - 4) < 0.5, `ratio ${ratio}`);
      }
      forceField.close();
    });
  }
}

/** Energy and shadow energy along 10,000 undamped steps of Δt = 0.05 on the 20×20 lattice. */
async function longRun(forceField: ForceField, start: PhaseState) {
  const energies = [totalEnergy(start)];
  const shadow = new ShadowEnergy(0.05);
  shadow.add(start);
  const path = { integrator: "verlet-ou", timeStep: 0.05, dampingRate: 0 };
  await advance(start, forceField, path, 500, (state) => {
    energies.push(totalEnergy(state));
    shadow.add(state);
  });
  return { energies, shadow: shadow.values };
}

const largest = (series: readonly number[]) =>
  series.reduce((most, value) => Math.max(most, Math.abs(value - series[0])), 0);

/** Trend of a series of 400 sites as drift in t a step a site, and its standard error. */
function drift(series: readonly number[]) {
  const { slope, error } = linearTrend(series, 20);
  return { slope: slope / 400, error: error / 400 };
}

const SCIENTIFIC = ({ slope, error }: { slope: number; error: number }) =>
  `(${slope.toExponential(1)} ± ${error.toExponential(1)}) t a step a site`;

Deno.test("20×20 in the charge-density wave: over 10,000 undamped steps the energy fluctuates by less than 3e-6 t a site and does not drift", async () => {
  const forceField = await holstein(20);
  const start = await STARTS["the charge-density wave at T = 0.1"](forceField);
  const { energies, shadow } = await longRun(forceField, start);
  const raw = drift(energies), corrected = drift(shadow);
  console.log(
    `  max |ΔE| ${largest(energies).toExponential(2)} t, drift ${SCIENTIFIC(raw)}\n` +
      `  shadow energy: max ${largest(shadow).toExponential(2)} t, drift ${SCIENTIFIC(corrected)}`,
  );
  assert.ok(largest(energies) < 3e-6 * 400);
  assert.ok(Math.abs(raw.slope) < 3 * raw.error);
  // What drift there might be adds up over all steps to less than a tenth of the fluctuation.
  assert.ok(1e4 * (Math.abs(raw.slope) + 3 * raw.error) < 0.1 * largest(energies) / 400);
  assert.ok(largest(shadow) < 1e-3 * largest(energies));
  assert.ok(Math.abs(corrected.slope) < 3 * corrected.error);
  forceField.close();
});

for (const ensemble of ENSEMBLES) {
  Deno.test(`${ensemble}, 20×20 in a quench: over 10,000 undamped steps the energy stays within 2e-4 t a site`, async () => {
    const forceField = await holstein(20, { ensemble });
    const start = await STARTS["a quench after 100 time units"](forceField);
    const { energies, shadow } = await longRun(forceField, start);
    const later = shadow.slice(5000);
    console.log(
      `  max |ΔE| ${largest(energies).toExponential(2)} t, at the end ` +
        `${(energies[10000] - energies[0]).toExponential(2)} t\n` +
        `  shadow energy: at the end ${(shadow[shadow.length - 1] - shadow[0]).toExponential(2)} ` +
        `t, drift over the last 5,000 steps ${SCIENTIFIC(drift(later))}`,
    );
    assert.ok(largest(energies) < 2e-4 * 400);
    forceField.close();
  });
}
