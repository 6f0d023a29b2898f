import { nearsightCommand } from "./nearsight.ts";

/**
 * Runs a command and kills it at the change number `limit` of anything in a folder, or of what has
 * `part` in its path: a moment that does not depend on how fast the machine is.
 */
export async function runKilledAt(
  args: readonly string[],
  folder: string,
  limit: number,
  part = "",
) {
  const watcher = Deno.watchFs(folder);
  const child = nearsightCommand(args).spawn();
  let changes = 0;
  const watching = (async () => {
    for await (const { kind, paths } of watcher) {
      if (kind === "access" || !paths.some((path) => path.includes(part))) continue;
      if (++changes >= limit) break;
    }
    if (changes >= limit) child.kill("SIGKILL");
  })();
  const { code, signal } = await child.output();
  // Already closed if the loop was left.
  if (changes < limit) watcher.close();
  await watching.catch(() => {});
  return { code, signal, changes };
}
