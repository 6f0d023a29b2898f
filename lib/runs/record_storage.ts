import type { Artifact, MetricsRow, RunOrigin, RunProgress, RunSummary } from "./run_record.ts";

/** Greatest length in bytes of one row of metrics as JSON: some hundred scalars. */
export const LONGEST_ROW = 16_000;
/** Greatest length in bytes of the rows in one update, so that it fits one atomic of Deno KV. */
export const BATCH = 400_000;
/** Greatest length in bytes of a configuration, for the same reason. */
export const LONGEST_CONFIG = 400_000;

/** Where records are kept: Deno KV, or a file of JSON lines. */
export interface RecordStorage {
  /** Which of the two. */
  readonly kind: "kv" | "json-lines";
  /** The file, or the address of a remote database. */
  readonly path: string;
  /** A folder for the locks of running processes; undefined if the store is not on a disk. */
  readonly lockFolder: string | undefined;
  /** Adds a run that begins, with its configuration as JSON; false if there is one of that id. */
  create(origin: RunOrigin, config: string): Promise<boolean>;
  /**
   * Notes how far a run has come and adds rows of metrics, one line of JSON each (a PackedRow) and
   * together no more than BATCH bytes: all of it or nothing. Only the run's own process does so.
   */
  update(origin: RunOrigin, progress: RunProgress, rows: readonly string[]): Promise<void>;
  /** Adds a file that a run wrote, in place of an earlier one of the same path. */
  addArtifact(id: string, artifact: Artifact): Promise<void>;
  /** All runs in the order of their ids, as their processes left them. */
  summaries(): Promise<RunSummary[]>;
  /** One run. */
  summary(id: string): Promise<RunSummary | undefined>;
  /** The configuration of a run as JSON. */
  config(id: string): Promise<string>;
  /** The metrics of a run in the order in which they were added. */
  metrics(id: string): Promise<MetricsRow[]>;
  /** The files of a run. */
  artifacts(id: string): Promise<Artifact[]>;
  /**
   * Ids of the runs that wrote a file whose SHA-256, or that of its contents, begins so, now or
   * before it was replaced.
   */
  runsWithArtifact(sha256: string): Promise<Set<string>>;
  /** Closes the file. */
  close(): void;
}
