import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gitCommit } from "../../lib/runs/mod.ts";
import { withFolder } from "./child.ts";

const A = "a".repeat(40);
const B = "b".repeat(40);

async function write(folder: string, files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    await Deno.mkdir(join(path, ".."), { recursive: true });
    await Deno.writeTextFile(path, text);
  }
}

const commitAt = (folder: string, path = "lib/runs/x.ts") =>
  gitCommit(pathToFileURL(join(folder, path)));

Deno.test("the commit of a clone is that of its branch, from a file of its own or a packed one", () =>
  withFolder(async (folder) => {
    await write(folder, {
      ".git/HEAD": "ref: refs/heads/main\n",
      ".git/packed-refs":
        `# pack-refs with: peeled fully-peeled sorted\n${B} refs/heads/main\n^${A}\n`,
    });
    assert.equal(commitAt(folder), B);
    await write(folder, { ".git/refs/heads/main": `${A}\n` });
    assert.equal(commitAt(folder), A);
  }));

Deno.test("the commit of a clone without a branch is the one checked out", () =>
  withFolder(async (folder) => {
    await write(folder, { ".git/HEAD": `${B}\n` });
    assert.equal(commitAt(folder), B);
  }));

Deno.test("the commit of a further work tree is that of its own branch", () =>
  withFolder(async (folder) => {
    await write(folder, {
      "main/.git/HEAD": "ref: refs/heads/main\n",
      "main/.git/refs/heads/main": `${A}\n`,
      "main/.git/refs/heads/topic": `${B}\n`,
      "main/.git/worktrees/tree/HEAD": "ref: refs/heads/topic\n",
      "main/.git/worktrees/tree/commondir": "../..\n",
      "tree/.git": `gitdir: ${folder}/main/.git/worktrees/tree\n`,
    });
    assert.equal(commitAt(folder, "tree/lib/x.ts"), B);
    assert.equal(commitAt(folder, "main/lib/x.ts"), A);
  }));

Deno.test("where there is no clone, no commit yet or no file there is no commit", () =>
  withFolder(async (folder) => {
    assert.equal(commitAt(folder), undefined);
    await write(folder, { ".git/HEAD": "ref: refs/heads/main\n" });
    assert.equal(commitAt(folder), undefined);
    assert.equal(gitCommit(new URL("https://example.org/mod.ts")), undefined);
  }));
