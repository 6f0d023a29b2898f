import { join } from "node:path";
import {
  decodeCsv,
  decodeNpz,
  FormatError,
  type NpyArray,
  readBytes,
  type TextTable,
  UnavailableError,
} from "../../mod.ts";

/**
 * Tables and fields of an experiment by file name, as they are written: what its figures are drawn
 * from, the same when it is run and whenever they are drawn again.
 */
export class ResultTables {
  readonly #files: ReadonlyMap<string, string | Uint8Array>;

  /** Tables as CSV text, fields as the bytes of an .npz. */
  constructor(files: ReadonlyMap<string, string | Uint8Array>) {
    this.#files = files;
  }

  /** Those in a folder of results. */
  static async read(folder: string): Promise<ResultTables> {
    const files = new Map<string, string | Uint8Array>();
    for await (const { name } of Deno.readDir(folder)) {
      if (!/\.(csv|json|npz)$/.test(name)) continue;
      const bytes = await readBytes(join(folder, name));
      files.set(name, name.endsWith(".npz") ? bytes : new TextDecoder().decode(bytes));
    }
    return new ResultTables(files);
  }

  /** Whether there is such a file. */
  has(name: string): boolean {
    return this.#files.has(name);
  }

  /**
   * A table.
   *
   * @throws {UnavailableError} if it is not there
   */
  table(name: string): TextTable {
    return decodeCsv(this.text(name), name);
  }

  /**
   * A file as text, such as the record.
   *
   * @throws {UnavailableError} if it is not there
   */
  text(name: string): string {
    const text = this.#files.get(name);
    if (typeof text !== "string") throw new UnavailableError(`There is no table ${name}`);
    return text;
  }

  /**
   * The named fields of an .npz.
   *
   * @throws {UnavailableError} if it is not there
   * @throws {FormatError} if it is damaged
   */
  fields(name: string): ReadonlyMap<string, NpyArray> {
    const bytes = this.#files.get(name);
    if (!(bytes instanceof Uint8Array)) throw new UnavailableError(`There are no fields ${name}`);
    return decodeNpz(bytes, name);
  }
}

/** Figures by file name, drawn from the tables of an experiment. */
export type DrawFigures = (tables: ResultTables) => Readonly<Record<string, string>>;

/** Rows of a table as objects of text by column. */
export function rowsOf(table: TextTable): Readonly<Record<string, string>>[] {
  return table.rows.map((row) =>
    Object.fromEntries(table.columns.map((column, c) => [column, row[c]]))
  );
}

/** The rows in groups of equal text in some columns, in the order in which they first occur. */
export function groupsOf(
  table: TextTable,
  ...by: readonly string[]
): { readonly key: readonly string[]; readonly table: TextTable }[] {
  const places = by.map((column) => {
    const place = table.columns.indexOf(column);
    if (place < 0) throw new FormatError(`A table has no column "${column}"`);
    return place;
  });
  const groups = new Map<string, { key: string[]; rows: (readonly string[])[] }>();
  for (const row of table.rows) {
    const key = places.map((place) => row[place]);
    const group = groups.get(key.join("\n")) ?? { key, rows: [] };
    group.rows.push(row);
    groups.set(key.join("\n"), group);
  }
  return [...groups.values()].map(({ key, rows }) => ({ key, table: { ...table, rows } }));
}

/** The header of a table in one line, for the figures drawn from it. */
export function provenanceIn({ header }: TextTable, ...keys: readonly string[]): string {
  return keys.flatMap((key) => header[key] === undefined ? [] : [`${key}: ${header[key]}`])
    .join("; ");
}
