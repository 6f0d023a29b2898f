import type { Command } from "./commander.ts";
import { reportError } from "./report_error.ts";
import { onSlowTfjs } from "../../mod.ts";

/**
 * Runs a command with these arguments and returns its exit status. What the command line gets wrong
 * is one line on standard error, and 2; other errors are as `reportError` has them.
 */
export async function runProgram(program: Command, args: readonly string[]): Promise<number> {
  for (const command of [program, ...program.commands.flatMap((c) => [c, ...c.commands])]) {
    command.exitOverride((error) => {
      throw error;
    }).configureOutput({
      outputError: (text, write) => write(text.trim().replaceAll(/\s*\n\s*/g, " ") + "\n"),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  }
  onSlowTfjs(() => {
    console.error("Loading TensorFlow.js, which Deno fetches the first time: 300 MB, unpacked");
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    return 0;
  } catch (error) {
    return isCommanderError(error) ? (error.exitCode === 0 ? 0 : 2) : reportError(error);
  }
}

function isCommanderError(error: unknown): error is Error & { exitCode: number } {
  return error instanceof Error && "exitCode" in error && typeof error.exitCode === "number";
}
