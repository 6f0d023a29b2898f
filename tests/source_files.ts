import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

/** Paths of all .ts and .js sources below a folder of the project, relative to its root. */
export function sourceFiles(folder: string): string[] {
  const found: string[] = [];
  const walk = (path: string): void => {
    for (const entry of Deno.readDirSync(path)) {
      const inner = join(path, entry.name);
      if (entry.isDirectory) {
        if (entry.name !== "assembly") walk(inner);
      } else if (/\.(ts|js)$/.test(entry.name)) {
        found.push(relative(ROOT, inner));
      }
    }
  };
  try {
    walk(join(ROOT, folder));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return found.sort();
}
