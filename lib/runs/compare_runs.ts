import type { RunRecord } from "./run_record.ts";

/** Something in which two runs differ; what one of them does not have is left out. */
export interface RunDifference {
  /** Where it stands: `config.lattice.width`, `versions.deno`, `machine.host`, `seed`, … */
  readonly key: string;
  /** What the first run has there. */
  readonly a?: unknown;
  /** What the second run has there. */
  readonly b?: unknown;
}

/** A number of two runs, and how much more it is in the second. */
export interface NumberComparison {
  /** The metric, or what was timed. */
  readonly name: string;
  /** Its value in the first run. */
  readonly a?: number;
  /** Its value in the second run. */
  readonly b?: number;
  /** b - a. */
  readonly difference?: number;
}

/** Two runs side by side. */
export interface RunComparison {
  /** Id of the first run. */
  readonly a: string;
  /** Id of the second run. */
  readonly b: string;
  /** Whether their configurations are equal. */
  readonly sameConfig: boolean;
  /** What differs of verb, status, seed, configuration, versions, commit and machine. */
  readonly differences: readonly RunDifference[];
  /** All metrics of their latest steps. */
  readonly metrics: readonly NumberComparison[];
  /** What took how many seconds. */
  readonly timings: readonly NumberComparison[];
}

/**
 * What differs between two runs, and their metrics and timings side by side.
 *
 * @example
 * ```ts
 * import { compareRuns, openRunStore, recordRun } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * using store = await openRunStore(":memory:");
 * for (const g of [1.5, 2]) {
 *   await recordRun(store, { verb: "quench", config: { g, size: 40 } }, (run) => {
 *     run.metrics(10, { L: 2 * g });
 *   });
 * }
 * const [b, a] = await store.list();
 * const { differences, metrics } = compareRuns(await store.get(a.id), await store.get(b.id));
 * assert.deepEqual(differences, [{ key: "config.g", a: 1.5, b: 2 }]);
 * assert.deepEqual(metrics, [{ name: "L", a: 3, b: 4, difference: 1 }]);
 * ```
 */
export function compareRuns(a: RunRecord, b: RunRecord): RunComparison {
  const [one, other] = [leavesOf(comparable(a)), leavesOf(comparable(b))];
  const differences = [...new Set([...one.keys(), ...other.keys()])]
    .filter((key) => JSON.stringify(one.get(key)) !== JSON.stringify(other.get(key)))
    .map((key) => ({ key, ...sidesOf(one.get(key), other.get(key)) }));
  return {
    a: a.id,
    b: b.id,
    sameConfig: a.configHash === b.configHash,
    differences,
    metrics: numbersOf(a.latest?.values ?? {}, b.latest?.values ?? {}),
    timings: numbersOf(a.timings, b.timings),
  };
}

/** The parts of a record of which it tells something that they differ. */
function comparable({ verb, status, seed, latest, ...record }: RunRecord): unknown {
  const { config, versions, commit, machine, arithmetic } = record;
  return { verb, status, seed, step: latest?.step, config, versions, commit, machine, arithmetic };
}

/** Everything in a JSON value that is no object or list, by its path. */
function leavesOf(value: unknown, path: readonly string[] = []): Map<string, unknown> {
  if (value === undefined) return new Map();
  if (typeof value !== "object" || value === null || Object.keys(value).length === 0) {
    return new Map([[path.join("."), value]]);
  }
  return new Map(
    Object.entries(value).flatMap(([key, inner]) => [...leavesOf(inner, [...path, key])]),
  );
}

function numbersOf(
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): NumberComparison[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].map((name) => ({
    name,
    ...sidesOf(a[name], b[name]),
    ...(name in a && name in b && { difference: b[name] - a[name] }),
  }));
}

function sidesOf<T>(a: T | undefined, b: T | undefined): { a?: T; b?: T } {
  return { ...(a !== undefined && { a }), ...(b !== undefined && { b }) };
}
