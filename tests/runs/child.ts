import { fileURLToPath } from "node:url";
import assert from "node:assert/strict";

const SCRIPT = fileURLToPath(new URL("./record_child.ts", import.meta.url));

/** Starts `record_child.ts` with these arguments in a process of its own. */
export function startChild(flags: readonly string[], ...args: string[]): Deno.ChildProcess {
  // Away from our deno.json, so that Deno KV is on only where a flag says so.
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-prompt", "--no-config", "--no-lock", ...flags, SCRIPT, ...args],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Waits for the process and returns what it printed. */
export async function outputOf(child: Deno.ChildProcess): Promise<string> {
  const { stdout, stderr, success } = await child.output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim();
}

/** Waits for the first line that the process prints. */
export async function firstLine(child: Deno.ChildProcess): Promise<string> {
  let text = "";
  const reader = child.stdout.getReader();
  while (!text.includes("\n")) {
    const { value, done } = await reader.read();
    assert.ok(!done, "the process ended before it printed a line");
    text += new TextDecoder().decode(value);
  }
  reader.releaseLock();
  return text.split("\n")[0];
}

/** Runs `body` in a new folder that is removed afterwards. */
export async function withFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
