import { UnavailableError } from "../errors.ts";
import { isRemote } from "./remote.ts";

/** Milliseconds for which an operation waits for other processes or a server before it gives up. */
export const PATIENCE = 30_000;

/**
 * What an operation comes to, if it does so in time.
 *
 * @param late makes the error of one that does not
 */
export async function inTime<T>(
  answer: Promise<T>,
  patience: number,
  late: () => UnavailableError,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), patience);
  });
  try {
    return await Promise.race([answer, end]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * What an operation on the file at `path` comes to, unless another process keeps that locked: both
 * Deno KV and the lock of a file wait without end. Only for what nothing of this process follows, as
 * it may still be done later; a remote database has a patience of its own.
 *
 * @throws {UnavailableError} if it stays locked
 */
export async function unlessLocked<T>(path: string, operation: Promise<T>): Promise<T> {
  if (isRemote(path)) return await operation;
  return await inTime(operation, PATIENCE, () => keptLocked(path));
}

/** The error of a file that another process keeps locked. */
export function keptLocked(path: string, options?: ErrorOptions): UnavailableError {
  return new UnavailableError(
    `Cannot use ${path} as a store of runs: another process keeps it locked`,
    options,
  );
}
