import { FormatError, UnavailableError } from "../errors.ts";
import { keptLocked, PATIENCE } from "./patience.ts";

const LONGEST_PAUSE = 400;

/**
 * Runs an operation on the database at `path` until no other process is in the way: under
 * contention Deno KV throws "database is locked" where one would expect it to wait.
 *
 * @throws {FormatError} if the file is no database
 * @throws {UnavailableError} if it cannot be opened, read or written, or stays locked
 */
export async function withRetry<T>(path: string, operation: () => Promise<T>): Promise<T> {
  const start = performance.now();
  for (let pause = 2;; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    try {
      return await operation();
    } catch (error) {
      const waited = performance.now() - start;
      if (!isLocked(error) || waited > PATIENCE) throw kvError(error, path);
      // An uneven pause, so that two processes do not meet again and again.
      const [dice] = crypto.getRandomValues(new Uint8Array(1));
      await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + dice / 256)));
    }
  }
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && /database( table)? is locked|SQLITE_BUSY/.test(error.message);
}

/** What the database threw, as one line that names the file; anything else as it is. */
function kvError(error: unknown, path: string): unknown {
  if (!(error instanceof Error)) return error;
  const { message } = error;
  const cannot = `Cannot use ${path} as a store of runs:`;
  const options = { cause: error };
  const missing = /Requires (\w+) access to "([^"]+)"/.exec(message);
  if (missing !== null) {
    const [, right, target] = missing;
    return new UnavailableError(
      `${cannot} Deno was not given ${right} access to ${target}; add --allow-${right}=${target}`,
      options,
    );
  }
  if (/not a database|malformed/.test(message)) {
    return new FormatError(`${cannot} it is no Deno KV file, or it is damaged`, options);
  }
  if (/unable to open/.test(message)) {
    return new UnavailableError(`${cannot} it is a folder, or may not be written`, options);
  }
  if (/readonly database/.test(message)) {
    return new UnavailableError(`${cannot} it may not be written`, options);
  }
  if (/disk is full/.test(message)) {
    return new UnavailableError(`${cannot} the disk is full`, options);
  }
  if (/disk I\/O error/.test(message)) {
    return new UnavailableError(
      `${cannot} the disk reports a failure, or lets no file grow`,
      options,
    );
  }
  if (isLocked(error)) return keptLocked(path, options);
  if (/DENO_KV_ACCESS_TOKEN/.test(message)) {
    return new UnavailableError(
      `${cannot} a remote database takes its token from DENO_KV_ACCESS_TOKEN`,
      options,
    );
  }
  const remote = /^Could not open Deno KV database: (.*)$/s.exec(message)?.[1] ??
    /^KV Connect .*$/s.exec(message)?.[0];
  if (remote !== undefined) {
    return new UnavailableError(`${cannot} ${brief(remote)}`, options);
  }
  return error;
}

/** A server's words on one line, which may be a whole page. */
function brief(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}
