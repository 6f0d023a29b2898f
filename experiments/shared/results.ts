import { join } from "node:path";
import {
  currentVersions,
  encodeCsv,
  ensureFolder,
  gitCommit,
  type Network,
  networkSha256,
  sha256,
  type Table,
  UnavailableError,
  writeJsonAtomic,
  writeTextAtomic,
} from "../../mod.ts";
import type { ExperimentOptions } from "./experiment.ts";
import type { ExperimentPart } from "./data.ts";

/** The folder of an experiment's results, and what its record is going to say. */
export class Results {
  readonly #folder: string;
  readonly #record: Record<string, unknown>;
  readonly #data: unknown[] = [];
  readonly #networks: unknown[] = [];
  readonly #findings: Record<string, unknown> = {};
  readonly #files: Record<string, string> = {};

  private constructor(folder: string, record: Record<string, unknown>) {
    this.#folder = folder;
    this.#record = record;
  }

  /**
   * Results that will go into a folder, which is made with the first of them.
   *
   * @throws {UnavailableError} if the path is taken by something else than a folder
   */
  static async open(folder: string, name: string, options: ExperimentOptions): Promise<Results> {
    const isFree = await Deno.stat(folder).then((info) => info.isDirectory, () => true);
    if (!isFree) throw new UnavailableError(`Cannot write into ${folder}: it is no folder`);
    const { quick, epochs, limit } = options;
    return new Results(folder, {
      experiment: name,
      // No paths and no dates: the same inputs are to give the same record on any machine.
      config: { quick, epochs, limit },
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

  /** Notes numbers that were found, under a name. */
  find(name: string, value: unknown): void {
    this.#findings[name] = value;
  }

  /** Writes a table as CSV. */
  async table(name: string, table: Table): Promise<void> {
    await this.#write(name, encodeCsv(table));
  }

  /** Writes a figure. */
  async figure(name: string, svg: string): Promise<void> {
    await this.#write(name, svg);
  }

  /** Writes a file that is another on every run, as times are in it: its hash says nothing. */
  async measurement(name: string, text: string): Promise<void> {
    await this.#write(name, text);
    this.#files[name] = "measured: differs from run to run";
  }

  /** Writes `record.json`: configuration, data, networks, findings and the SHA-256 of every file. */
  async writeRecord(): Promise<void> {
    await writeJsonAtomic(join(this.#folder, "record.json"), {
      ...this.#record,
      data: this.#data,
      networks: this.#networks,
      findings: this.#findings,
      files: this.#files,
    });
  }

  async #write(name: string, text: string): Promise<void> {
    await ensureFolder(this.#folder);
    await writeTextAtomic(join(this.#folder, name), text);
    this.#files[name] = sha256(text);
  }
}
