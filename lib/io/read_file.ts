import { FormatError } from "../errors.ts";
import { fileError, pathText } from "./file_error.ts";

/**
 * The bytes of the file at `path`.
 *
 * @throws {UnavailableError} in one line, if there is no such file or it may not be read
 */
export async function readBytes(path: string | URL): Promise<Uint8Array> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    throw fileError(error, "read", path);
  }
}

/**
 * The text of the UTF-8 file at `path`, without a byte-order mark.
 *
 * @throws {UnavailableError} if there is no such file or it may not be read
 * @throws {FormatError} if it is not UTF-8
 */
export async function readText(path: string | URL): Promise<string> {
  const bytes = await readBytes(path);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new FormatError(`Cannot read ${pathText(path)}: it is not text in UTF-8`);
  }
}

/**
 * The value in the JSON file at `path`; what it holds is the caller's to check.
 *
 * @throws {UnavailableError} if there is no such file or it may not be read
 * @throws {FormatError} if it is not JSON
 */
export async function readJson(path: string | URL): Promise<unknown> {
  const text = await readText(path);
  try {
    return JSON.parse(text);
  } catch (error) {
    const where = (error as Error).message.replace(/\s+/g, " ");
    throw new FormatError(`Cannot read ${pathText(path)}: it is not JSON (${where})`);
  }
}
