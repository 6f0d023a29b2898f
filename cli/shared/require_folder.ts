import { UnavailableError } from "../../mod.ts";

/** Refuses before minutes of work what could not be written after them. */
export async function requireFolderOrNothing(path: string): Promise<void> {
  const isFolder = await Deno.stat(path).then((info) => info.isDirectory, () => true);
  if (!isFolder) throw new UnavailableError(`Cannot write into ${path}: it is no folder`);
}
