import assert from "node:assert/strict";
import { NumericalError } from "../../../lib/errors.ts";
import { choosePoleSet, POLE_SETS } from "../../../lib/electrons/pole_expansion.ts";
import { firstSet, withOneMorePole, withRange } from "../../../lib/electrons/pole_sets/generate.ts";
import {
  errorExtrema,
  minimaxPoleSet,
  poleError,
  stretchSet,
} from "../../../lib/electrons/pole_sets/minimax.ts";

Deno.test("the error of a minimax set has 2J + 1 extrema of one size and alternating signs", () => {
  let set = firstSet();
  for (; set.poles < 8; set = withOneMorePole(set)) {
    const extrema = errorExtrema(set);
    assert.equal(extrema.length, 2 * set.poles + 1);
    extrema.forEach(({ error }, k) => {
      assert.ok(Math.abs(error) > 0.97 * set.maxError);
      if (k > 0) assert.ok(error * extrema[k - 1].error < 0);
    });
    // Between the extrema, too, nothing is larger.
    for (let k = 0; k <= 5000; k++) {
      assert.ok(Math.abs(poleError(set, set.range * k / 5000)) < 1.01 * set.maxError);
    }
  }
});

Deno.test("sets of the table are made again to a percent in y and w", () => {
  let set = firstSet();
  while (set.poles < 8) set = withOneMorePole(set);
  const tabulated = POLE_SETS.filter(({ poles, maxError }) => poles === 8 && maxError > 1e-11);
  assert.ok(tabulated.length > 0);
  for (const expected of tabulated) {
    const made = withRange(set, expected.range);
    assert.ok(made);
    assert.ok(Math.abs(made.maxError / expected.maxError - 1) < 0.06);
    for (let j = 0; j < 8; j++) {
      assert.ok(Math.abs(made.y[j] / expected.y[j] - 1) < 0.01);
      assert.ok(Math.abs(made.w[j] / expected.w[j] - 1) < 0.01);
    }
  }
});

Deno.test("one pole more buys a factor of ten at least", () => {
  let set = firstSet();
  while (set.poles < 5) set = withOneMorePole(set);
  const more = withRange(withOneMorePole(set), set.range);
  assert.ok(more && more.maxError < 0.1 * set.maxError);
});

Deno.test("a set whose error is lost in rounding is an error, not a loop", () => {
  let set = firstSet();
  while (set.poles < 8) set = withOneMorePole(set);
  assert.throws(() => minimaxPoleSet(stretchSet(set, 10, 8)), NumericalError);
  assert.equal(withRange(set, 5), undefined);
});

Deno.test("the table reaches from hot to cold at the default tolerance", () => {
  for (const range of [1, 100, 900, 8000, 60000]) {
    assert.ok(choosePoleSet(range, 5e-12).range >= range);
  }
});
