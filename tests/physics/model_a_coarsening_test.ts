/**
 * The analysis of quenches on dynamics whose answer is known: model A coarsens as L ~ t^{1/2}
 * (Allen and Cahn), with a scaling function close to that of Ohta, Jasnow and Kawasaki,
 * Phys. Rev. Lett. 49, 1223 (1982). About two minutes on one core.
 */
import assert from "node:assert/strict";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import {
  type CorrelationAtTime,
  domainGrowth,
  exponentAgainstWindow,
  growthExponent,
} from "../../lib/observables/domain_growth.ts";
import { domainSigns, domainWallDensity } from "../../lib/observables/domains.ts";
import { EnsembleCorrelation } from "../../lib/observables/ensemble_correlation.ts";
import { ModelA } from "../../lib/observables/model_a.ts";
import { fitPowerLaw } from "../../lib/observables/power_law.ts";
import { bhattacharjeeSeno, rescaleCorrelation } from "../../lib/observables/scaling_collapse.ts";

const TRAJECTORIES = 16;
const TIME_STEP = 0.2;
/** Steps of the snapshots: t = 8, 8√2, 16, … 1024. */
const STEPS = Array.from({ length: 15 }, (_, j) => Math.round(40 * 2 ** (j / 2)));
const WINDOW = { from: 100, to: 1030 };
/** The true ⟨φ⟩ is zero by symmetry. */
const OPTIONS = { subtractMean: false };

function quench() {
  const lattice = new SquareLattice(512);
  const model = new ModelA(lattice, { timeStep: TIME_STEP }, 1);
  const series = (): CorrelationAtTime[] =>
    STEPS.map((steps) => ({
      time: steps * TIME_STEP,
      correlation: new EnsembleCorrelation(lattice, "rings"),
    }));
  const result = { phi: series(), signs: series(), walls: STEPS.map(() => 0) };
  for (let trajectory = 0; trajectory < TRAJECTORIES; trajectory++) {
    const phi = model.initialState(trajectory, 1);
    let firstStep = 0;
    STEPS.forEach((step, j) => {
      model.advance(phi, { steps: step - firstStep, firstStep, trajectory });
      firstStep = step;
      result.phi[j].correlation.add(trajectory, phi);
      result.signs[j].correlation.add(trajectory, domainSigns(phi));
      result.walls[j] += domainWallDensity(lattice, phi) / TRAJECTORIES;
    });
  }
  return result;
}

function collapse(series: CorrelationAtTime[]) {
  return series.filter(({ time }) => time > 30).map(({ correlation }) =>
    rescaleCorrelation(correlation.correlation(OPTIONS), correlation.domainSize(OPTIONS).length)
  );
}

Deno.test("the analysis finds the Allen-Cahn law in model A", async (t) => {
  const { phi, signs, walls } = quench();
  const growth = domainGrowth(signs, OPTIONS);

  await t.step(
    "L of C(L) = 1/2 grows with α = 0.50 ± 0.03, error over trajectories below 0.02",
    () => {
      assert.ok(growth.status.every((status) => status === "resolved"));
      const { exponent, bootstrapError } = growthExponent(growth, WINDOW);
      assert.ok(Math.abs(exponent - 0.5) < 0.03, `${exponent}`);
      assert.ok(bootstrapError > 0.003 && bootstrapError < 0.02, `${bootstrapError}`);
    },
  );

  await t.step("the exponent rises to 1/2 as early times are left out of the window", () => {
    const table = exponentAgainstWindow(growth, { from: 8, to: 1030 }, 8);
    table.slice(1).forEach(({ exponent }, j) => assert.ok(exponent > table[j].exponent));
    assert.ok(table[0].exponent < 0.46 && table.at(-1)!.exponent > 0.47);
  });

  await t.step("the inverse wall density grows with the same exponent", () => {
    const inverse = Float64Array.from(walls, (density) => 1 / density);
    const { exponent } = fitPowerLaw(growth.time, inverse, WINDOW);
    assert.ok(Math.abs(exponent - 0.5) < 0.03, `${exponent}`);
  });

  await t.step("C(r/L) of the signs collapses within 0.002, far closer than C of φ", () => {
    const range = { from: 0.1, to: 2 };
    const quality = bhattacharjeeSeno(collapse(signs), range);
    assert.ok(quality < 0.002, `${quality}`);
    assert.ok(bhattacharjeeSeno(collapse(phi), range) > 5 * quality);
  });

  await t.step("the scaling function is that of Ohta, Jasnow and Kawasaki within 0.02", () => {
    for (const { x, y } of collapse(signs)) {
      x.forEach((x, j) => {
        const exact = 2 / Math.PI * Math.asin(Math.exp(-Math.LN2 / 2 * x * x));
        assert.ok(x > 1.5 || Math.abs(y[j] - exact) < 0.02, `x = ${x}: ${y[j]}, ${exact}`);
      });
    }
  });
});
