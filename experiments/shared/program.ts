import { fileURLToPath } from "node:url";
import { Command } from "../../cli/shared/commander.ts";
import { parseInteger } from "../../cli/shared/number_options.ts";
import { runProgram } from "../../cli/shared/run_program.ts";
import { userPath } from "../../cli/shared/user_path.ts";
import { Results } from "./results.ts";

/** What every experiment takes from the command line. */
export interface CommonOptions {
  /** Whether it makes all that it needs by itself, small. */
  readonly quick: boolean;
  /** Threads. */
  readonly workers: number;
}

/** An experiment as a program. */
export interface ExperimentProgram<Options extends CommonOptions> {
  /** Such as `fig2`: the task's name and that of the folder of results. */
  readonly name: string;
  /** What `--help` says. */
  readonly description: string;
  /** Adds the options beyond `--workers` and `--output`. */
  readonly options: (command: Command) => Command;
  /** The options that decide results, for the record: no paths. */
  readonly config: (options: Options) => Readonly<Record<string, unknown>>;
  /** The work. */
  readonly body: (options: Options, results: Results) => Promise<void>;
}

/**
 * Runs an experiment as a program: reads the options, lets `body` do its work, writes the record.
 * Whatever the user can mend is said in one line.
 */
export async function runExperimentProgram<Options extends CommonOptions>(
  { name, description, options: add, config, body }: ExperimentProgram<Options>,
): Promise<void> {
  const command = add(new Command(name).description(description))
    .option("--workers <n>", "threads", parseInteger, navigator.hardwareConcurrency)
    .option("--output <dir>", "folder of the results", userPath)
    .action(async ({ output, ...options }: Options & { output?: string }) => {
      // The rest of Options without `output` is Options.
      const given = options as unknown as Options;
      const folder = output ?? standardOutput(name, given.quick);
      const results = await Results.open(folder, name, config(given));
      await body(given, results);
      await results.writeRecord();
      console.log(folder);
    });
  const code = await runProgram(command, Deno.args);
  Deno.exit(code === 0 ? Deno.exitCode : code);
}

/** Results of full runs stand beside the scripts, those of quick ones are not to replace them. */
function standardOutput(name: string, quick: boolean): string {
  return quick
    ? userPath(`runs/${name}-quick`)
    : fileURLToPath(new URL(`../results/${name}`, import.meta.url));
}
