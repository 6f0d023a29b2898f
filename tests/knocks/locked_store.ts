import { fileURLToPath } from "node:url";
import { firstLine } from "../runs/child.ts";

const SCRIPT = fileURLToPath(new URL("./hold_lock.ts", import.meta.url));

/** Has another process keep a store of runs locked until it is told to let go. */
export async function lockStore(path: string): Promise<{ readonly release: () => Promise<void> }> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-config", "--no-lock", "-A", SCRIPT, path],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  await firstLine(child);
  return {
    async release() {
      await child.stdin.close();
      await Promise.all([child.status, child.stdout.cancel()]);
    },
  };
}
