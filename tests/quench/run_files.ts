import { join } from "node:path";

/** Contents of all files of a run that its physics decides, by name. */
export async function filesOf(run: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const folder of ["", "frames"]) {
    for await (const entry of Deno.readDir(join(run, folder))) {
      if (!entry.isFile || entry.name === ".lock") continue;
      files.set(join(folder, entry.name), await Deno.readFile(join(run, folder, entry.name)));
    }
  }
  return new Map([...files].sort(([a], [b]) => a < b ? -1 : 1));
}
