import { escapeHtml, shownAs, type ShownInJupyter } from "../io/jupyter.ts";
import { jsonText } from "../io/json_text.ts";
import { textTable } from "../io/text_table.ts";
import { packRow, type RunRecord, type RunSummary } from "./run_record.ts";

/** The columns of a list of runs. */
export const RUN_HEADINGS: readonly string[] = ["run", "verb", "status", "started", "seed", "step"];

/** A run as a row of a list. */
export function runRow({ id, verb, status, startedAt, seed, latest }: RunSummary): string[] {
  const started = startedAt.replace("T", " ").replace(/\..*/, "");
  return [id, verb, status, started, String(seed ?? ""), String(latest?.step ?? "")];
}

/**
 * Runs, as `RunStore.list` has them, as a table that shows itself at the end of a notebook's cell.
 *
 * @example
 * ```ts
 * import { openRunStore, recordRun, showRuns } from "../../mod.ts";
 * using store = await openRunStore(":memory:");
 * await recordRun(store, { verb: "quench", config: { size: 40 } }, () => {});
 * console.log(showRuns(await store.list()));
 * ```
 */
export function showRuns(runs: readonly RunSummary[]): ShownInJupyter {
  return shownTable(RUN_HEADINGS, runs.map(runRow));
}

/**
 * A run's record as a table that shows itself at the end of a notebook's cell: how it stands, what
 * made it, its configuration, its last numbers and the files that it wrote.
 */
export function showRun(record: RunRecord): ShownInJupyter {
  const { versions, machine, config, latest, artifacts, timings, error } = record;
  const json = (value: unknown) => jsonText(value).trimEnd();
  const rows = [
    ...RUN_HEADINGS.map((heading, c) => [heading, runRow(record)[c]]),
    ...(error === undefined ? [] : [["error", error]]),
    ["commit", record.commit ?? "unknown"],
    ["versions", json(versions)],
    ["machine", json(machine)],
    ["configuration", json(config)],
    ...(latest === undefined ? [] : [["last numbers", json(packRow(latest).values)]]),
    ...(Object.keys(timings).length === 0 ? [] : [["seconds", json(timings)]]),
    ...artifacts.map(({ kind, path, sha256 }) => [kind, `${path} (${sha256.slice(0, 12)}…)`]),
  ];
  const plain = rows.map(([name, text]) => `${name}: ${text}`).join("\n");
  return shownAs({ "text/html": htmlTable(undefined, rows), "text/plain": plain });
}

function shownTable(headings: readonly string[], rows: readonly string[][]): ShownInJupyter {
  return shownAs({
    "text/html": htmlTable(headings, rows),
    "text/plain": textTable(headings, rows),
  });
}

function htmlTable(headings: readonly string[] | undefined, rows: readonly string[][]): string {
  const line = (tag: string, cells: readonly string[]) =>
    `<tr>${cells.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join("")}</tr>`;
  const head = headings === undefined ? "" : `<thead>${line("th", headings)}</thead>`;
  // Line breaks of JSON stay what they are.
  const style = "white-space: pre-wrap; text-align: left";
  const body = rows.map((row) => line("td", row)).join("");
  return `<table style="${style}">${head}<tbody>${body}</tbody></table>`;
}
