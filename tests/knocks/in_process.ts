import assert from "node:assert/strict";
import { command as dataset } from "../../cli/verbs/dataset.ts";
import { command as forces } from "../../cli/verbs/forces.ts";
import { command as quench } from "../../cli/verbs/quench.ts";
import { Command } from "../../cli/shared/commander.ts";
import { runProgram } from "../../cli/shared/run_program.ts";

/** How a command ended and the lines that it printed on standard error. */
export interface Answer {
  readonly code: number;
  readonly lines: readonly string[];
}

const program = new Command("nearsight");
for (const command of [quench, forces, dataset]) program.addCommand(command);

/**
 * Runs the command line in this process: a call takes milliseconds instead of a process's second,
 * so that thousands of them can be tried. What it prints is kept from the test's own output.
 */
export async function nearsightHere(args: readonly string[]): Promise<Answer> {
  let text = "";
  for (const command of [program, ...program.commands.flatMap((c) => [c, ...c.commands])]) {
    command.configureOutput({ writeErr: (part) => text += part, writeOut: () => {} });
  }
  const { error, log } = console;
  console.error = (...parts: unknown[]) => text += parts.map(shown).join(" ") + "\n";
  console.log = () => {};
  try {
    const code = await runProgram(program, args);
    return { code, lines: text.split("\n").filter((line) => line !== "") };
  } finally {
    Object.assign(console, { error, log });
  }
}

/** Holds that a command did what it was asked, or refused it in one line of ours; whether it did it. */
export function requireDoneOrRefused({ code, lines }: Answer, asked: string): boolean {
  assert.ok([0, 1, 2].includes(code), `${asked}: exit ${code}\n${lines.join("\n")}`);
  if (code === 0) {
    assert.ok(!lines.some((line) => /error/.test(line)), `${asked}\n${lines.join("\n")}`);
    return true;
  }
  assert.equal(lines.length, 1, `${asked}: ${lines.length} lines\n${lines.join("\n")}`);
  assert.match(lines[0], /^error: \S/);
  assert.doesNotMatch(lines[0], / at .*\.ts:\d|\[object/, asked);
  return false;
}

function shown(part: unknown): string {
  return part instanceof Error ? part.stack ?? String(part) : String(part);
}
