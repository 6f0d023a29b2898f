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
    throw new UnavailableError(
      `Cannot write to this run: another process is running it (it holds ${path})`,
    );
  }
  return file;
}
