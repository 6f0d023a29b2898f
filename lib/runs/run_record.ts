/** What a run leaves behind. All of it is plain JSON; arrays and figures are files, named here. */

/** How a run stands. `killed`: its record says running, but its process is gone. */
export type RunStatus = typeof RUN_STATUSES[number];

/** The names of the ways in which a run can stand. */
export const RUN_STATUSES = ["running", "finished", "failed", "interrupted", "killed"] as const;

/** Versions of everything whose change could change a result. */
export interface Versions {
  /** This library. */
  readonly nearsight: string;
  /** Deno. */
  readonly deno: string;
  /** V8, which compiles the kernels. */
  readonly v8: string;
  /** TypeScript. */
  readonly typescript: string;
}

/** The machine, as far as the permissions let it be told. */
export interface Machine {
  /** Operating system, such as `linux`. */
  readonly os: string;
  /** Architecture, such as `x86_64`. */
  readonly arch: string;
  /** Number of logical processors. */
  readonly cores: number;
  /** The processor's name; needs `--allow-sys=cpus`. */
  readonly processor?: string;
  /** Memory in bytes; needs `--allow-sys=systemMemoryInfo`. */
  readonly memory?: number;
  /** The machine's name; needs `--allow-sys=hostname`. */
  readonly host?: string;
}

/**
 * For each kind of permission whether it was granted, denied, or neither as a whole (`prompt`).
 * Deno does not tell a program which paths or hosts it was granted beyond that.
 */
export type Permissions = Readonly<Record<string, "granted" | "denied" | "prompt">>;

/** One step's scalars by name: losses, energies, order parameters. */
export interface MetricsRow {
  /** Step, epoch or whatever the run counts. */
  readonly step: number;
  /** The scalars; NaN and infinities are kept. */
  readonly values: Readonly<Record<string, number>>;
}

/** A file that a run wrote. */
export interface Artifact {
  /** Its path, as it was given. */
  readonly path: string;
  /** What it is: `weights`, `checkpoint`, `figure`, … */
  readonly kind: string;
  /** Length in bytes. */
  readonly bytes: number;
  /** SHA-256 of its contents. */
  readonly sha256: string;
  /**
   * SHA-256 by which others name what it holds, whatever the file around it: that of a network or of
   * a data set.
   */
  readonly contents?: string;
  /** When it was recorded, in ISO 8601. */
  readonly recordedAt: string;
}

/** What is known of a run when it begins, and never changes. */
export interface RunOrigin {
  /** Unique; runs sort by it in the order in which they began. */
  readonly id: string;
  /** What was run: `quench`, `train`, … */
  readonly verb: string;
  /** SHA-256 of the configuration's canonical JSON. */
  readonly configHash: string;
  /** Seed of the random numbers, if it uses any. */
  readonly seed?: number;
  /** The run that this one resumes. */
  readonly parent?: string;
  /** What the machine's arithmetic answered to a small probe. */
  readonly arithmetic?: string;
  /** Versions of the software. */
  readonly versions: Versions;
  /** Commit of the library's clone, if it is one and may be read. */
  readonly commit?: string;
  /** The machine. */
  readonly machine: Machine;
  /** The process's permissions. */
  readonly permissions: Permissions;
  /** The process's number. */
  readonly pid: number;
  /** Whether the process holds a lock on a file as long as it lives (see `alive.ts`). */
  readonly locked: boolean;
  /** When it began, in ISO 8601. */
  readonly startedAt: string;
}

/** How far a run has come. */
export interface RunProgress {
  /** How it stands. */
  readonly status: RunStatus;
  /** When its process last wrote here, in ISO 8601; at least every quarter minute. */
  readonly updatedAt: string;
  /** When it ended, in ISO 8601. */
  readonly endedAt?: string;
  /** Seconds by name: what took how long. */
  readonly timings: Readonly<Record<string, number>>;
  /** The metrics of the latest step. */
  readonly latest?: MetricsRow;
  /** Why it failed. */
  readonly error?: string;
}

/** A run without its configuration, files and history: what a list shows. */
export interface RunSummary extends RunOrigin, RunProgress {}

/** The run at its beginning. */
export function begun(origin: RunOrigin): RunSummary {
  return { ...origin, status: "running", updatedAt: origin.startedAt, timings: {} };
}

/** A run with its configuration and the files that it wrote. */
export interface RunRecord extends RunSummary {
  /** The configuration, plain JSON. */
  readonly config: unknown;
  /** The files in the order in which they were recorded; of one written again, the last. */
  readonly artifacts: readonly Artifact[];
}

/** All that is known of a run, ready for JSON: NaN and infinities in metrics are strings. */
export interface RunExport extends Omit<RunRecord, "latest"> {
  /** The metrics of every step. */
  readonly metrics: readonly PackedRow[];
}

/** A row of metrics as JSON holds it. */
export interface PackedRow {
  /** Step. */
  readonly step: number;
  /** The scalars, those that are not finite by their names. */
  readonly values: Readonly<Record<string, number | "NaN" | "Infinity" | "-Infinity">>;
}

/** A number as JSON can hold it: one that is not finite by its name. */
export function packNumber(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

/**
 * The row as JSON can hold it: numbers that are not finite, as the energies of methods that have
 * none, by their names.
 */
export function packRow({ step, values }: MetricsRow): PackedRow {
  const packed = Object.entries(values).map(([name, value]) => [
    name,
    packNumber(value),
  ]);
  return { step, values: Object.fromEntries(packed) };
}

/** The row that `packRow` packed. */
export function unpackRow({ step, values }: PackedRow): MetricsRow {
  const numbers = Object.entries(values).map(([name, value]) => [name, Number(value)]);
  return { step, values: Object.fromEntries(numbers) };
}
