import assert from "node:assert/strict";
import { agreementOf } from "../../experiments/shared/agreement.ts";
import { holm, signFlipTest } from "../../experiments/shared/sign_flip.ts";
import { blockError } from "../../experiments/shared/statistics.ts";
import { trendTest } from "../../experiments/shared/trend.ts";
import { CounterRng, EnsembleSamples } from "../../mod.ts";

const rng = new CounterRng(11, "datasetConfiguration");

/** Differences of some pairs: correlated from point to point, heavy-tailed, shifted. */
function differences(experiment: number, pairs: number, points: number, shift: number) {
  return Array.from({ length: pairs }, (_, trajectory) => {
    const noise = rng.normals(points + 1, { trajectory, step: experiment });
    const common = noise[points] ** 3;
    return noise.subarray(0, points).map((x) => x + common + shift);
  });
}

/** How many of some experiments the test rejects at a level of 10 %. */
function rejections(experiments: number, pairs: number, shift: number): number {
  return Array.from(
    { length: experiments },
    (_, e) => signFlipTest(differences(e, pairs, 12, shift), { seed: e, patterns: 200 }).p,
  ).filter((p) => p <= 0.1).length;
}

Deno.test("the sign-flip test raises false alarms as often as it says, though tails are heavy", () => {
  const count = 400;
  // Binomial with p = 0.1: mean 40, standard deviation 6.
  const found = rejections(count, 12, 0);
  assert.ok(Math.abs(found - 0.1 * count) < 3 * Math.sqrt(count * 0.1 * 0.9), `${found}`);
});

Deno.test("the sign-flip test rejects what is shifted", () => {
  const noShift = rejections(60, 24, 0), shifted = rejections(60, 24, 3);
  assert.ok(shifted > 55 && noShift < 20, `${shifted} ${noShift}`);
});

Deno.test("p of the sign-flip test is the share of all sign patterns, where these can be counted", () => {
  const pairs = differences(3, 8, 5, 0.8);
  const statistic = (signs: number) => {
    let most = 0;
    for (let i = 0; i < 5; i++) {
      const d = pairs.map((pair, k) => (signs >> k & 1 ? -1 : 1) * pair[i]);
      const mean = d.reduce((sum, x) => sum + x, 0) / 8;
      const variance = d.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 7;
      most = Math.max(most, Math.abs(mean) / Math.sqrt(variance / 8));
    }
    return most;
  };
  const all = Array.from({ length: 256 }, (_, signs) => statistic(signs));
  const exact = all.filter((s) => s >= all[0] * (1 - 1e-12)).length / 256;
  const test = signFlipTest(pairs, { patterns: 20_000 });
  assert.ok(Math.abs(test.statistic - all[0]) < 1e-12);
  assert.ok(Math.abs(test.p - exact) < 4 * Math.sqrt(exact * (1 - exact) / 20_000) + 1e-4);
  const above = all.filter((s) => s > test.critical).length / 256;
  assert.ok(above <= 0.06 && above > 0.02, `${above}`);
});

Deno.test("equal curves do not differ, and one pair is no test", () => {
  const { p, statistic } = signFlipTest([new Float64Array(3), new Float64Array(3)]);
  assert.deepEqual([p, statistic], [1, 0]);
  assert.throws(() => signFlipTest([new Float64Array(3)]), { name: "ParameterError" });
});

Deno.test("Holm's method gives the corrected p-values of a worked example", () => {
  // 3 × 0.01, 2 × 0.04, and never less than one before it.
  const corrected = holm([0.04, 0.01, 0.05]);
  assert.deepEqual(corrected.map((p) => Number(p.toFixed(12))), [0.08, 0.03, 0.08]);
  assert.deepEqual(holm([0.6, 0.7]), [1, 1]);
});

Deno.test("agreement pairs trajectories by their numbers, and bounds what it does not see", () => {
  const reference = new EnsembleSamples(3), shifted = new EnsembleSamples(3);
  for (let trajectory = 0; trajectory < 20; trajectory++) {
    const [a, b] = rng.normals(2, { trajectory, step: 999 });
    reference.add(trajectory, Float64Array.of(7, 10 + a, b));
  }
  // Added in another order, one without a partner; the first value is not to be compared.
  for (let trajectory = 18; trajectory >= 0; trajectory--) {
    const [, x, y] = reference.sample(trajectory);
    const [noise] = rng.normals(1, { trajectory, step: 1000 });
    shifted.add(trajectory, Float64Array.of(0, x + 0.01 * noise + 0.1, y));
  }
  const { pairs, test, largest, bound } = agreementOf(shifted, reference, 1);
  assert.equal(pairs, 19);
  assert.ok(test.p < 1e-3);
  assert.ok(Math.abs(largest - 0.01) < 0.002, `${largest}`);
  assert.ok(bound > largest && bound < 0.012, `${bound}`);
});

Deno.test("a trend is found in a series that has one, and as seldom as it says in noise", () => {
  const x = Array.from({ length: 15 }, (_, i) => 1000 * i);
  const noise = (step: number) => [...rng.normals(15, { step, trajectory: 77 })];
  const alarms = Array.from(
    { length: 300 },
    (_, e) => trendTest(x, noise(e), { seed: e, orders: 200 }).p,
  ).filter((p) => p <= 0.1).length;
  assert.ok(Math.abs(alarms - 30) < 3 * Math.sqrt(27), `${alarms}`);
  const { slope, p } = trendTest(x, noise(0).map((y, i) => 0.1 * y - 1e-3 * x[i]));
  assert.ok(Math.abs(slope + 1e-3) < 1e-4 && p < 1e-3);
});

Deno.test("the error from blocks is that of the mean for independent numbers", () => {
  const errors = Array.from(
    { length: 50 },
    (_, step) => blockError([...rng.normals(400, { step, trajectory: 5 })], 10)[1],
  );
  const mean = errors.reduce((sum, e) => sum + e, 0) / 50;
  assert.ok(Math.abs(mean - 1 / 20) < 0.005, `${mean}`);
});
