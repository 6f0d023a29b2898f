/**
 * Forces of many configurations on one worker and on two, side by side: what a second thread is
 * worth, the start of its workers included. On a busy machine the ratio of times says little; the
 * ratio of processor times bounds it: two workers at 1.1 of it are worth 2/1.1 where they are free.
 *
 *     deno run --allow-read bench/throughput_bench.ts [WORKERS]
 */

import { evaluateMany } from "../lib/forcefields/evaluate_many.ts";
import { forceFieldSpec } from "../lib/forcefields/force_field_spec.ts";
import { PRESETS } from "../lib/holstein/presets.ts";
import { CounterRng } from "../lib/random/counter_rng.ts";
import { timeSideBySide } from "./side_by_side.ts";

/** Lattices and methods, with numbers of configurations that take one worker some seconds. */
const CASES = [
  { method: "exact", side: 20, count: 4000 },
  { method: "exact", side: 40, count: 800 },
  { method: "ed", side: 20, count: 200 },
  { method: "ed", side: 40, count: 10 },
] as const;

/** Times one worker against `workers`, in turns, and prints configurations a second of each. */
export async function run(workers = 2, rounds = 3): Promise<void> {
  for (const { method, side, count } of CASES) {
    const lattice = { kind: "square", width: side, height: side };
    const spec = forceFieldSpec({ lattice, method });
    const rng = new CounterRng(1, "datasetConfiguration");
    const { initialDisplacement } = PRESETS.reference;
    const configurations = Array.from(
      { length: count },
      (_, trajectory) =>
        rng.normals(side * side, { trajectory }).map((q) => initialDisplacement * q),
    );
    const [one, many] = await timeSideBySide(
      [1, workers].map((team) => ({
        name: `${team}`,
        run: () => evaluateMany(spec, configurations, { workers: team }),
      })),
      rounds,
    );
    const rate = (milliseconds: number) => (1000 * count / milliseconds).toFixed(1).padStart(7);
    console.log(
      `${method.padEnd(5)} ${side}×${side}, ${count} configurations, least of ${rounds} rounds: ` +
        `1 worker ${rate(one.minimum)} a second, ${workers} workers ${rate(many.minimum)}, ` +
        `ratio ${(one.minimum / many.minimum).toFixed(2)}; processor time of ${workers} over 1 ` +
        `${(many.processor / one.processor).toFixed(3)}`,
    );
  }
}

if (import.meta.main) await run(...Deno.args.slice(0, 1).map(Number));
