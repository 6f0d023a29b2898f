/**
 * Rows of text under their headings, columns aligned on the left, two spaces apart.
 *
 * @example
 * ```ts
 * import { textTable } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * assert.equal(textTable(["T", "L"], [["0.1", "12"]]), "T    L\n0.1  12");
 * ```
 */
export function textTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const widths = headings.map((heading, c) =>
    Math.max(heading.length, ...rows.map((row) => row[c].length))
  );
  return [headings, ...rows]
    .map((row) => row.map((cell, c) => cell.padEnd(widths[c])).join("  ").trimEnd())
    .join("\n");
}
