import { INTERRUPTED, interruption } from "../../cli/shared/interruption.ts";
import { type CommonOptions, runExperimentProgram } from "./program.ts";
import type { Results } from "./results.ts";

/** What experiments about dynamics take from the command line. */
export interface DynamicsOptions extends CommonOptions {
  /** Ends what is running after its present step. */
  readonly signal: AbortSignal;
}

/** Thrown where Ctrl-C ended an experiment. */
export class Interrupted extends Error {}

/** What `--quick` does in experiments about dynamics, for `--help`. */
export const QUICK = ["--quick", "small lattices, short times", false] as const;

/**
 * Runs an experiment about dynamics that needs no ensembles as a program.
 *
 * @param name such as `scaling`: the task's name and that of the folder of results
 * @param description what `--help` says
 */
export async function runDynamics(
  name: string,
  description: string,
  body: (options: DynamicsOptions, results: Results) => Promise<void>,
): Promise<void> {
  await runExperimentProgram<CommonOptions>({
    name,
    description,
    options: (command) => command.option(...QUICK),
    config: ({ quick }) => ({ quick }),
    body: (options, results) =>
      untilInterrupted("interrupted", (signal) => body({ ...options, signal }, results)),
  });
}

/** Does some work to its end, or until Ctrl-C ends the process with a line. */
export async function untilInterrupted(
  line: string,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const { signal, stop } = interruption();
  try {
    await work(signal);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    console.error(line);
    Deno.exit(INTERRUPTED);
  } finally {
    stop();
  }
}
