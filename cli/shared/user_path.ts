import { isAbsolute, resolve } from "node:path";

/**
 * A path as the user meant it: relative to the folder in which the command was typed. `deno task`
 * moves to the project's folder first and leaves the user's in INIT_CWD.
 */
export function userPath(path: string): string {
  return isAbsolute(path) ? path : resolve(userFolder(), path);
}

function userFolder(): string {
  const allowed = Deno.permissions.querySync({ name: "env", variable: "INIT_CWD" });
  const initial = allowed.state === "granted" ? Deno.env.get("INIT_CWD") : undefined;
  return initial ?? Deno.cwd();
}
