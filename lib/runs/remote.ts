import { UnavailableError } from "../errors.ts";

/** Whether a path is the address of a remote database. */
export function isRemote(path: string): boolean {
  return /^https?:/.test(path);
}

/** The error of a remote database that does not answer. */
export function silent(path: string, patience: number): UnavailableError {
  return new UnavailableError(
    `Cannot use ${path} as a store of runs: it has not answered for ${patience / 1000} s`,
  );
}
