import type { Table } from "../io/csv.ts";
import { meanAndError } from "../observables/resampling.ts";
import { provenanceOf } from "./analysis_tables.ts";
import type { QuenchEnsemble } from "./ensemble.ts";
import { readObservables } from "./observable_table.ts";
import { OBSERVABLE_COLUMNS, type ObservableRow } from "./observe.ts";

/** The observables of an ensemble, step by step. */
export interface MeanObservables {
  /** Means over trajectories; NaN where not every trajectory has a value. */
  readonly mean: readonly ObservableRow[];
  /** Their standard errors, s/√n; NaN if there is a single trajectory. */
  readonly error: readonly ObservableRow[];
}

const COLUMNS = Object.keys(OBSERVABLE_COLUMNS) as (keyof ObservableRow)[];
/** The same in all trajectories. */
const TIMES: readonly (keyof ObservableRow)[] = ["step", "time"];
const MEASURED = COLUMNS.filter((name) => !TIMES.includes(name));

/**
 * The mean over trajectories of each observable, at the steps at which all have a row.
 *
 * @throws {UnavailableError} if a table of observables is missing
 * @throws {FormatError} if one is damaged
 */
export async function meanObservables({ runs }: QuenchEnsemble): Promise<MeanObservables> {
  const [first, ...others] = await Promise.all(
    runs.map(async ({ observables }) =>
      new Map((await readObservables(observables)).map((row) => [row.step, row]))
    ),
  );
  const mean: ObservableRow[] = [];
  const error: ObservableRow[] = [];
  for (const [step, row] of first) {
    const rows = [row, ...others.flatMap((rows) => rows.get(step) ?? [])];
    if (rows.length < runs.length) continue;
    const estimates = MEASURED.map((name) =>
      [name, meanAndError(rows.map((r) => r[name]))] as const
    );
    const { time } = row;
    const pick = (part: "value" | "error") =>
      Object.fromEntries(estimates.map(([name, both]) => [name, both[part]]));
    mean.push({ step, time, ...pick("value") } as unknown as ObservableRow);
    error.push({ step, time, ...pick("error") } as unknown as ObservableRow);
  }
  return { mean, error };
}

/** Means and errors side by side, as a table. */
export function meanObservablesTable(
  ensemble: QuenchEnsemble,
  { mean, error }: MeanObservables,
): Table {
  return {
    header: {
      ...provenanceOf(ensemble),
      table: `means over ${ensemble.runs.length} trajectories, NaN where one has no value`,
      "..._error": "standard error s/sqrt(n) over trajectories",
      ...OBSERVABLE_COLUMNS,
    },
    columns: [...TIMES, ...MEASURED.flatMap((name) => [name, `${name}_error`])],
    rows: mean.map((row, r) => [
      ...TIMES.map((name) => row[name]),
      ...MEASURED.flatMap((name) => [row[name], error[r][name]]),
    ]),
  };
}
