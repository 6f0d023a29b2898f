import { basename, dirname, join } from "node:path";
import { UnavailableError } from "../errors.ts";
import { fileError, mayRead, pathText } from "./file_error.ts";
import { jsonText } from "./json_text.ts";

/**
 * Writes `bytes` to `path` so that whoever reads it, at any time and after any crash, finds either
 * the old file or the whole new one: the bytes go to a temporary name in the same folder, are
 * forced to the disk, and the name is changed last. A symbolic link stays, and what it points to is
 * replaced; devices and pipes (`/dev/stdout`) are written to as they are.
 *
 * @throws {UnavailableError} if the target cannot be written: no such folder, no permission,
 *   write-protected, a folder, disk full; the temporary file is removed
 */
export async function writeBytesAtomic(path: string | URL, bytes: Uint8Array): Promise<void> {
  await writePiecesAtomic(path, [bytes]);
}

/**
 * Writes pieces one after the other, as they come, in the way of {@link writeBytesAtomic}: a file that
 * exceeds the memory is whole or not there. If making a piece fails, nothing stays.
 *
 * @throws {UnavailableError} if the target cannot be written
 *
 * @example
 * ```ts
 * import { readText, writePiecesAtomic } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const path = await Deno.makeTempFile();
 * async function* lines() {
 *   for (let i = 0; i < 3; i++) yield new TextEncoder().encode(`${i}\n`);
 * }
 * await writePiecesAtomic(path, lines());
 * assert.equal(await readText(path), "0\n1\n2\n");
 * await Deno.remove(path);
 * ```
 */
export async function writePiecesAtomic(
  path: string | URL,
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<void> {
  try {
    const target = await resolveTarget(pathText(path));
    if (target.kind === "stream") {
      await writeAll(target.path, pieces, { write: true });
    } else {
      await replaceFile(target.path, pieces, target.mode);
    }
  } catch (error) {
    throw fileError(error, "write", path);
  }
}

/** Writes text as UTF-8 in the way of {@link writeBytesAtomic}. */
export async function writeTextAtomic(path: string | URL, text: string): Promise<void> {
  await writeBytesAtomic(path, new TextEncoder().encode(text));
}

/**
 * Writes `value` as indented JSON (see {@link jsonText}) in the way of {@link writeBytesAtomic}.
 *
 * @throws {ParameterError} if a number in it is NaN or infinite, which JSON cannot hold
 */
export async function writeJsonAtomic(path: string | URL, value: unknown): Promise<void> {
  await writeTextAtomic(path, jsonText(value));
}

/**
 * Makes the folder at `path` and those above it, as far as they are missing.
 *
 * @throws {UnavailableError} if that is not possible
 */
export async function ensureFolder(path: string | URL): Promise<void> {
  try {
    await Deno.mkdir(path, { recursive: true });
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) {
      throw new UnavailableError(`Cannot make the folder ${pathText(path)}: a file has its name`);
    }
    throw fileError(error, "write", path);
  }
}

/**
 * Whether a file of this name is the temporary one of an atomic write: where no process writes any
 * more, a left-over of one that was killed.
 */
export function isTemporaryName(name: string): boolean {
  return /^\..*\.[0-9a-f]{8}-[0-9a-f]{4}\.tmp$/.test(name);
}

type Target =
  | { readonly kind: "file"; readonly path: string; readonly mode?: number }
  | { readonly kind: "stream"; readonly path: string };

async function resolveTarget(path: string): Promise<Target> {
  if (!mayRead(path)) return { kind: "file", path };
  let info: Deno.FileInfo;
  try {
    info = await Deno.stat(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { kind: "file", path };
    throw error;
  }
  if (info.isDirectory) throw new UnavailableError(`Cannot write ${path}: it is a folder`);
  if (!info.isFile) return { kind: "stream", path };
  const { mode } = info;
  if (mode === null) return { kind: "file", path };
  // Renaming over a file asks only for rights on its folder, and would ignore this protection.
  if ((mode & 0o222) === 0) {
    throw new UnavailableError(`Cannot write ${path}: it is write-protected`);
  }
  const isLink = (await Deno.lstat(path)).isSymlink;
  return { kind: "file", path: isLink ? await Deno.realPath(path) : path, mode: mode & 0o777 };
}

type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

async function replaceFile(path: string, pieces: Pieces, mode = 0o666): Promise<void> {
  const folder = dirname(path);
  // A short name: the target's own may already have the greatest length that is allowed.
  const stem = basename(path).slice(0, 32);
  const temporary = join(folder, `.${stem}.${crypto.randomUUID().slice(0, 13)}.tmp`);
  try {
    await writeAll(temporary, pieces, { write: true, createNew: true, mode });
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw error;
  }
  await syncFolder(folder);
}

async function writeAll(
  path: string,
  pieces: Pieces,
  options: Deno.OpenOptions,
): Promise<void> {
  using file = await Deno.open(path, options);
  for await (const bytes of pieces) {
    for (let written = 0; written < bytes.length;) {
      written += await file.write(bytes.subarray(written));
    }
  }
  if (options.createNew) await file.sync();
}

/** Forces the rename itself to the disk, where the system and the permissions let us. */
async function syncFolder(folder: string): Promise<void> {
  if (!mayRead(folder)) return;
  try {
    using handle = await Deno.open(folder, { read: true });
    await handle.sync();
  } catch {
    // Windows opens no folders. The file's own bytes are safe; only a power cut in the next seconds
    // could bring the old file back.
  }
}
