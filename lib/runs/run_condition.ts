import { ParameterError } from "../errors.ts";
import type { RunSummary } from "./run_record.ts";

const OPERATORS = ["=", "!=", "<", "<=", ">", ">="];

/** What a condition can be on, besides `config`, `metrics` (of the latest step) and `timings`. */
const FIELDS = [
  ...["id", "verb", "status", "seed", "parent", "commit", "arithmetic", "configHash"],
  ...["startedAt", "endedAt", "error", "versions", "machine"],
] as const;

/**
 * A condition on a run, as it is written: something of the run, a comparison (`=`, `!=`, `<`, `<=`,
 * `>`, `>=`) and a value. Of the run: `config.KEY.KEY…`, `metrics.NAME` of its latest step,
 * `timings.NAME`, `versions.NAME`, `machine.NAME`, or `seed`, `status`, `startedAt` and the like.
 *
 *     config.lattice.width=200   config.method!=ed   metrics.domainSize>3   startedAt>=2026-11-01
 *
 * Numbers are compared as numbers, texts by their letters, true and false by name. A run that has no
 * such thing meets no condition on it.
 */
export interface RunCondition {
  /** The thing of the run, key by key. */
  readonly path: readonly string[];
  /** The comparison. */
  readonly operator: "<=" | ">=" | "!=" | "=" | "<" | ">";
  /** The value that it is compared with. */
  readonly value: string;
}

/**
 * The condition that a text states.
 *
 * @throws {ParameterError} if it states none, or is on something that runs do not have
 *
 * @example The runs of a store that meet conditions
 * ```ts
 * import { openRunStore, parseRunCondition, recordRun } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * assert.deepEqual(parseRunCondition("config.g>=1.5"), {
 *   path: ["config", "g"],
 *   operator: ">=",
 *   value: "1.5",
 * });
 * using store = await openRunStore(":memory:");
 * for (const g of [1, 1.5, 2]) {
 *   await recordRun(store, { verb: "quench", config: { g } }, (run) => run.metrics(10, { L: g }));
 * }
 * const found = await store.list({ where: ["config.g>=1.5", "metrics.L<2"] });
 * assert.deepEqual(found.map(({ latest }) => latest?.values.L), [1.5]);
 * ```
 */
export function parseRunCondition(text: string): RunCondition {
  const match = /^\s*([^<>=!\s][^<>=!]*?)\s*(<=|>=|!=|=|<|>)\s*(.*?)\s*$/.exec(text);
  const value = match?.[3].replace(/^(["'])(.*)\1$/, "$2");
  if (match === null || value === undefined || /^[<>=!]/.test(match[3]) || match[3] === "") {
    throw new ParameterError(
      `"${text}" is no condition such as config.temperature=0.1 or metrics.domainSize>3: ` +
        `comparisons are ${OPERATORS.join(" ")}`,
    );
  }
  const path = match[1].split(".");
  const isPart = ["config", "metrics", "timings"].includes(path[0]) && path.length > 1;
  if (path.includes("") || !(isPart || (FIELDS as readonly string[]).includes(path[0]))) {
    throw new ParameterError(
      `"${text}" is no condition on a run: it begins with config., metrics., timings., ` +
        `or one of ${FIELDS.join(", ")}`,
    );
  }
  return { path, operator: match[2] as RunCondition["operator"], value };
}

/**
 * Whether a run meets a condition; undefined if it has no such thing.
 *
 * @param run with its configuration, where the condition is on that
 * @throws {ParameterError} if the thing is not one value but several, or a number and the value none
 */
export function meetsCondition(
  { path, operator, value }: RunCondition,
  { latest, ...run }: RunSummary & { readonly config?: unknown },
): boolean | undefined {
  const found = valueAt({ ...run, metrics: latest?.values }, path);
  if (found === undefined || found === null) return undefined;
  if (typeof found === "object") {
    throw new ParameterError(
      `Cannot compare ${path.join(".")} of run ${run.id} with "${value}": it holds ` +
        `${Object.keys(found).join(", ")}; name one, such as ${
          [...path, Object.keys(found)[0] ?? "0"].join(".")
        }`,
    );
  }
  if (typeof found === "number") {
    if (Number.isNaN(Number(value)) && value !== "NaN") {
      throw new ParameterError(
        `Cannot compare ${
          path.join(".")
        } with "${value}": it is a number, ${found} in run ${run.id}`,
      );
    }
    return compare(found, Number(value), operator);
  }
  return compare(String(found), value, operator);
}

/** What lies at a path of keys. A key with dots in it is found too. */
function valueAt(value: unknown, path: readonly string[]): unknown {
  if (path.length === 0) return value;
  if (typeof value !== "object" || value === null) return undefined;
  const whole = path.join(".");
  if (Object.hasOwn(value, whole)) return (value as Record<string, unknown>)[whole];
  const [key, ...rest] = path;
  return Object.hasOwn(value, key)
    ? valueAt((value as Record<string, unknown>)[key], rest)
    : undefined;
}

function compare<T extends number | string>(
  a: T,
  b: T,
  operator: RunCondition["operator"],
): boolean {
  switch (operator) {
    case "=":
      return Object.is(a, b) || a === b;
    case "!=":
      return !(Object.is(a, b) || a === b);
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
  }
}
