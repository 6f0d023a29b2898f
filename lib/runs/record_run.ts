import type { RunHandle } from "./run_handle.ts";
import type { RunDescription, RunStore } from "./run_store.ts";

/**
 * Runs `body` under a record that ends with it: finished if it returns, failed if it throws, and as
 * `body` itself ended it otherwise. Returns what `body` returns and throws what it throws.
 *
 * @example
 * ```ts
 * import { openRunStore, recordRun } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * using store = await openRunStore(":memory:");
 * const sum = await recordRun(store, { verb: "add", config: { a: 1, b: 2 } }, (run) => {
 *   run.metrics(0, { sum: 3 });
 *   return 3;
 * });
 * assert.equal(sum, 3);
 * assert.equal((await store.list())[0].status, "finished");
 * ```
 */
export async function recordRun<T>(
  store: RunStore,
  description: RunDescription,
  body: (run: RunHandle) => T | Promise<T>,
): Promise<T> {
  const run = await store.begin(description);
  let result: T;
  try {
    result = await body(run);
  } catch (error) {
    // The user is to see why the run failed, not that its record could not be written on top.
    await run.fail(error).catch(() => {});
    throw error;
  }
  await run.finish();
  return result;
}
