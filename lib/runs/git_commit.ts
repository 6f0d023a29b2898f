import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { mayRead } from "../io/file_error.ts";

/**
 * The commit that is checked out in the git clone around `url`, from the files that git keeps and
 * without running it; undefined if there is no clone, or it may not be read. Nothing is asked for.
 */
export function gitCommit(url: URL): string | undefined {
  if (url.protocol !== "file:") return undefined;
  for (let folder = fileURLToPath(url);; folder = dirname(folder)) {
    const dotGit = join(folder, ".git");
    const found = gitFolder(dotGit);
    if (found !== undefined) return commitIn(found);
    if (dirname(folder) === folder) return undefined;
  }
}

/** The folder that `.git` is or, in a work tree or submodule, points to. */
function gitFolder(dotGit: string): string | undefined {
  if (readLine(join(dotGit, "HEAD")) !== undefined) return dotGit;
  const target = /^gitdir: (.+)$/.exec(readLine(dotGit) ?? "")?.[1];
  return target && resolve(dirname(dotGit), target);
}

function commitIn(folder: string): string | undefined {
  const head = readLine(join(folder, "HEAD")) ?? "";
  const branch = /^ref: (.+)$/.exec(head)?.[1];
  if (branch === undefined) return asCommit(head);
  // A work tree keeps its own HEAD, but its branches in the main clone.
  const common = resolve(folder, readLine(join(folder, "commondir")) ?? ".");
  return asCommit(readLine(join(common, branch))) ?? packedCommit(common, branch);
}

function packedCommit(folder: string, branch: string): string | undefined {
  const line = read(join(folder, "packed-refs"))?.split("\n")
    .find((line) => line.endsWith(` ${branch}`));
  return asCommit(line?.split(" ")[0]);
}

function asCommit(text: string | undefined): string | undefined {
  return text !== undefined && /^[0-9a-f]{40,64}$/.test(text) ? text : undefined;
}

function readLine(path: string): string | undefined {
  return read(path)?.split("\n")[0].trim();
}

function read(path: string): string | undefined {
  if (!mayRead(path)) return undefined;
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return undefined;
  }
}
