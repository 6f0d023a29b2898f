import { isUserError } from "../../lib/errors.ts";

/** As of a process that the signal SIGPIPE ended: who read the output has what they wanted. */
const BROKEN_PIPE = 141;

/**
 * Prints an error as the user should see it and returns the exit status: one line for what the user
 * can mend (1), the whole trace for a fault of ours (70).
 */
export function reportError(error: unknown): number {
  if (isUserError(error)) {
    console.error(`error: ${oneLine(error.message)}`);
    return 1;
  }
  if (error instanceof Deno.errors.NotCapable) {
    console.error(`error: ${oneLine(error.message)}`);
    return 1;
  }
  if (error instanceof Deno.errors.BrokenPipe) return BROKEN_PIPE;
  console.error("error: this is a fault in nearsight; please report it with the lines below");
  console.error(error);
  return 70;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, " ").trim();
}
