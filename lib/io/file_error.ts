import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { UnavailableError } from "../errors.ts";

/** What the system's error codes mean to someone who wanted to read or write a file. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: "the system denies access to it (permission denied)",
  EPERM: "the system denies access to it (not permitted)",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of its path is a file, not a folder",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EROFS: "its file system is read-only",
  ENAMETOOLONG: "its name is too long",
  ELOOP: "its symbolic links form a loop",
  EIO: "the disk reports a failure (input/output error)",
};

/** The path as the user would write it, a file URL turned into a path. */
export function pathText(path: string | URL): string {
  return path instanceof URL ? fileURLToPath(path) : path;
}

/**
 * Turns what a file operation threw into one line that names the path and the reason. Anything that
 * is no failure of the file system comes back as it is.
 */
export function fileError(error: unknown, action: "read" | "write", path: string | URL): unknown {
  const text = pathText(path);
  const reason = reasonOf(error, action, text);
  return reason === undefined
    ? error
    : new UnavailableError(`Cannot ${action} ${text}: ${reason}`, { cause: error });
}

function reasonOf(error: unknown, action: "read" | "write", path: string): string | undefined {
  if (error instanceof Deno.errors.NotCapable) {
    const right = /Requires (\w+) access/.exec(error.message)?.[1] ?? action;
    // Most of /dev and /proc.
    if (right === "all") return "Deno opens such files with --allow-all only";
    // Writing needs the folder: the file comes into being there under a temporary name.
    const where = action === "write" ? dirname(path) : path;
    return `Deno was not given ${right} access to ${where}; add --allow-${right}=${where}`;
  }
  if (error instanceof Deno.errors.NotFound) {
    return action === "read" ? "there is no such file" : `there is no folder ${dirname(path)}`;
  }
  if (!(error instanceof Error)) return undefined;
  const code = (error as Error & { code?: unknown }).code;
  if (typeof code === "string" && Object.hasOwn(REASONS, code)) return REASONS[code];
  // Deno gives rarer failures no code, only the system's words and number.
  const words = /^(.*?) \(os error \d+\)/.exec(error.message)?.[1];
  return words && `the system says: ${words}`;
}

/** Whether reading `path` is allowed already, so that trying it raises no prompt. */
export function mayRead(path: string | URL): boolean {
  return Deno.permissions.querySync({ name: "read", path }).state === "granted";
}
