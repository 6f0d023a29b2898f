import { FormatError } from "../errors.ts";
import { sha256 } from "../io/sha256.ts";
import { withRetry } from "./kv_errors.ts";
import { decode, encode, joined, type MetricsPiece, piecesWith, split } from "./kv_pieces.ts";
import type { RecordStorage } from "./record_storage.ts";
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
  #kv: Deno.Kv;
  /** Of the runs of this process: the last piece of their metrics, to which rows are added. */
  #tails = new Map<string, MetricsPiece>();

  private constructor(path: string, kv: Deno.Kv, lockFolder: string | undefined) {
    this.path = path;
    this.#kv = kv;
    this.lockFolder = lockFolder;
  }

  /**
   * Opens the database at `path`, and makes it if there is none.
   *
   * @throws {FormatError} if there is a file that is no database
   * @throws {UnavailableError} if it cannot be opened
   */
  static async open(path: string, lockFolder: string | undefined): Promise<KvStorage> {
    if (lockFolder !== undefined) await refuseOtherFiles(path);
    const kv = await withRetry(path, () => Deno.openKv(path));
    try {
      // Opening succeeds where the first use does not.
      await withRetry(path, () => kv.get(RUN));
    } catch (error) {
      kv.close();
      throw error;
    }
    return new KvStorage(path, kv, lockFolder);
  }

  async create(origin: RunOrigin, config: string): Promise<boolean> {
    const { id } = origin;
    const pieces = split(encode(config));
    const result = await withRetry(this.path, () => {
      const atomic = this.#kv.atomic()
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
    await withRetry(this.path, () => {
      const atomic = this.#kv.atomic()
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
    await withRetry(this.path, () => {
      const atomic = this.#kv.atomic()
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
    const { value } = await withRetry(this.path, () => this.#kv.get<Uint8Array>([...RUN, id]));
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
    this.#kv.close();
  }

  async #values(selector: Deno.KvListSelector): Promise<Uint8Array[]> {
    return (await this.#entries(selector)).map(({ value }) => value as Uint8Array);
  }

  #entries(selector: Deno.KvListSelector): Promise<Deno.KvEntry<unknown>[]> {
    return withRetry(this.path, () => Array.fromAsync(this.#kv.list(selector)));
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
