import { ParameterError } from "../errors.ts";
import { holdsLock, LifeLock, SILENCE } from "./alive.ts";
import { canonicalJson, configHash } from "./config_hash.ts";
import { currentMachine, currentPermissions, currentVersions } from "./environment.ts";
import { gitCommit } from "./git_commit.ts";
import { unlessLocked } from "./patience.ts";
import { LONGEST_CONFIG, type RecordStorage } from "./record_storage.ts";
import { RunHandle } from "./run_handle.ts";
import { meetsCondition, parseRunCondition } from "./run_condition.ts";
import { newRunId, resolveRunId } from "./run_id.ts";
import {
  type MetricsRow,
  packRow,
  type RunExport,
  type RunOrigin,
  type RunRecord,
  type RunStatus,
  type RunSummary,
} from "./run_record.ts";

/** What a run is about to do. */
export interface RunDescription {
  /** What is run: `quench`, `train`, … */
  readonly verb: string;
  /** The whole configuration, defaults included, as plain JSON. */
  readonly config: unknown;
  /** Seed of the random numbers, if it uses any. */
  readonly seed?: number | undefined;
  /** Id of the run that this one resumes. */
  readonly parent?: string | undefined;
  /** What the machine's arithmetic answers to a small probe. */
  readonly arithmetic?: string | undefined;
}

/** Which runs to list; those that agree with all that is given. */
export interface RunFilter {
  /** What was run. */
  readonly verb?: string | undefined;
  /** How the run stands. */
  readonly status?: RunStatus | undefined;
  /** The configuration's SHA-256, or its first digits. */
  readonly configHash?: string | undefined;
  /** SHA-256 of a file that the run wrote, or of what the file holds, or its first digits. */
  readonly artifact?: string | undefined;
  /** Conditions such as `config.temperature=0.1` or `metrics.domainSize>3`, see `RunCondition`. */
  readonly where?: readonly string[] | undefined;
  /** The run that was resumed. */
  readonly parent?: string | undefined;
  /** At most so many, the latest. */
  readonly limit?: number | undefined;
}

/** Records of runs: begin one, look others up. Open one by `openRunStore`. */
export class RunStore {
  readonly #storage: RecordStorage;

  /** Made by `openRunStore`. */
  constructor(storage: RecordStorage) {
    this.#storage = storage;
  }

  /** How records are kept: in Deno KV or as lines of JSON. */
  get kind(): "kv" | "json-lines" {
    return this.#storage.kind;
  }

  /** The file of the records, or the address of a remote database. */
  get path(): string {
    return this.#storage.path;
  }

  /**
   * Begins the record of a run that this process is about to do.
   *
   * @throws {ParameterError} if the configuration is no plain JSON, or holds large arrays
   * @throws {UnavailableError} if the store cannot be written
   */
  async begin(description: RunDescription): Promise<RunHandle> {
    const { verb, config, seed, parent, arithmetic } = description;
    const json = canonicalJson(config);
    const length = new TextEncoder().encode(json).length;
    if (length > LONGEST_CONFIG) {
      throw new ParameterError(
        `Cannot record a configuration of ${length} bytes: at most ${LONGEST_CONFIG}; ` +
          `keep arrays in files and name these`,
      );
    }
    const commit = gitCommit(new URL(import.meta.url));
    for (;;) {
      const now = new Date();
      const id = newRunId(now);
      const { lockFolder } = this.#storage;
      const lock = lockFolder === undefined ? undefined : LifeLock.take(lockFolder, id);
      const origin: RunOrigin = {
        id,
        verb,
        configHash: configHash(config),
        ...(seed !== undefined && { seed }),
        ...(parent !== undefined && { parent }),
        ...(arithmetic !== undefined && { arithmetic }),
        versions: currentVersions(),
        ...(commit !== undefined && { commit }),
        machine: currentMachine(),
        permissions: currentPermissions(),
        pid: Deno.pid,
        locked: lock !== undefined,
        startedAt: now.toISOString(),
      };
      try {
        if (await unlessLocked(this.path, this.#storage.create(origin, json))) {
          return new RunHandle(this.#storage, origin, lock);
        }
      } catch (error) {
        lock?.release();
        throw error;
      }
      // Another process has just taken this id, and then the lock as well.
      lock?.release();
    }
  }

  /**
   * The runs that `filter` lets through, the latest first.
   *
   * @throws {ParameterError} if the limit is below 1, a condition is none, or is on something that
   *   none of the runs has
   */
  async list(filter: RunFilter = {}): Promise<RunSummary[]> {
    const { artifact, where = [], limit = Infinity } = filter;
    if (!(limit >= 1)) {
      throw new ParameterError(`limit must be at least 1: current value is ${limit}`);
    }
    const conditions = where.map(parseRunCondition);
    const needsConfig = conditions.some(({ path: [part] }) => part === "config");
    const known = conditions.map(() => false);
    const wrote = artifact === undefined
      ? undefined
      : await this.#storage.runsWithArtifact(artifact);
    const found: RunSummary[] = [];
    let looked = 0;
    for (const stored of (await this.#storage.summaries()).reverse()) {
      if (found.length >= limit) break;
      if (wrote !== undefined && !wrote.has(stored.id)) continue;
      const run = await this.#asItStands(stored);
      if (!passes(run, filter)) continue;
      looked++;
      const config = needsConfig ? JSON.parse(await this.#storage.config(run.id)) : undefined;
      const results = conditions.map((condition) => meetsCondition(condition, { ...run, config }));
      results.forEach((result, c) => known[c] ||= result !== undefined);
      if (results.every((result) => result === true)) found.push(run);
    }
    const unknown = known.indexOf(false);
    if (unknown >= 0 && looked > 0) {
      throw new ParameterError(
        `Cannot choose runs by "${where[unknown]}": none of ${looked} runs has ` +
          conditions[unknown].path.join("."),
      );
    }
    return found;
  }

  /**
   * The run of this id, or whose id begins so, or ends with these letters after its last dash.
   *
   * @throws {ParameterError} if there is none, or more than one
   */
  async get(idOrPart: string): Promise<RunRecord> {
    const summaries = await this.#storage.summaries();
    const id = resolveRunId(idOrPart, summaries.map((run) => run.id), this.path);
    return await this.#recordOf(summaries.find((run) => run.id === id) as RunSummary);
  }

  async #recordOf(stored: RunSummary): Promise<RunRecord> {
    const artifacts = await this.#storage.artifacts(stored.id);
    return {
      ...await this.#asItStands(stored),
      config: JSON.parse(await this.#storage.config(stored.id)),
      artifacts: artifacts.sort((a, b) =>
        order(a.recordedAt, b.recordedAt) || order(a.path, b.path)
      ),
    };
  }

  /**
   * The scalars that a run noted, step by step in the order in which they came.
   *
   * @throws {ParameterError} if there is no such run, or more than one
   */
  async metrics(idOrPart: string): Promise<MetricsRow[]> {
    const ids = (await this.#storage.summaries()).map((run) => run.id);
    return await this.#metricsOf(resolveRunId(idOrPart, ids, this.path));
  }

  async #metricsOf(id: string): Promise<MetricsRow[]> {
    const rows = await this.#storage.metrics(id);
    const merged: MetricsRow[] = [];
    for (const { step, values } of rows) {
      const last = merged.at(-1);
      if (last?.step === step) {
        merged[merged.length - 1] = { step, values: { ...last.values, ...values } };
      } else {
        merged.push({ step, values });
      }
    }
    return merged;
  }

  /**
   * All that is known of a run, ready to be written as JSON.
   *
   * @throws {ParameterError} if there is no such run, or more than one
   */
  async export(idOrPart: string): Promise<RunExport> {
    return await this.#exportOf(await this.get(idOrPart));
  }

  /**
   * All that is known of the runs that `filter` lets through, in the order in which they began, one
   * after the other: no more than one is in memory.
   *
   * @throws {ParameterError} if a condition is none, or is on something that none of the runs has
   */
  async *exportAll(filter: RunFilter = {}): AsyncGenerator<RunExport> {
    for (const run of (await this.list(filter)).reverse()) {
      yield await this.#exportOf(await this.#recordOf(run));
    }
  }

  async #exportOf({ latest: _latest, ...record }: RunRecord): Promise<RunExport> {
    return { ...record, metrics: (await this.#metricsOf(record.id)).map(packRow) };
  }

  /** Closes the store. Runs that go on must have ended before. */
  close(): void {
    this.#storage.close();
  }

  /** Closes the store at the end of a `using` block. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** The run with its status as it is rather than as its process left it. */
  async #asItStands(run: RunSummary): Promise<RunSummary> {
    if (run.status !== "running" || this.#mayLive(run)) return run;
    // It may have ended between reading its record and looking at its lock.
    const now = await this.#storage.summary(run.id) ?? run;
    return now.status === "running" ? { ...now, status: "killed" } : now;
  }

  #mayLive(run: RunSummary): boolean {
    const { lockFolder } = this.#storage;
    const held = run.locked && lockFolder !== undefined ? holdsLock(lockFolder, run.id) : undefined;
    return held ?? Date.now() - Date.parse(run.updatedAt) < SILENCE;
  }
}

function passes(run: RunSummary, { verb, status, configHash, parent }: RunFilter): boolean {
  return (verb === undefined || run.verb === verb) &&
    (status === undefined || run.status === status) &&
    (configHash === undefined || run.configHash.startsWith(configHash)) &&
    (parent === undefined || run.parent === parent);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
