import { UnavailableError } from "../errors.ts";

/** Milliseconds for which a store of runs is waited for before it is given up. */
export const PATIENCE = 30_000;

/** Another process is in the way of the store at `path`, and stays there. */
export function keptLocked(path: string, options?: ErrorOptions): UnavailableError {
  return new UnavailableError(
    `Cannot use ${path} as a store of runs: another process keeps it locked`,
    options,
  );
}

/**
 * What `operation` comes to, if it does so in time: both Deno KV and the lock of a file wait for other
 * processes without end. For what nothing of this process follows: it may still be done later.
 *
 * @throws {UnavailableError} if it takes longer than `PATIENCE`
 */
export async function inTime<T>(path: string, operation: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(keptLocked(path)), PATIENCE);
  });
  try {
    return await Promise.race([operation, late]);
  } finally {
    clearTimeout(timer);
  }
}
