import { FormatError } from "../errors.ts";
import { fileError } from "../io/file_error.ts";
import type { RecordStorage } from "./record_storage.ts";
import {
  type Artifact,
  begun,
  type MetricsRow,
  type PackedRow,
  packRow,
  type RunOrigin,
  type RunProgress,
  type RunSummary,
  unpackRow,
} from "./run_record.ts";

const FIRST_LINE = '{"type":"nearsight runs","version":1}\n';

type PackedProgress = Omit<RunProgress, "latest"> & { readonly latest?: PackedRow };

type Line =
  | { readonly type: "begin"; readonly origin: RunOrigin; readonly config: unknown }
  | { readonly type: "update"; readonly id: string; readonly progress: PackedProgress }
  | { readonly type: "metrics"; readonly id: string; readonly row: PackedRow }
  | { readonly type: "artifact"; readonly id: string; readonly artifact: Artifact };

/**
 * Records of runs in a text file of one JSON value a line, to which lines are only ever added. It
 * serves where Deno KV is not switched on: no index, every question reads the file.
 */
export class JsonLinesStorage implements RecordStorage {
  readonly kind = "json-lines";
  readonly path: string;
  readonly lockFolder: string | undefined;

  private constructor(path: string, lockFolder: string | undefined) {
    this.path = path;
    this.lockFolder = lockFolder;
  }

  /**
   * Opens the file at `path`, and makes it if there is none.
   *
   * @throws {FormatError} if there is a file that holds no such records
   * @throws {UnavailableError} if it cannot be read or written
   */
  static async open(path: string, lockFolder: string | undefined): Promise<JsonLinesStorage> {
    const storage = new JsonLinesStorage(path, lockFolder);
    await storage.#append("");
    await storage.#lines();
    return storage;
  }

  async create(origin: RunOrigin, config: string): Promise<boolean> {
    if (await this.summary(origin.id) !== undefined) return false;
    await this.#add({ type: "begin", origin, config: JSON.parse(config) });
    return true;
  }

  async update({ id }: RunOrigin, progress: RunProgress, rows: readonly string[]): Promise<void> {
    const { latest, ...others } = progress;
    const packed = latest ? { ...others, latest: packRow(latest) } : others;
    await this.#add(
      ...rows.map((row): Line => ({ type: "metrics", id, row: JSON.parse(row) })),
      { type: "update", id, progress: packed },
    );
  }

  async addArtifact(id: string, artifact: Artifact): Promise<void> {
    await this.#add({ type: "artifact", id, artifact });
  }

  async summaries(): Promise<RunSummary[]> {
    const runs = new Map<string, RunSummary>();
    for (const line of await this.#lines()) {
      if (line.type === "begin") {
        runs.set(line.origin.id, begun(line.origin));
      } else if (line.type === "update") {
        const run = runs.get(line.id);
        const { latest, ...progress } = line.progress;
        const numbers = latest && { latest: unpackRow(latest) };
        if (run !== undefined) runs.set(line.id, { ...run, ...progress, ...numbers });
      }
    }
    return [...runs.values()].sort((a, b) => a.id < b.id ? -1 : 1);
  }

  async summary(id: string): Promise<RunSummary | undefined> {
    return (await this.summaries()).find((run) => run.id === id);
  }

  async config(id: string): Promise<string> {
    for (const line of await this.#lines()) {
      if (line.type === "begin" && line.origin.id === id) return JSON.stringify(line.config);
    }
    return "null";
  }

  async metrics(id: string): Promise<MetricsRow[]> {
    return (await this.#lines())
      .flatMap((line) => line.type === "metrics" && line.id === id ? [unpackRow(line.row)] : []);
  }

  async artifacts(id: string): Promise<Artifact[]> {
    const byPath = new Map<string, Artifact>();
    for (const line of await this.#lines()) {
      if (line.type === "artifact" && line.id === id) byPath.set(line.artifact.path, line.artifact);
    }
    return [...byPath.values()];
  }

  async runsWithArtifact(sha256: string): Promise<Set<string>> {
    const lines = await this.#lines();
    return new Set(
      lines.flatMap((line) => {
        if (line.type !== "artifact") return [];
        const { artifact } = line;
        return [artifact.sha256, artifact.contents].some((hash) => hash?.startsWith(sha256))
          ? [line.id]
          : [];
      }),
    );
  }

  close(): void {}

  #add(...lines: Line[]): Promise<void> {
    return this.#append(lines.map((line) => JSON.stringify(line) + "\n").join(""));
  }

  /** Adds text at the end, one process at a time. */
  async #append(text: string): Promise<void> {
    try {
      using file = await Deno.open(this.path, { read: true, append: true, create: true });
      await file.lock(true);
      const { size } = await file.stat();
      let start = "";
      if (size === 0) {
        start = FIRST_LINE;
      } else if (text !== "") {
        const last = new Uint8Array(1);
        await file.seek(-1, Deno.SeekMode.End);
        await file.read(last);
        // A process that was killed while it wrote leaves half a line: end it.
        if (last[0] !== "\n".charCodeAt(0)) start = "\n";
      }
      const bytes = new TextEncoder().encode(start + text);
      try {
        for (let written = 0; written < bytes.length;) {
          written += await file.write(bytes.subarray(written));
        }
      } catch (error) {
        // All of it or nothing: who tries again must not leave a part of it twice.
        await file.truncate(size);
        throw error;
      }
    } catch (error) {
      throw fileError(error, "write", this.path);
    }
  }

  async #lines(): Promise<Line[]> {
    let text: string;
    try {
      text = await Deno.readTextFile(this.path);
    } catch (error) {
      throw fileError(error, "read", this.path);
    }
    if (!text.startsWith(FIRST_LINE)) {
      throw new FormatError(`Cannot use ${this.path} as a store of runs: it holds no such records`);
    }
    return text.slice(FIRST_LINE.length).split("\n").flatMap((line) => {
      try {
        return [JSON.parse(line) as Line];
      } catch {
        // Half a line, left by a process that was killed, or the end of the text.
        return [];
      }
    });
  }
}
