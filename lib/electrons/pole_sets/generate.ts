/**
 * Makes the table of pole sets, ../fermi_poles.json:
 * `deno run --allow-write=lib/electrons lib/electrons/pole_sets/generate.ts`. Takes seconds; nothing else needs it.
 */

import { NumericalError } from "../../errors.ts";
import type { PoleSet } from "../pole_expansion.ts";
import { minimaxPoleSet, type MinimaxSet, stretchSet } from "./minimax.ts";

/** Ratio of neighbouring ranges of the same number of poles. */
const STEP = 1.2;

/** Errors worth a set: below, doubles cannot tell; above, two poles more are worth their time. */
const SMALLEST_ERROR = 2e-13;
const LARGEST_ERROR = 5e-10;

/** Even numbers of poles, since poles are computed in pairs. */
const MOST_POLES = 28;

/** The first set, one pole, from which all others are reached step by step. */
export function firstSet(): MinimaxSet {
  return minimaxPoleSet({ y: [4], w: [4], extrema: [1, 3.3, 5] });
}

/** The next set with one pole more, over a range where its error is neither lost nor large. */
export function withOneMorePole(set: MinimaxSet): MinimaxSet {
  for (const factor of [1.6, 1.5, 1.4, 1.7, 1.8, 1.3, 2]) {
    const range = set.range * factor;
    const next = attempt(set, range, set.poles + 1);
    if (next && next.maxError > SMALLEST_ERROR) return next;
  }
  throw new NumericalError(`No way from ${set.poles} poles to one more`);
}

/**
 * A set of the same number of poles over another range, if need be by way of ranges in between;
 * undefined if it cannot be reached.
 */
export function withRange(set: MinimaxSet, range: number, ways = 3): MinimaxSet | undefined {
  const direct = attempt(set, range, set.poles);
  if (direct || ways === 0) return direct;
  const between = withRange(set, Math.sqrt(set.range * range), ways - 1);
  return between && withRange(between, range, ways - 1);
}

function attempt(set: MinimaxSet, range: number, poles: number): MinimaxSet | undefined {
  try {
    return minimaxPoleSet(stretchSet(set, range, poles));
  } catch (error) {
    if (error instanceof NumericalError) return undefined;
    throw error;
  }
}

/** The sets worth keeping with as many poles as one at hand, by ascending range. */
function setsAround(set: MinimaxSet): MinimaxSet[] {
  // Ranges on one grid of two significant digits for all numbers of poles.
  const grid = (k: number) => Number((STEP ** k).toPrecision(2));
  const start = Math.round(Math.log(set.range) / Math.log(STEP));
  const sets: MinimaxSet[] = [];
  for (const direction of [1, -1]) {
    let last: MinimaxSet | undefined = set;
    for (let k = direction > 0 ? start : start - 1; last; k += direction) {
      last = withRange(last, grid(k));
      if (!last || last.maxError < SMALLEST_ERROR) break;
      if (last.maxError <= LARGEST_ERROR) sets.push(last);
      else if (direction > 0) break;
    }
  }
  return sets.sort((a, b) => a.range - b.range);
}

/** The set as the table has it: its error rounded up, with a margin for what the grid missed. */
function tabulated({ range, poles, maxError, y, w }: MinimaxSet): PoleSet {
  const bound = 1.03 * maxError + 1e-15;
  const digit = 10 ** (Math.floor(Math.log10(bound)) - 1);
  return {
    range,
    poles,
    maxError: Number((Math.ceil(bound / digit) * digit).toPrecision(2)),
    y,
    w,
  };
}

if (import.meta.main) {
  const sets: PoleSet[] = [];
  let set = firstSet();
  while (set.poles < MOST_POLES) {
    set = withOneMorePole(set);
    if (set.poles % 2 !== 0 || set.poles < 6) continue;
    for (const kept of setsAround(set)) {
      sets.push(tabulated(kept));
      // deno-lint-ignore no-console -- a script, which tells who runs it how it goes
      console.log(`${kept.poles} poles, |x| ≤ ${kept.range}: ${kept.maxError.toExponential(1)}`);
    }
  }
  const about =
    "Minimax odd rational approximations of the Fermi function: f(x) = 1/2 - sum_j w_j " +
    "x/(x^2 + y_j^2), x = (E - mu)/T, |x| <= range, |error| <= maxError. Made by " +
    "pole_sets/generate.ts.";
  const lines = sets.map((entry) => JSON.stringify(entry)).join(",\n");
  Deno.writeTextFileSync(
    new URL("../fermi_poles.json", import.meta.url),
    `{ "about": ${JSON.stringify(about)}, "sets": [\n${lines}\n] }\n`,
  );
}
