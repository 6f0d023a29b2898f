import { join } from "node:path";
import {
  currentVersions,
  encodeCsv,
  encodeNpz,
  ensureFolder,
  gitCommit,
  type Network,
  networkSha256,
  type NpyArray,
  sha256,
  type Table,
  UnavailableError,
  writeBytesAtomic,
  writeJsonAtomic,
  writeTextAtomic,
} from "../../mod.ts";
import type { ExperimentPart } from "./data.ts";
import { type DrawFigures, ResultTables } from "./result_tables.ts";

/** The folder of an experiment's results, and what its record is going to say. */
export class Results {
  readonly #folder: string;
  readonly #record: Record<string, unknown>;
  readonly #data: unknown[] = [];
  readonly #networks: unknown[] = [];
  readonly #ensembles: unknown[] = [];
  readonly #findings: Record<string, unknown> = {};
  readonly #files: Record<string, string> = {};
  readonly #tables = new Map<string, string | Uint8Array>();

  private constructor(folder: string, record: Record<string, unknown>) {
    this.#folder = folder;
    this.#record = record;
  }

  /**
   * Results that will go into a folder, which is made with the first of them.
   *
   * @param config the options that decide them: no paths and no dates, as the same inputs are to
   *   give the same record on any machine
   * @throws {UnavailableError} if the path is taken by something else than a folder
   */
  static async open(
    folder: string,
    name: string,
    config: Readonly<Record<string, unknown>>,
  ): Promise<Results> {
    const isFree = await Deno.stat(folder).then((info) => info.isDirectory, () => true);
    if (!isFree) throw new UnavailableError(`Cannot write into ${folder}: it is no folder`);
    return new Results(folder, {
      experiment: name,
      config,
      versions: currentVersions(),
      commit: gitCommit(new URL(import.meta.url)) ?? "unknown",
    });
  }

  /** Notes which configurations were used for what. */
  useData(role: string, { file, split, part }: ExperimentPart): void {
    const { labels, recipe } = file.dataSet.provenance;
    this.#data.push({ role, sha256: file.sha256, split, part, labels, recipe });
  }

  /** Notes a network. */
  useNetwork(name: string, network: Network): void {
    const { architecture, conditions, provenance } = network;
    const hash = networkSha256(network);
    this.#networks.push({ name, sha256: hash, architecture, conditions, provenance });
  }

  /** Notes the trajectories of an ensemble: what `describeRuns` says of them. */
  useEnsemble(role: string, description: object): void {
    this.#ensembles.push({ role, ...description });
  }

  /** Notes numbers that were found, under a name; what could not be found, as NaN, is null. */
  find(name: string, value: unknown): void {
    this.#findings[name] = finite(value);
  }

  /** Writes a table as CSV. */
  async table(name: string, table: Table): Promise<void> {
    const text = encodeCsv(table);
    this.#tables.set(name, text);
    await this.#write(name, text);
  }

  /** Writes named fields as an .npz. */
  async fields(name: string, fields: ReadonlyMap<string, NpyArray>): Promise<void> {
    const bytes = encodeNpz(fields);
    this.#tables.set(name, bytes);
    await this.#write(name, bytes);
  }

  /** Writes a figure. */
  async figure(name: string, svg: string): Promise<void> {
    await this.#write(name, svg);
  }

  /**
   * Draws figures from the tables and fields written so far, as `deno task figures` will again.
   *
   * @param measured names of those that show times, and are others on every run
   */
  async draw(figures: DrawFigures, measured: readonly string[] = []): Promise<void> {
    const drawn = figures(new ResultTables(this.#tables));
    for (const [name, svg] of Object.entries(drawn)) {
      await (measured.includes(name) ? this.measurement(name, svg) : this.figure(name, svg));
    }
  }

  /** Writes a file that is another on every run, as times are in it: its hash says nothing. */
  async measurement(name: string, text: string): Promise<void> {
    if (name.endsWith(".csv")) this.#tables.set(name, text);
    await this.#write(name, text);
    this.#files[name] = "measured: differs from run to run";
  }

  /** Writes `record.json`: configuration, inputs, findings and the SHA-256 of every file. */
  async writeRecord(): Promise<void> {
    await ensureFolder(this.#folder);
    await writeJsonAtomic(join(this.#folder, "record.json"), {
      ...this.#record,
      data: this.#data,
      networks: this.#networks,
      ...(this.#ensembles.length > 0 && { ensembles: this.#ensembles }),
      findings: this.#findings,
      files: this.#files,
    });
  }

  async #write(name: string, contents: string | Uint8Array): Promise<void> {
    await ensureFolder(this.#folder);
    const path = join(this.#folder, name);
    if (typeof contents === "string") await writeTextAtomic(path, contents);
    else await writeBytesAtomic(path, contents);
    this.#files[name] = sha256(contents);
  }
}

function finite(value: unknown): unknown {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, of]) => [key, finite(of)]));
}
