import { fileError } from "./file_error.ts";

/**
 * Whether there is a file at a path.
 *
 * @throws {UnavailableError} if the permissions do not let one know
 */
export async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw fileError(error, "read", path);
  }
}
