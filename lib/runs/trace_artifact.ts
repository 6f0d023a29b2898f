import type { Artifact, RunRecord } from "./run_record.ts";
import type { RunStore } from "./run_store.ts";

/** Something that a run read, as its configuration names it. */
export interface RunInput {
  /** Where the configuration says it: `weights`, `data.0`, `inputs.3`, … */
  readonly key: string;
  /** Its file, folder or name, if the configuration says that. */
  readonly source?: string;
  /** Its SHA-256. */
  readonly sha256: string;
}

/** Where a file comes from, back to what the store no longer knows. */
export interface ArtifactTrace {
  /** SHA-256 of the file, or of its contents. */
  readonly sha256: string;
  /** What the run that read it says of it; left out at the file that was asked for. */
  readonly input?: RunInput;
  /** The run that wrote it, if the store knows one: to this path, or else the latest. */
  readonly run?: RunRecord;
  /** The file as that run wrote it; left out if it has written another to that path since. */
  readonly artifact?: Artifact;
  /** Ids of other runs that wrote the same bytes, the latest first. */
  readonly others: readonly string[];
  /** Where what that run read comes from. */
  readonly inputs: readonly ArtifactTrace[];
}

const SHA256 = /^[0-9a-f]{64}$/;

/**
 * What a run read, of all that its configuration names with a SHA-256: weights, data sets, the
 * trajectories of an analysis.
 *
 * @example
 * ```ts
 * import { inputsOf, sha256 } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const hash = sha256("a network");
 * assert.deepEqual(inputsOf({ g: 1.5, weights: { source: "gnn.safetensors", sha256: hash } }), [
 *   { key: "weights", source: "gnn.safetensors", sha256: hash },
 * ]);
 * ```
 */
export function inputsOf(config: unknown): RunInput[] {
  const inputs: RunInput[] = [];
  const search = (value: unknown, path: readonly string[]) => {
    if (typeof value !== "object" || value === null) return;
    const { sha256, source, path: file, startFrom } = value as Record<string, unknown>;
    const add = (key: readonly string[], hash: unknown, name?: unknown) => {
      if (typeof hash !== "string" || !SHA256.test(hash)) return;
      const named = typeof name === "string" ? { source: name } : {};
      inputs.push({ key: key.join("."), ...named, sha256: hash });
    };
    add(path, sha256, source ?? file);
    add([...path, "startFrom"], startFrom);
    for (const [key, inner] of Object.entries(value)) search(inner, [...path, key]);
  };
  search(config, []);
  return inputs;
}

/**
 * The run that wrote a file, what that run read, the runs that wrote this, and so on.
 *
 * @param sha256 of the file, or of the network or data set that it holds
 * @param path of the file: of several runs that wrote these bytes, the one that wrote them there
 *
 * @example
 * ```ts
 * import { openRunStore, recordRun, sha256File, traceArtifact } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * using store = await openRunStore(":memory:");
 * const path = await Deno.makeTempFile();
 * await Deno.writeTextFile(path, "t,L\n0,1\n");
 * await recordRun(store, { verb: "quench", config: { g: 1.5 }, seed: 7 }, async (run) => {
 *   await run.artifact(path, "table");
 * });
 * const { run } = await traceArtifact(store, (await sha256File(path)).sha256);
 * assert.deepEqual([run?.verb, run?.seed], ["quench", 7]);
 * await Deno.remove(path);
 * ```
 */
export async function traceArtifact(
  store: RunStore,
  sha256: string,
  path?: string,
): Promise<ArtifactTrace> {
  return await trace(store, sha256, path, new Set());
}

async function trace(
  store: RunStore,
  sha256: string,
  path: string | undefined,
  /** Runs that are on the way here: none is its own source. */
  above: ReadonlySet<string>,
): Promise<ArtifactTrace> {
  const ids = (await store.list({ artifact: sha256 })).map(({ id }) => id)
    .filter((id) => !above.has(id));
  const run = await writerOf(store, ids, sha256, path);
  if (run === undefined) return { sha256, others: [], inputs: [] };
  const artifact = run.artifacts.find(isOf(sha256));
  const inputs: ArtifactTrace[] = [];
  for (const input of inputsOf(run.config)) {
    const way = new Set([...above, run.id]);
    inputs.push({ ...await trace(store, input.sha256, input.source, way), input });
  }
  const others = ids.filter((id) => id !== run.id);
  return { sha256, run, ...(artifact && { artifact }), others, inputs };
}

/** Of the runs that wrote these bytes the latest that wrote them to this path, or else the latest. */
async function writerOf(
  store: RunStore,
  ids: readonly string[],
  sha256: string,
  path: string | undefined,
): Promise<RunRecord | undefined> {
  let latest: RunRecord | undefined;
  for (const id of ids) {
    const run = await store.get(id);
    latest ??= run;
    if (path === undefined || ids.length === 1) break;
    if (run.artifacts.some((one) => one.path === path && isOf(sha256)(one))) return run;
  }
  return latest;
}

function isOf(sha256: string): (artifact: Artifact) => boolean {
  return (artifact) => artifact.sha256 === sha256 || artifact.contents === sha256;
}
