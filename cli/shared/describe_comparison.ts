import { packNumber, textTable } from "../../mod.ts";
import type { NumberComparison, RunComparison } from "../../mod.ts";

/** Two runs side by side, for people. */
export function describeComparison(comparison: RunComparison): string {
  const { a, b, sameConfig, differences, metrics, timings } = comparison;
  const headings = ["", a, b];
  const differing = differences.map(({ key, a, b }) => [key, cellOf(a), cellOf(b)]);
  return [
    sameConfig ? "the same configuration" : "different configurations",
    ...(differing.length > 0 ? ["", textTable(headings, differing)] : []),
    ...numbersTable("metrics of the latest step", headings, metrics),
    ...numbersTable("seconds", headings, timings),
  ].join("\n");
}

/** The comparison as JSON can hold it: numbers that are not finite by their names. */
export function comparisonJson(comparison: RunComparison): unknown {
  const packed = (numbers: readonly NumberComparison[]) =>
    numbers.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([key, value]) => [
          key,
          typeof value === "number" ? packNumber(value) : value,
        ]),
      )
    );
  const { metrics, timings } = comparison;
  return { ...comparison, metrics: packed(metrics), timings: packed(timings) };
}

function numbersTable(
  title: string,
  headings: readonly string[],
  rows: readonly NumberComparison[],
): string[] {
  if (rows.length === 0) return [];
  const cells = rows.map((
    { name, a, b, difference },
  ) => [name, ...[a, b, difference].map((value) => value === undefined ? "–" : numberCell(value))]);
  return ["", textTable([title, ...headings.slice(1), "difference"], cells)];
}

function numberCell(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
}

function cellOf(value: unknown): string {
  if (value === undefined) return "–";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
