import { dirname } from "node:path";
import { isFolder, UnavailableError } from "../../mod.ts";

/** Refuses before minutes of work what could not be written after them. */
export async function requireFolderOrNothing(path: string): Promise<void> {
  const mayBeFolder = await Deno.stat(path).then((info) => info.isDirectory, () => true);
  if (!mayBeFolder) throw new UnavailableError(`Cannot write into ${path}: it is no folder`);
}

/** Refuses a file in a folder that is not there. */
export async function requireFolderFor(file: string): Promise<void> {
  const folder = dirname(file);
  if (await isFolder(folder)) return;
  throw new UnavailableError(`Cannot write ${file}: there is no folder ${folder}`);
}
