import { dirname } from "node:path";
import { UnavailableError } from "../errors.ts";
import { ensureFolder } from "../io/atomic_write.ts";
import { JsonLinesStorage } from "./json_lines_storage.ts";
import { KvStorage } from "./kv_storage.ts";
import { unlessLocked } from "./patience.ts";
import type { RecordStorage } from "./record_storage.ts";
import { isRemote } from "./remote.ts";
import { RunStore } from "./run_store.ts";

/** What `openRunStore` may be told. */
export interface OpenRunStoreOptions {
  /** Takes a line for the user, such as that Deno KV is not switched on. */
  readonly notice?: (line: string) => void;
  /** Milliseconds for which an answer of a remote database is waited for; 30,000 when left out. */
  readonly patience?: number;
}

/**
 * Opens the records of runs at `path`, and makes the file and its folder if there are none.
 *
 * They are kept in Deno KV, which several processes may use at once. Where it is not switched on
 * (a script run by URL without `--unstable-kv`) they go to lines of JSON in `path` + `.jsonl`, and
 * `notice` is told; a path that ends in `.jsonl` asks for that.
 *
 * The address of a remote database (KV Connect, `https://…`) may stand for a path. Its access token is
 * taken from the environment, DENO_KV_ACCESS_TOKEN, and the network is needed.
 *
 * Beside the file a folder, `path` + `.running`, holds an empty file for each run that goes on.
 *
 * @throws {FormatError} if the file is there and is no such store
 * @throws {UnavailableError} if it cannot be opened: permissions, a folder, the disk, another process
 *   that keeps it locked for half a minute
 *
 * @example
 * ```ts
 * import { openRunStore } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * using store = await openRunStore(":memory:");
 * const run = await store.begin({ verb: "quench", config: { size: 40, g: 1.5 }, seed: 1 });
 * run.metrics(0, { orderParameter: 0.02 });
 * run.metrics(1, { orderParameter: 0.03 });
 * await run.finish();
 * const [last] = await store.list({ verb: "quench" });
 * assert.equal(last.status, "finished");
 * assert.deepEqual(last.latest, { step: 1, values: { orderParameter: 0.03 } });
 * ```
 */
export async function openRunStore(
  path: string,
  { notice = () => {}, patience }: OpenRunStoreOptions = {},
): Promise<RunStore> {
  const onDisk = path !== ":memory:" && !isRemote(path);
  const folder = dirname(path);
  // Who may write the file alone has its folder already.
  const mayMake = Deno.permissions.querySync({ name: "write", path: folder }).state === "granted";
  if (onDisk && mayMake) await ensureFolder(folder);
  const lockFolder = onDisk ? `${path}.running` : undefined;
  if (onDisk && path.endsWith(".jsonl")) {
    return await opened(path, JsonLinesStorage.open(path, lockFolder));
  }
  if (typeof Deno.openKv === "function") {
    return await opened(path, KvStorage.open(path, lockFolder, patience));
  }
  if (!onDisk) {
    throw new UnavailableError(
      `Cannot open ${path} as a store of runs: Deno KV is not switched on; add --unstable-kv`,
    );
  }
  const lines = `${path}.jsonl`;
  notice(`Deno KV is not switched on (--unstable-kv): this run is recorded in ${lines}`);
  return await opened(lines, JsonLinesStorage.open(lines, lockFolder));
}

async function opened(path: string, opening: Promise<RecordStorage>): Promise<RunStore> {
  try {
    return new RunStore(await unlessLocked(path, opening));
  } catch (error) {
    // Given up, it may still come.
    opening.then((storage) => storage.close(), () => {});
    throw error;
  }
}
