/**
 * The backend for networks where none is asked for: `wasm`, which reads one file deep in Deno's
 * cache, where reading is allowed everywhere; else `cpu`, slower by a factor ten or more. Names of
 * single files or folders are not looked through: ask for `wasm` where its file is among them.
 */
export function defaultBackend(): string {
  return Deno.permissions.querySync({ name: "read" }).state === "granted" ? "wasm" : "cpu";
}
