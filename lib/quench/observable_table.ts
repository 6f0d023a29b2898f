import { writeTextAtomic } from "../io/atomic_write.ts";
import { columnOf, decodeCsv, encodeCsv } from "../io/csv.ts";
import { readText } from "../io/read_file.ts";
import { configHash } from "../runs/config_hash.ts";
import { OBSERVABLE_COLUMNS, type ObservableRow } from "./observe.ts";
import { identityOf, type QuenchConfig } from "./quench_config.ts";

const COLUMNS = Object.keys(OBSERVABLE_COLUMNS) as (keyof ObservableRow)[];

/** The rows of observables of a run, and the CSV file that they are kept in. */
export class ObservableTable {
  readonly #path: string;
  readonly #header: Readonly<Record<string, string>>;
  readonly #rows: ObservableRow[];

  private constructor(path: string, config: QuenchConfig, rows: ObservableRow[]) {
    this.#path = path;
    this.#rows = rows;
    this.#header = {
      table: "observables of a Nearsight quench",
      "configuration hash": configHash(identityOf(config)),
      ...OBSERVABLE_COLUMNS,
    };
  }

  /** The table at `path` up to and including `step`; an empty one at step 0. */
  static async open(path: string, config: QuenchConfig, step: number): Promise<ObservableTable> {
    const rows = step === 0 ? [] : (await readObservables(path)).filter((row) => row.step <= step);
    return new ObservableTable(path, config, rows);
  }

  /** The rows so far, by step. */
  get rows(): readonly ObservableRow[] {
    return this.#rows;
  }

  /** Adds a row; it reaches the disk with the next `write`. */
  add(row: ObservableRow): void {
    this.#rows.push(row);
  }

  /** Writes the whole table. */
  async write(): Promise<void> {
    const rows = this.#rows.map((row) => COLUMNS.map((column) => row[column]));
    await writeTextAtomic(this.#path, encodeCsv({ header: this.#header, columns: COLUMNS, rows }));
  }
}

/**
 * The rows of a run's `observables.csv`.
 *
 * @throws {UnavailableError} if there is no such file
 * @throws {FormatError} if it is not such a table
 */
export async function readObservables(path: string): Promise<ObservableRow[]> {
  const table = decodeCsv(await readText(path), path);
  const columns = COLUMNS.map((name) => columnOf(table, name, path));
  return table.rows.map((_, r) =>
    Object.fromEntries(COLUMNS.map((name, c) => [name, columns[c][r]])) as unknown as ObservableRow
  );
}
