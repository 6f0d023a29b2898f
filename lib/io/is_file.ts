import { fileError } from "./file_error.ts";

/**
 * Whether there is a file at a path.
 *
 * @throws {UnavailableError} if the permissions do not let one know
 */
export async function isFile(path: string): Promise<boolean> {
  return (await whatIs(path))?.isFile ?? false;
}

/**
 * Whether there is a folder at a path.
 *
 * @throws {UnavailableError} if the permissions do not let one know
 */
export async function isFolder(path: string): Promise<boolean> {
  return (await whatIs(path))?.isDirectory ?? false;
}

async function whatIs(path: string): Promise<Deno.FileInfo | undefined> {
  try {
    return await Deno.stat(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw fileError(error, "read", path);
  }
}
