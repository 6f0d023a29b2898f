import { fileURLToPath } from "node:url";
import { dirname } from "node:path";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** How to get mounts of one's own, seen by nobody else: as a user, then as root. */
const WAYS = [["unshare", "--user", "--map-root-user", "--mount"], ["unshare", "--mount"]] as const;

const way = WAYS.find((command) => {
  const folder = Deno.makeTempDirSync();
  try {
    const test = `mount -t tmpfs -o size=64k tmpfs ${folder} && mount -o remount,ro ${folder}`;
    const [program, ...args] = [...command, "sh", "-c", test];
    return new Deno.Command(program, { args, stdout: "null", stderr: "null" }).outputSync().success;
  } catch {
    // No such program: another system.
    return false;
  } finally {
    Deno.removeSync(folder);
  }
});

/** Why tests that need mounts of their own are left out, for their titles; undefined if they are not. */
export const NO_MOUNTS: string | undefined = way === undefined
  ? "needs unshare and the right to mount"
  : undefined;

/**
 * Runs a shell script that may mount what it likes, in the project's folder. In it `nearsight` is
 * the command line with the permissions of its verb, and `$1`, `$2`, … are `args`. Its standard
 * output comes back; what commands print on standard error it has to keep in files.
 */
export async function withOwnMounts(script: string, args: readonly string[]): Promise<string> {
  return await shell([...way ?? []], script, args);
}

/** Runs a shell script, such as one with limits of its own, in the same way. */
export async function shell(
  before: readonly string[],
  script: string,
  args: readonly string[],
): Promise<string> {
  const verbs = `PATH="${dirname(Deno.execPath())}:$PATH"
    nearsight() { deno run -q "-P=$1" cli/main.ts "$@"; }\n`;
  const [program, ...rest] = [...before, "sh", "-c", verbs + script, "sh", ...args];
  const { stdout, stderr, success } = await new Deno.Command(program, {
    args: rest,
    cwd: ROOT,
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  if (!success) throw new Error(`the script failed: ${text(stderr)}`);
  return text(stdout);
}
