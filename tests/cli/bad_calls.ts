import assert from "node:assert/strict";
import { nearsight } from "./nearsight.ts";

/** A bad call: its arguments, what its one line must name, and its permission set. */
export interface BadCall {
  readonly title: string;
  readonly args: readonly string[];
  readonly says: RegExp;
  readonly set?: string;
}

/** Names of everything in a folder; records of failed runs may come, nothing else. */
async function namesIn(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    if (!name.startsWith("records.")) names.push(name);
  }
  return names.sort();
}

/** Checks that each call gives one clear line and a non-zero exit, and leaves nothing in the folder. */
export async function requireRefused(folder: string, calls: readonly BadCall[]): Promise<void> {
  const before = await namesIn(folder);
  for (const { title, args, says, set } of calls) {
    const { code, stderr } = await nearsight(args, set === undefined ? {} : { set });
    assert.ok(code === 1 || code === 2, `${title}: exit ${code}\n${stderr}`);
    const lines = stderr.trimEnd().split("\n");
    assert.equal(lines.length, 1, `${title}: ${lines.length} lines\n${stderr}`);
    assert.match(lines[0], /^error: /, title);
    assert.match(lines[0], says, title);
    assert.deepEqual(await namesIn(folder), before, `${title} left something behind`);
  }
}
