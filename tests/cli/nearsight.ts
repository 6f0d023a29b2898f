import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Milliseconds after which a command that should have ended long ago is killed. */
const LONGEST = 120_000;

/** How a command ended and what it printed. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line with a verb's own permission set, as `deno task VERB` runs it. */
export function nearsightCommand(
  args: readonly string[],
  options: { readonly set?: string; readonly env?: Record<string, string> } = {},
): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", `-P=${options.set ?? args[0]}`, "cli/main.ts", ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1", ...options.env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

/** Runs the command line to its end. */
export async function nearsight(
  args: readonly string[],
  options: { readonly set?: string; readonly env?: Record<string, string> } = {},
): Promise<CommandResult> {
  const child = nearsightCommand(args, options).spawn();
  const timer = setTimeout(() => child.kill("SIGKILL"), LONGEST);
  const { code, stdout, stderr } = await child.output();
  clearTimeout(timer);
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** Runs `body` with an empty folder, and removes the folder afterwards. */
export async function inTemporaryFolder<T>(body: (folder: string) => Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir({ prefix: "nearsight-" });
  try {
    return await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
