import { FormatError } from "../errors.ts";
import { writeTextAtomic } from "../io/atomic_write.ts";
import { columnOf, decodeCsv, encodeCsv } from "../io/csv.ts";
import { readText } from "../io/read_file.ts";
import { sha256 } from "../io/sha256.ts";
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

  /**
   * The table at `path` up to and including `step`; an empty one at step 0.
   *
   * @param expected the `sha256` that the table had then, if that is known
   * @throws {UnavailableError} if there is no such file
   * @throws {FormatError} if it is no such table, or not the one that was written
   */
  static async open(
    path: string,
    config: QuenchConfig,
    step: number,
    expected?: string,
  ): Promise<ObservableTable> {
    const rows = step === 0 ? [] : (await readObservables(path)).filter((row) => row.step <= step);
    const table = new ObservableTable(path, config, rows);
    if (step > 0 && expected !== undefined && table.sha256 !== expected) {
      throw new FormatError(
        `Cannot resume from ${path}: its rows up to step ${step} are not those that the run wrote`,
      );
    }
    return table;
  }

  /** The rows so far, by step. */
  get rows(): readonly ObservableRow[] {
    return this.#rows;
  }

  /** Adds a row; it reaches the disk with the next `write`. */
  add(row: ObservableRow): void {
    this.#rows.push(row);
  }

  /** SHA-256 of the rows alone: what is written about them may change from version to version. */
  get sha256(): string {
    return sha256(encodeCsv({ header: {}, columns: COLUMNS, rows: this.#cells() }));
  }

  /** Writes the whole table. */
  async write(): Promise<void> {
    const text = encodeCsv({ header: this.#header, columns: COLUMNS, rows: this.#cells() });
    await writeTextAtomic(this.#path, text);
  }

  #cells(): number[][] {
    return this.#rows.map((row) => COLUMNS.map((column) => row[column]));
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
