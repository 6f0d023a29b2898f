import { cpus } from "node:os";
import { VERSION } from "../version.ts";
import type { Machine, Permissions, Versions } from "./run_record.ts";

/** Versions of this library and of what runs it. */
export function currentVersions(): Versions {
  const { deno, v8, typescript } = Deno.version;
  return { nearsight: VERSION, deno, v8, typescript };
}

/** The machine, as far as the permissions let it be told; asks for none. */
export function currentMachine(): Machine {
  const allowed = (kind: "cpus" | "systemMemoryInfo" | "hostname") =>
    Deno.permissions.querySync({ name: "sys", kind }).state === "granted";
  return {
    os: Deno.build.os,
    arch: Deno.build.arch,
    cores: navigator.hardwareConcurrency,
    ...(allowed("cpus") && { processor: cpus()[0]?.model ?? "unknown" }),
    ...(allowed("systemMemoryInfo") && { memory: Deno.systemMemoryInfo().total }),
    ...(allowed("hostname") && { host: Deno.hostname() }),
  };
}

/** What this process may do. */
export function currentPermissions(): Permissions {
  const names = ["read", "write", "net", "env", "run", "ffi", "sys", "import"] as const;
  return Object.fromEntries(
    names.map((name) => [name, Deno.permissions.querySync({ name }).state]),
  );
}
