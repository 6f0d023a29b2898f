import { FormatError, UnavailableError } from "../errors.ts";
import { sha256 } from "../io/sha256.ts";
import { withRetry } from "./kv_errors.ts";
import { decode, encode, joined, type MetricsPiece, piecesWith, split } from "./kv_pieces.ts";
import { inTime, PATIENCE } from "./patience.ts";
import type { RecordStorage } from "./record_storage.ts";
import { isRemote, silent } from "./remote.ts";
import {
  type Artifact,
  begun,
  type MetricsRow,
  packRow,
  type RunOrigin,
  type RunProgress,
  type RunSummary,
  unpackRow,
} from "./run_record.ts";

// Every value is JSON in UTF-8, so that its size is known before it is written.
const RUN = ["nearsight", "run"];
const CONFIG = ["nearsight", "config"];
const METRICS = ["nearsight", "metrics"];
const ARTIFACT = ["nearsight", "artifact"];
const ARTIFACT_RUN = ["nearsight", "artifact run"];

/** Records of runs in Deno KV: a file that several processes may use at once, or a remote one. */
export class KvStorage implements RecordStorage {
  readonly kind = "kv";
  readonly path: string;
  readonly lockFolder: string | undefined;
  /** Undefined at first and after a remote database did not answer: what comes next connects. */
  #kv: Deno.Kv | undefined;
  #opening: Promise<Deno.Kv> | undefined;
  readonly #patience: number;
  /** Of the runs of this process: the last piece of their metrics, to which rows are added. */
  #tails = new Map<string, MetricsPiece>();

  private constructor(path: string, lockFolder: string | undefined, patience: number) {
    this.path = path;
    this.lockFolder = lockFolder;
    this.#patience = patience;
  }

  /**
   * Opens the database at `path`, and makes it if there is none.
   *
   * @param patience milliseconds for which an answer of a remote database is waited for
   * @throws {FormatError} if there is a file that is no database
   * @throws {UnavailableError} if it cannot be opened
   */
  static async open(
    path: string,
    lockFolder: string | undefined,
    patience = PATIENCE,
  ): Promise<KvStorage> {
    if (lockFolder !== undefined) await refuseOtherFiles(path);
    const storage = new KvStorage(path, lockFolder, patience);
    try {
      // Opening succeeds where the first use does not.
      await storage.#with((kv) => kv.get(RUN));
    } catch (error) {
      storage.close();
      throw error;
    }
    return storage;
  }

  async create(origin: RunOrigin, config: string): Promise<boolean> {
    const { id } = origin;
    const pieces = split(encode(config));
    const result = await this.#with((kv) => {
      const atomic = kv.atomic()
        .check({ key: [...RUN, id], versionstamp: null })
        .set([...RUN, id], encode(summaryJson(begun(origin))));
      pieces.forEach((piece, i) => atomic.set([...CONFIG, id, i], piece));
      return atomic.commit();
    });
    return result.ok;
  }

  async update(
    origin: RunOrigin,
    progress: RunProgress,
    rows: readonly string[],
  ): Promise<void> {
    const { id } = origin;
    const pieces = rows.length === 0 ? [] : piecesWith(rows, this.#tails.get(id));
    await this.#with((kv) => {
      const atomic = kv.atomic()
        .set([...RUN, id], encode(summaryJson({ ...origin, ...progress })));
      for (const { index, lines } of pieces) {
        atomic.set([...METRICS, id, index], encode(lines.join("")));
      }
      return atomic.commit();
    });
    // Only now: had the database refused, the same rows would come again.
    if (pieces.length > 0) this.#tails.set(id, pieces[pieces.length - 1]);
  }

  async addArtifact(id: string, artifact: Artifact): Promise<void> {
    await this.#with((kv) => {
      const atomic = kv.atomic()
        // A path may be longer than a key.
        .set([...ARTIFACT, id, sha256(artifact.path)], encode(JSON.stringify(artifact)))
        .set([...ARTIFACT_RUN, artifact.sha256, id], true);
      if (artifact.contents !== undefined) {
        atomic.set([...ARTIFACT_RUN, artifact.contents, id], true);
      }
      return atomic.commit();
    });
  }

  async summaries(): Promise<RunSummary[]> {
    return (await this.#values({ prefix: RUN })).map((bytes) => parseSummary(decode(bytes)));
  }

  async summary(id: string): Promise<RunSummary | undefined> {
    const { value } = await this.#with((kv) => kv.get<Uint8Array>([...RUN, id]));
    return value === null ? undefined : parseSummary(decode(value));
  }

  async config(id: string): Promise<string> {
    return decode(joined(await this.#values({ prefix: [...CONFIG, id] })));
  }

  async metrics(id: string): Promise<MetricsRow[]> {
    const text = decode(joined(await this.#values({ prefix: [...METRICS, id] })));
    return text.split("\n").slice(0, -1).map((line) => unpackRow(JSON.parse(line)));
  }

  async artifacts(id: string): Promise<Artifact[]> {
    const values = await this.#values({ prefix: [...ARTIFACT, id] });
    return values.map((bytes) => JSON.parse(decode(bytes)) as Artifact);
  }

  async runsWithArtifact(sha256: string): Promise<Set<string>> {
    const entries = await this.#entries({
      start: [...ARTIFACT_RUN, sha256],
      end: [...ARTIFACT_RUN, sha256 + "\uffff"],
    });
    return new Set(entries.map(({ key }) => String(key.at(-1))));
  }

  close(): void {
    this.#kv?.close();
    this.#kv = undefined;
  }

  async #values(selector: Deno.KvListSelector): Promise<Uint8Array[]> {
    return (await this.#entries(selector)).map(({ value }) => value as Uint8Array);
  }

  #entries(selector: Deno.KvListSelector): Promise<Deno.KvEntry<unknown>[]> {
    return this.#with((kv) => Array.fromAsync(kv.list(selector)));
  }

  /**
   * Does something with the database. A remote one that does not answer in time is closed, so that
   * nothing of the operation can arrive late, behind what is written after it.
   */
  #with<T>(operation: (kv: Deno.Kv) => Promise<T>): Promise<T> {
    return withRetry(this.path, async () => {
      const kv = await this.#connected();
      if (!isRemote(this.path)) return await operation(kv);
      try {
        return await inTime(operation(kv), this.#patience, () => silent(this.path, this.#patience));
      } catch (error) {
        if (error instanceof UnavailableError) this.close();
        // Another operation has waited in vain, and closed it under this one.
        else if (this.#kv !== kv) throw silent(this.path, this.#patience);
        throw error;
      }
    });
  }

  async #connected(): Promise<Deno.Kv> {
    if (this.#kv !== undefined) return this.#kv;
    this.#opening ??= openKv(this.path, this.#patience);
    try {
      return this.#kv = await this.#opening;
    } finally {
      this.#opening = undefined;
    }
  }
}

async function openKv(path: string, patience: number): Promise<Deno.Kv> {
  const opening = Deno.openKv(path);
  if (!isRemote(path)) return await opening;
  try {
    return await inTime(opening, patience, () => silent(path, patience));
  } catch (error) {
    // Should it open after all, nobody wants it any more.
    opening.then((kv) => kv.close(), () => {});
    throw error;
  }
}

/** SQLite takes a file of a few bytes for an empty database, and would write over it. */
async function refuseOtherFiles(path: string): Promise<void> {
  const start = new Uint8Array(16);
  try {
    using file = await Deno.open(path, { read: true });
    if (await file.read(start) === null) return;
  } catch {
    // No file, or one that cannot be read: opening the database tells.
    return;
  }
  if (decode(start) !== "SQLite format 3\0") {
    throw new FormatError(`Cannot use ${path} as a store of runs: it is no Deno KV file`);
  }
}

function summaryJson(summary: RunSummary): string {
  const { latest } = summary;
  return JSON.stringify(latest ? { ...summary, latest: packRow(latest) } : summary);
}

function parseSummary(text: string): RunSummary {
  const summary = JSON.parse(text);
  return summary.latest ? { ...summary, latest: unpackRow(summary.latest) } : summary;
}
