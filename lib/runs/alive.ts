import { join } from "node:path";
import { mayRead } from "../io/file_error.ts";

/**
 * Whether the process of a run still lives. It holds an exclusive lock on a file of its own as long
 * as it does; the system lets go of the lock the moment that the process ends, however it ends, and
 * asking takes no permission beyond reading that file. Where there is no such lock (a remote store,
 * no right to write beside it), a run is taken for dead when it was silent for long.
 */

/** Milliseconds between two signs of life. */
export const HEARTBEAT = 15_000;
/** Milliseconds of silence after which a run without a lock is taken for dead. */
export const SILENCE = 5 * 60_000;

/** The lock that says that this process lives. */
export class LifeLock {
  #path: string;
  #file: Deno.FsFile;

  private constructor(path: string, file: Deno.FsFile) {
    this.#path = path;
    this.#file = file;
  }

  /** Takes the lock of run `id` in `folder`; undefined where that is not possible. */
  static take(folder: string, id: string): LifeLock | undefined {
    // Asking must raise no prompt.
    if (Deno.permissions.querySync({ name: "write", path: folder }).state !== "granted") {
      return undefined;
    }
    try {
      Deno.mkdirSync(folder, { recursive: true });
      const path = join(folder, id);
      const file = Deno.openSync(path, { write: true, create: true });
      if (file.tryLockSync(true)) return new LifeLock(path, file);
      file.close();
    } catch {
      // No right to write there, or a file system without locks: the heartbeat has to do.
    }
    return undefined;
  }

  /** Lets go of the lock and removes its file. */
  release(): void {
    this.#file.close();
    try {
      Deno.removeSync(this.#path);
    } catch {
      // An empty file that stays does no harm.
    }
  }
}

/** Whether the process that took the lock of run `id` lives; undefined if that cannot be told. */
export function holdsLock(folder: string, id: string): boolean | undefined {
  if (!mayRead(folder)) return undefined;
  try {
    using file = Deno.openSync(join(folder, id), { read: true });
    // A shared lock, so that two who ask at once do not take each other for the run.
    return !file.tryLockSync(false);
  } catch {
    return undefined;
  }
}
