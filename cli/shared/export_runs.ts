import { openRecords, type RecordOptions } from "./records.ts";
import { runFilterOf, type RunFilterOptions } from "./run_filters.ts";
import { jsonText, ParameterError, type RunExport, writePiecesAtomic } from "../../mod.ts";

/** The options of `runs export`, as commander returns them. */
export interface ExportRunsOptions extends RecordOptions, RunFilterOptions {
  readonly all: boolean;
  readonly format?: "json" | "jsonl";
  readonly output?: string;
}

/** `nearsight runs export`: one run, or many one after the other. */
export async function exportRuns(
  id: string | undefined,
  options: ExportRunsOptions,
): Promise<void> {
  const { all, output, format = all ? "jsonl" : "json" } = options;
  const filter = runFilterOf(options);
  if (all === (id !== undefined)) {
    throw new ParameterError("Give the id of a run, or --all for all of them");
  }
  if (!all && Object.keys(filter).length > 0) {
    throw new ParameterError(
      `A run by its id needs no --${Object.keys(filter)[0]}: that is for --all`,
    );
  }
  if (all && format === "json") {
    throw new ParameterError("Many runs are written as JSON lines: --format jsonl, not json");
  }
  using store = await openRecords(options);
  const runs = id === undefined ? store.exportAll(filter) : [await store.export(id)];
  const pieces = textOf(runs, format);
  if (output !== undefined) {
    await writePiecesAtomic(output, pieces);
    return;
  }
  for await (const piece of pieces) await writeOut(piece);
}

async function* textOf(
  runs: AsyncIterable<RunExport> | Iterable<RunExport>,
  format: "json" | "jsonl",
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const run of runs) {
    yield encoder.encode(format === "jsonl" ? JSON.stringify(run) + "\n" : jsonText(run));
  }
}

async function writeOut(bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += await Deno.stdout.write(bytes.subarray(written));
  }
}
