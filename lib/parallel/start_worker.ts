import { fileURLToPath } from "node:url";
import { UnavailableError } from "../errors.ts";

/**
 * Starts a worker of the module at `url`.
 *
 * @throws {UnavailableError} for want of read permission on a local module
 */
export function startWorker(url: URL): Worker {
  // Asked for here, because a worker that is refused its own file prints a trace of its own.
  const local = url.protocol === "file:";
  if (local && Deno.permissions.requestSync({ name: "read", path: url }).state !== "granted") {
    throw cannotStart(`reading ${fileURLToPath(url)} is not allowed`);
  }
  return new Worker(url.href, { type: "module" });
}

/** What is thrown where a worker cannot start. */
export function cannotStart(reason: string): UnavailableError {
  return new UnavailableError(
    `Cannot start a worker thread: ${reason}. ` +
      `Allow reading the library's folder, or use one worker`,
  );
}
