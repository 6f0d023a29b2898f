import { isUserError, ParameterError } from "../errors.ts";
import { sha256File } from "../io/sha256.ts";
import { HEARTBEAT, type LifeLock } from "./alive.ts";
import { unlessLocked } from "./patience.ts";
import { BATCH, LONGEST_ROW, type RecordStorage } from "./record_storage.ts";
import {
  type Artifact,
  type MetricsRow,
  packRow,
  type RunOrigin,
  type RunProgress,
} from "./run_record.ts";

/** Milliseconds for which metrics gather before they are written. */
const GATHERING = 1_000;
/** Characters of an error that are kept. */
const LONGEST_ERROR = 4_000;

/**
 * The record of a run that goes on in this process: give it metrics, files and in the end how the
 * run ended. Writing to the store happens behind the run's back; if the store is out of reach for a
 * while the run goes on, and what it could not write is kept for the next time.
 */
export class RunHandle {
  /** The run's id. */
  readonly id: string;
  /** SHA-256 of the configuration's canonical JSON. */
  readonly configHash: string;
  readonly #origin: RunOrigin;
  readonly #storage: RecordStorage;
  readonly #lock: LifeLock | undefined;
  #progress: RunProgress;
  /** Rows not yet written, as JSON. */
  #rows: string[] = [];
  #writing: Promise<void> = Promise.resolve();
  /** Whether a write behind the run's back is under way. */
  #busy = false;
  /** How the record ended, once it has. */
  #ending: Promise<void> | undefined;
  /** Files not yet noted in the store. */
  #artifacts: Artifact[] = [];
  #gathering: ReturnType<typeof setTimeout> | undefined;
  readonly #heartbeat: ReturnType<typeof setInterval>;

  /** Made by `RunStore.begin`. */
  constructor(storage: RecordStorage, origin: RunOrigin, lock: LifeLock | undefined) {
    this.id = origin.id;
    this.configHash = origin.configHash;
    this.#origin = origin;
    this.#storage = storage;
    this.#lock = lock;
    this.#progress = { status: "running", updatedAt: origin.startedAt, timings: {} };
    this.#heartbeat = setInterval(() => this.#writeLater(), HEARTBEAT);
    // A record keeps no process alive.
    Deno.unrefTimer(this.#heartbeat);
  }

  /** Whether the run has not ended. */
  get running(): boolean {
    return this.#progress.status === "running";
  }

  /**
   * Notes scalars of a step by name. Calls for the same step add up; they return at once.
   *
   * @throws {ParameterError} if there are more than some hundred: arrays belong in files
   */
  metrics(step: number, values: Readonly<Record<string, number>>): void {
    const row: MetricsRow = { step, values: { ...values } };
    const line = JSON.stringify(packRow(row));
    const length = byteLength(line);
    if (length > LONGEST_ROW) {
      throw new ParameterError(
        `Cannot record ${
          Object.keys(values).length
        } metrics (${length} bytes) of step ${step}: at ` +
          `most ${LONGEST_ROW} bytes; write arrays to a file and record that as an artifact`,
      );
    }
    const { latest } = this.#progress;
    const same = latest?.step === step ? latest.values : {};
    const merged = { step, values: { ...same, ...values } };
    // Of very many scalars in several calls the record shows the last call's.
    const fits = byteLength(JSON.stringify(packRow(merged))) <= LONGEST_ROW;
    this.#progress = { ...this.#progress, latest: fits ? merged : row };
    this.#rows.push(line);
    this.#writeSoon();
  }

  /** Notes how many seconds something took, in all. */
  timing(name: string, seconds: number): void {
    this.#progress = { ...this.#progress, timings: { ...this.#progress.timings, [name]: seconds } };
  }

  /**
   * Notes a file that the run wrote, with its SHA-256. A path noted again replaces the earlier note.
   *
   * @param contents SHA-256 by which others name what the file holds, if that is another
   * @throws {UnavailableError} if the file cannot be read
   */
  async artifact(path: string, kind: string, contents?: string): Promise<Artifact> {
    const digest = await sha256File(path);
    const artifact: Artifact = {
      ...{ path, kind, ...digest },
      ...(contents !== undefined && { contents }),
      recordedAt: new Date().toISOString(),
    };
    this.#artifacts.push(artifact);
    this.#writeSoon();
    return artifact;
  }

  /**
   * Writes what has gathered and returns when it is in the store.
   *
   * @throws {UnavailableError} if the store cannot be written
   */
  flush(): Promise<void> {
    const write = this.#writing.catch(() => {}).then(() => this.#write());
    this.#writing = write;
    return write;
  }

  /** Ends the record: the run did what it was to do. What was noted before is written. */
  finish(): Promise<void> {
    return this.#end("finished");
  }

  /** Ends the record: the run failed, and why. */
  fail(error: unknown): Promise<void> {
    const text = isUserError(error)
      ? error.message
      : error instanceof Error
      ? error.stack ?? String(error)
      : String(error);
    return this.#end("failed", text.slice(0, LONGEST_ERROR));
  }

  /** Ends the record: someone stopped the run. */
  interrupt(): Promise<void> {
    return this.#end("interrupted");
  }

  /** The first ending counts: a run that was interrupted does not fail over it afterwards. */
  #end(status: "finished" | "failed" | "interrupted", error?: string): Promise<void> {
    return this.#ending ??= this.#endAs(status, error);
  }

  async #endAs(status: "finished" | "failed" | "interrupted", error?: string): Promise<void> {
    const endedAt = new Date().toISOString();
    this.#progress = { ...this.#progress, status, endedAt, ...(error && { error }) };
    clearInterval(this.#heartbeat);
    clearTimeout(this.#gathering);
    try {
      await unlessLocked(this.#storage.path, this.flush());
    } finally {
      this.#lock?.release();
    }
  }

  /** Lets things gather for a moment, so that fast steps do not write one by one. */
  #writeSoon(): void {
    if (this.#gathering !== undefined || !this.running) return;
    this.#gathering = setTimeout(() => {
      this.#gathering = undefined;
      this.#writeLater();
    }, GATHERING);
    Deno.unrefTimer(this.#gathering);
  }

  #writeLater(): void {
    // One at a time: behind a store that is locked for long they would queue up, each as patient.
    if (this.#busy) return;
    this.#busy = true;
    // What fails now stays in line, and the last write of a run tells about it.
    this.flush().catch(() => {}).finally(() => this.#busy = false);
  }

  async #write(): Promise<void> {
    for (let artifact = this.#artifacts[0]; artifact; artifact = this.#artifacts[0]) {
      await this.#storage.addArtifact(this.id, artifact);
      this.#artifacts.shift();
    }
    do {
      const rows = batchOf(this.#rows);
      this.#progress = { ...this.#progress, updatedAt: new Date().toISOString() };
      await this.#storage.update(this.#origin, this.#progress, rows);
      this.#rows = this.#rows.slice(rows.length);
    } while (this.#rows.length > 0);
  }
}

/** As many rows from the front as one update takes. */
function batchOf(rows: readonly string[]): string[] {
  let bytes = 0;
  const end = rows.findIndex((row) => (bytes += byteLength(row) + 1) > BATCH);
  return rows.slice(0, end < 0 ? rows.length : end);
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
