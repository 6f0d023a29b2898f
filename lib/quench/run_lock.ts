import { UnavailableError } from "../errors.ts";
import { fileError } from "../io/file_error.ts";

const ATTEMPTS = 10;
/** Milliseconds between two attempts. */
const PAUSE = 20;
/** Nobody wakes who waits on this. */
const SLEEP = new Int32Array(new SharedArrayBuffer(4));

/**
 * Takes the lock of a run's folder, so that two processes never write one run. The system frees it
 * when the holder ends, however it ends.
 *
 * @throws {UnavailableError} if another process holds it, or the file system has no locks
 */
export function lockRun(path: string): Disposable {
  let file: Deno.FsFile;
  try {
    file = Deno.openSync(path, { create: true, write: true });
  } catch (error) {
    throw fileError(error, "write", path);
  }
  if (tryLock(file, path, true)) return file;
  file.close();
  throw lockedRun(path);
}

/**
 * Makes sure that no process holds the lock of a run's folder now, without taking it.
 *
 * @throws {UnavailableError} if one does
 */
export function requireUnlocked(path: string): void {
  let file: Deno.FsFile;
  try {
    file = Deno.openSync(path, { read: true });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw fileError(error, "read", path);
  }
  // A shared lock, so that two who ask at once do not take each other for the run.
  const free = tryLock(file, path, false);
  file.close();
  if (!free) throw lockedRun(path);
}

/**
 * Whether the lock could be had, after some tries: a process that is just being started by the one
 * that gave the lock back has that one's files too, for a moment. Closes the file if its system has
 * no locks.
 */
function tryLock(file: Deno.FsFile, path: string, exclusive: boolean): boolean {
  try {
    for (let attempt = 1; attempt < ATTEMPTS; attempt++) {
      if (file.tryLockSync(exclusive)) return true;
      Atomics.wait(SLEEP, 0, 0, PAUSE);
    }
    return file.tryLockSync(exclusive);
  } catch (error) {
    file.close();
    const reason = error instanceof Error ? error.message : String(error);
    throw new UnavailableError(
      `Cannot lock ${path}: ${reason}; take a folder on a file system that has locks`,
      { cause: error },
    );
  }
}

function lockedRun(path: string): UnavailableError {
  return new UnavailableError(
    `Cannot write to this run: another process is running it (it holds ${path})`,
  );
}
