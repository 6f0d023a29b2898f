import { createHash } from "node:crypto";
import { fileError } from "./file_error.ts";

/** The SHA-256 of bytes, or of text as UTF-8, as 64 hexadecimal digits. */
export function sha256(data: Uint8Array | string): string {
  return createHash("sha256").update(data).digest("hex");
}

/** A file's length and content hash. */
export interface FileDigest {
  /** Length in bytes. */
  readonly bytes: number;
  /** SHA-256 of the contents, 64 hexadecimal digits. */
  readonly sha256: string;
}

/**
 * Length and SHA-256 of the file at `path`, read piece by piece: the file may exceed the memory.
 *
 * @throws {UnavailableError} if there is no such file or it may not be read
 */
export async function sha256File(path: string | URL): Promise<FileDigest> {
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    using file = await Deno.open(path, { read: true });
    const piece = new Uint8Array(1 << 20);
    for (let read = await file.read(piece); read !== null; read = await file.read(piece)) {
      hash.update(piece.subarray(0, read));
      bytes += read;
    }
  } catch (error) {
    throw fileError(error, "read", path);
  }
  return { bytes, sha256: hash.digest("hex") };
}
