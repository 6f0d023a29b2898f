import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import config from "../../deno.json" with { type: "json" };
import { askedFor } from "./asked_for.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Kinds of permission of a set: all of a kind, or some values of it. */
export type PermissionSet = Readonly<Record<string, boolean | readonly string[]>>;

/** The permission sets of `deno.json`, by the name of their task. */
export const SETS = config.permissions as unknown as Readonly<Record<string, PermissionSet>>;

/** The flags that grant a set less some kinds; taking from `-P` by flags works for whole kinds only. */
export function flagsWithout(set: PermissionSet, kinds: readonly string[]): string[] {
  return Object.entries(set).filter(([kind]) => !kinds.includes(kind)).map(([kind, granted]) =>
    `--allow-${kind}${Array.isArray(granted) ? `=${granted.join(",")}` : ""}`
  );
}

/** Checks an audit log: nothing was asked for that the set does not have. */
export async function assertWithin(name: string, audit: string): Promise<void> {
  for (const [kind, values] of await askedFor(audit)) {
    const granted = SETS[name][kind];
    const beyond = [...values].filter((value) =>
      granted !== true && !(Array.isArray(granted) && granted.includes(value))
    );
    assert.deepEqual(beyond, [], `${name} asks for ${kind} beyond its set`);
  }
}

/** The program that a task runs, without its options and permissions. */
export function programOf(task: string): string {
  const { command } = config.tasks[task as "quench"];
  return command.split(" ").find((word) => word.endsWith(".ts"))!;
}

/** Runs a task's program with its set less some kinds of permission. */
export async function runWithout(task: string, kinds: readonly string[], args: readonly string[]) {
  const flags = flagsWithout(SETS[task], kinds);
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-prompt", ...flags, programOf(task), ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
    ...{ stdin: "null", stdout: "null" },
  }).output();
  return { code, stderr: new TextDecoder().decode(stderr).trimEnd() };
}

/** The same must end in one line that says what is wrong. */
export async function assertSaysWhatIsMissing(
  task: string,
  kind: string,
  args: readonly string[],
  line: RegExp = new RegExp(`^error: [^\\n]*${kind}[^\\n]*$`),
): Promise<void> {
  const { code, stderr } = await runWithout(task, [kind], args);
  assert.ok(code === 1 || code === 2, `${task} without ${kind}: exit ${code}\n${stderr}`);
  assert.match(stderr, line, `${task} without ${kind}`);
}
