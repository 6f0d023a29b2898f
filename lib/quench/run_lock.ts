import { UnavailableError } from "../errors.ts";
import { fileError } from "../io/file_error.ts";

/**
 * Takes the lock of a run's folder, so that two processes never write one run. The system frees it
 * when the holder ends, however it ends.
 *
 * @throws {UnavailableError} if another process holds it
 */
export function lockRun(path: string): Disposable {
  let file: Deno.FsFile;
  try {
    file = Deno.openSync(path, { create: true, write: true });
  } catch (error) {
    throw fileError(error, "write", path);
  }
  if (!file.tryLockSync(true)) {
    file.close();
    throw lockedRun(path);
  }
  return file;
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
  const free = file.tryLockSync(false);
  file.close();
  if (!free) throw lockedRun(path);
}

function lockedRun(path: string): UnavailableError {
  return new UnavailableError(
    `Cannot write to this run: another process is running it (it holds ${path})`,
  );
}
