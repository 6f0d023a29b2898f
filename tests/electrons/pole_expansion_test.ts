import assert from "node:assert/strict";
import { ParameterError } from "../../lib/errors.ts";
import { fermi, softplus } from "../../lib/electrons/fermi.ts";
import {
  choosePoleSet,
  POLE_SETS,
  poleFermi,
  poleSoftplus,
} from "../../lib/electrons/pole_expansion.ts";

/** A grid from 0 to the end of the range, dense on every scale. */
function grid(range: number): number[] {
  const points = 20000;
  return Array.from({ length: points + 1 }, (_, i) => {
    const s = i / points;
    return i % 2 === 0 ? range * s : range * Math.exp(-20 * (1 - s));
  });
}

Deno.test("the error of every pole set stays within its bound over its range", () => {
  assert.ok(POLE_SETS.length > 0);
  for (const set of POLE_SETS) {
    const { range, poles, maxError, y, w } = set;
    assert.equal(y.length, poles);
    assert.equal(w.length, poles);
    assert.ok(y.every((v, j) => v > (j === 0 ? 0 : y[j - 1])) && w.every((v) => v > 0));
    // Values near 1/2 are rounded to 1e-16, sums of J terms to some times that.
    const bound = maxError + 1e-15;
    for (const x of grid(range)) {
      for (const signed of [x, -x]) {
        assert.ok(
          Math.abs(poleFermi(set, signed) - fermi(signed)) <= bound,
          `${poles} poles for |x| ≤ ${range} at ${signed}`,
        );
      }
    }
  }
});

Deno.test("no bound is generous: the error reaches four fifths of it", () => {
  for (const set of POLE_SETS) {
    const largest = grid(set.range).reduce(
      (m, x) => Math.max(m, Math.abs(poleFermi(set, x) - fermi(x))),
      0,
    );
    assert.ok(largest > 0.8 * set.maxError);
  }
});

Deno.test("the free energy of a level is right to the range times the error, its slope is -f", () => {
  for (const set of POLE_SETS) {
    for (const x of grid(set.range).filter((_, i) => i % 50 === 0)) {
      const bound = set.range * set.maxError + 1e-13 * set.range;
      assert.ok(Math.abs(poleSoftplus(set, x) - softplus(-x)) <= bound);
    }
    for (const x of [0, 1, -3, 20, 0.9 * set.range]) {
      const h = 1e-4 * Math.max(1, Math.abs(x));
      const slope = (poleSoftplus(set, x + h) - poleSoftplus(set, x - h)) / (2 * h);
      assert.ok(Math.abs(slope + poleFermi(set, x)) < 1e-7);
    }
  }
});

Deno.test("the cheapest set that is accurate enough is chosen, by pairs of poles", () => {
  const pairs = (poles: number) => Math.ceil(poles / 2);
  for (const range of [1, 30, 125, 300, 650, 1000, 5000, 8000]) {
    for (const tolerance of [1e-9, 2e-11, 5e-12]) {
      const chosen = choosePoleSet(range, tolerance);
      assert.ok(chosen.range >= range && chosen.maxError <= tolerance);
      for (const set of POLE_SETS) {
        if (set.range < range || set.maxError > tolerance) continue;
        assert.ok(pairs(set.poles) >= pairs(chosen.poles));
        if (pairs(set.poles) === pairs(chosen.poles)) assert.ok(set.maxError >= chosen.maxError);
      }
    }
  }
});

Deno.test("a spectrum beyond all sets, or a tolerance below all, is refused with the limit", () => {
  assert.throws(() => choosePoleSet(1e9, 1e-9), (error) => {
    assert.ok(error instanceof ParameterError);
    assert.match(
      error.message,
      /reaches .* = 1\.000e\+9 T; poles with an error of 1e-9 reach \d+ T/,
    );
    return true;
  });
  assert.throws(() => choosePoleSet(100, 1e-20), (error) => {
    assert.ok(error instanceof ParameterError);
    assert.match(error.message, /No pole set has an error of 1e-20 or less/);
    return true;
  });
});
