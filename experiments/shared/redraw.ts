import { join } from "node:path";
import { readText, sha256, UnavailableError, writeJsonAtomic, writeTextAtomic } from "../../mod.ts";
import { type DrawFigures, ResultTables } from "./result_tables.ts";

/** What became of a figure. */
export type Redrawn = "the same" | "changed" | "new";

interface ResultsRecord {
  readonly files: Record<string, string>;
}

/**
 * Draws the figures of an experiment from its tables, and writes those that are not the same as
 * before, with their hashes in its record.
 *
 * @param results folder of all results
 * @param name of the experiment's folder in there
 * @returns what became of each figure; undefined if there are no results of it, or no record yet
 */
export async function redraw(
  results: string,
  name: string,
  figures: DrawFigures,
): Promise<Readonly<Record<string, Redrawn>> | undefined> {
  const folder = join(results, name);
  if (!await isThere(join(folder, "record.json"))) return undefined;
  const tables = await ResultTables.read(folder);
  const record = JSON.parse(tables.text("record.json")) as ResultsRecord;
  const states: Record<string, Redrawn> = {};
  for (const [file, svg] of Object.entries(figures(tables))) {
    const path = join(folder, file);
    const before = await textIn(path);
    states[file] = before === undefined ? "new" : before === svg ? "the same" : "changed";
    if (before === svg) continue;
    await writeTextAtomic(path, svg);
    if (!record.files[file]?.startsWith("measured")) record.files[file] = sha256(svg);
  }
  if (Object.values(states).some((state) => state !== "the same")) {
    await writeJsonAtomic(join(folder, "record.json"), record);
  }
  return states;
}

async function isThere(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function textIn(path: string): Promise<string | undefined> {
  try {
    return await readText(path);
  } catch (error) {
    if (error instanceof UnavailableError) return undefined;
    throw error;
  }
}
