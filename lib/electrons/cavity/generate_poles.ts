/**
 * Makes the table of pole sets of the cavity method, ./cavity_poles.json:
 * `deno run --allow-write=lib/electrons/cavity lib/electrons/cavity/generate_poles.ts`. Takes seconds;
 * nothing else needs it.
 *
 * The method itself is good to 1e-4 or so and computes in single precision: an error of 1e-6 in the
 * Fermi function is enough, and takes two thirds of the poles of the exact methods' sets.
 */

import type { PoleSet } from "../pole_expansion.ts";
import { firstSet, withOneMorePole, withRange } from "../pole_sets/generate.ts";
import type { MinimaxSet } from "../pole_sets/minimax.ts";

/** Largest error of an occupation. */
const TOLERANCE = 1e-6;

const FEWEST_POLES = 4;
const MOST_POLES = 14;

/** The set of as many poles with the widest range, to 2 %, where the error is below the tolerance. */
function widest(start: MinimaxSet): MinimaxSet {
  let set = start;
  // First to where the error is small enough, then out again by ever smaller steps.
  while (set.maxError > TOLERANCE / 1.03) set = require(withRange(set, set.range / 1.3));
  for (let step = 1.3; step > 1.02; step = Math.sqrt(step)) {
    for (;;) {
      const next = withRange(set, set.range * step);
      if (!next || next.maxError > TOLERANCE / 1.03) break;
      set = next;
    }
  }
  return set;
}

function require(set: MinimaxSet | undefined): MinimaxSet {
  if (!set) throw new Error("No way to a smaller range");
  return set;
}

if (import.meta.main) {
  const sets: PoleSet[] = [];
  let set = firstSet();
  while (set.poles < MOST_POLES) {
    set = withOneMorePole(set);
    if (set.poles < FEWEST_POLES) continue;
    const { poles, maxError, y, w, range } = widest(set);
    // Rounded down: a bound over a range holds over any part of it.
    sets.push({
      range: Math.floor(range),
      poles,
      maxError: Number((1.03 * maxError).toPrecision(2)),
      y,
      w,
    });
    // deno-lint-ignore no-console -- a script, which tells who runs it how it goes
    console.log(`${poles} poles, |x| ≤ ${Math.floor(range)}: ${maxError.toExponential(1)}`);
  }
  const about =
    "Minimax odd rational approximations of the Fermi function: f(x) = 1/2 - sum_j w_j " +
    "x/(x^2 + y_j^2), x = (E - mu)/T, |x| <= range, |error| <= maxError. Made by generate_poles.ts.";
  Deno.writeTextFileSync(
    new URL("./cavity_poles.json", import.meta.url),
    JSON.stringify({ about, sets }, null, 2) + "\n",
  );
}
