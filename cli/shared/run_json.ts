import { type PackedRow, packRow, type RunSummary } from "../../mod.ts";

/** The record as JSON can hold it: numbers of the latest step that are not finite by their names. */
export function recordJson<Run extends RunSummary>(
  { latest, ...run }: Run,
): Omit<Run, "latest"> & { readonly latest?: PackedRow } {
  return { ...run, ...(latest && { latest: packRow(latest) }) };
}
