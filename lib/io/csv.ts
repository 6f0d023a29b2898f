import { FormatError, ParameterError, ShapeError } from "../errors.ts";

/** A small table that says what it is. */
export interface Table {
  /** Lines `# key: value` above the table: units, source, hash of the configuration. */
  readonly header: Readonly<Record<string, string>>;
  /** Column names, best with their units. */
  readonly columns: readonly string[];
  /** The rows, each with one cell a column. */
  readonly rows: readonly (readonly (number | string)[])[];
}

/** A table as read: every cell still text, see {@link columnOf}. */
export interface TextTable extends Table {
  /** The rows, each with one cell a column. */
  readonly rows: readonly (readonly string[])[];
}

/**
 * The table as CSV (RFC 4180, line feeds) under comment lines `# key: value`. Numbers are written so
 * that reading gives the same double. `pandas.read_csv(path, comment="#")` reads it, and so does
 * `np.genfromtxt(path, delimiter=",", names=True, skip_header=n)` with n comment lines.
 *
 * @throws {ShapeError} if a row has not one cell a column
 * @throws {ParameterError} if a key or value of the header would break its line
 *
 * @example
 * ```ts
 * import { columnOf, decodeCsv, encodeCsv } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const text = encodeCsv({
 *   header: { units: "lattice constant" },
 *   columns: ["time", "L"],
 *   rows: [[0, 1.5], [0.1, 2.25]],
 * });
 * assert.equal(text, "# units: lattice constant\ntime,L\n0,1.5\n0.1,2.25\n");
 * assert.deepEqual(columnOf(decodeCsv(text, "L.csv"), "L", "L.csv"), Float64Array.of(1.5, 2.25));
 * ```
 */
export function encodeCsv({ header, columns, rows }: Table): string {
  const lines: string[] = [];
  for (const [key, value] of Object.entries(header)) {
    if (/[:\r\n]/.test(key) || key.trim() !== key || key === "" || /[\r\n]/.test(value)) {
      throw new ParameterError(
        `Cannot write the header line "${key}" of a CSV table: a key has no colon and is not ` +
          `empty, and both key and value stay on one line`,
      );
    }
    lines.push(`# ${key}: ${value.trim()}`);
  }
  lines.push(columns.map(cellText).join(","));
  for (const row of rows) {
    if (row.length !== columns.length) {
      throw new ShapeError(
        `Cannot write a CSV row of ${row.length} cells under ${columns.length} columns`,
      );
    }
    lines.push(row.map(cellText).join(","));
  }
  return lines.join("\n") + "\n";
}

function cellText(cell: number | string): string {
  if (typeof cell === "number") return Object.is(cell, -0) ? "-0" : String(cell);
  // An empty cell is quoted so that a row of one is no blank line, a # so that it is no comment.
  return cell === "" || /[",\r\n]|^\s*#|^\s|\s$/.test(cell)
    ? `"${cell.replaceAll('"', '""')}"`
    : cell;
}

/**
 * The table in CSV text, comment lines above it included.
 *
 * @param name how errors call the file, usually its path
 * @throws {FormatError} if there is no line of column names, a row has not one cell a column, or a
 *   quote is not closed
 */
export function decodeCsv(text: string, name: string): TextTable {
  const header: [string, string][] = [];
  const body = text.replace(/^\uFEFF/, "").replace(/^(?:[ \t]*(?:#.*)?\r?\n)*/, (comments) => {
    for (const [, key, value] of comments.matchAll(/^[ \t]*#[ \t]*([^:\r\n]+?)[ \t]*:(.*)$/gm)) {
      header.push([key, value.trim()]);
    }
    return "";
  });
  const [columns, ...rows] = parseRows(body, name);
  if (columns === undefined) throw new FormatError(`Cannot read ${name}: it holds no table`);
  const ragged = rows.findIndex((row) => row.length !== columns.length);
  if (ragged >= 0) {
    throw new FormatError(
      `Cannot read ${name}: row ${ragged + 1} has ${rows[ragged].length} cells, ` +
        `the table has ${columns.length} columns`,
    );
  }
  return { header: Object.fromEntries(header), columns, rows };
}

/**
 * The numbers in the column called `column`.
 *
 * @param name how errors call the file
 * @throws {FormatError} if there is no such column, or a cell in it is no number
 */
export function columnOf(table: TextTable, column: string, name: string): Float64Array {
  const index = table.columns.indexOf(column);
  if (index < 0) {
    throw new FormatError(
      `Cannot use ${name}: it has no column "${column}", only ${table.columns.join(", ")}`,
    );
  }
  return Float64Array.from(table.rows, (row, i) => {
    const cell = row[index].trim();
    const value = Number(cell);
    if (cell === "" || (Number.isNaN(value) && !/^nan$/i.test(cell))) {
      throw new FormatError(
        `Cannot use ${name}: "${cell}" in row ${i + 1} of column "${column}" is no number`,
      );
    }
    return value;
  });
}

/** Cells of CSV text: quoted or not, and the comma or line end that follows each. */
function parseRows(text: string, name: string): string[][] {
  const rows: string[][] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|\r|$)/y;
  let row: string[] = [];
  while (cell.lastIndex < text.length || row.length > 0) {
    const found = cell.exec(text);
    if (found === null) {
      throw new FormatError(`Cannot read ${name}: a quote in row ${rows.length} is out of place`);
    }
    const [, quoted, plain, end] = found;
    row.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === ",") continue;
    // A blank line is no row of one empty cell; that would be written "".
    if (row.length > 1 || quoted !== undefined || plain !== "") rows.push(row);
    row = [];
  }
  return rows;
}
