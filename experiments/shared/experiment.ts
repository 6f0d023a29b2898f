import { fileURLToPath } from "node:url";
import { Command, Option } from "../../cli/shared/commander.ts";
import { parseInteger } from "../../cli/shared/number_options.ts";
import { runProgram } from "../../cli/shared/run_program.ts";
import { userPath } from "../../cli/shared/user_path.ts";
import { ParameterError } from "../../mod.ts";
import { Results } from "./results.ts";

/** What every experiment takes from the command line. */
export interface ExperimentOptions {
  /** Whether it makes and trains all it needs by itself, small. */
  readonly quick: boolean;
  /** Epochs of the networks that a quick run trains. */
  readonly epochs: number;
  /** The data set of the full run. */
  readonly data: string;
  /** The data set that the networks of the full run were trained on, to draw it too. */
  readonly trainingData?: string;
  /** Folder of weights NAME.safetensors to take in place of the shipped ones. */
  readonly weightsDir?: string;
  /** At most so many configurations of either data set; 0 takes all. */
  readonly limit: number;
  /** Threads. */
  readonly workers: number;
}

/**
 * Runs an experiment as a program: reads the options, lets `body` do its work, writes the record.
 * Whatever the user can mend is said in one line.
 *
 * @param name such as `fig2`: the task's name and that of the folder of results
 * @param description what `--help` says
 */
export async function runExperiment(
  name: string,
  description: string,
  body: (options: ExperimentOptions, results: Results) => Promise<void>,
): Promise<void> {
  const command = new Command(name).description(description)
    .addOption(
      new Option("--quick", "make a small data set, train on it briefly, and use these")
        .conflicts(["data", "trainingData", "weightsDir"]).default(false),
    )
    .option("--epochs <n>", "epochs of the networks that are trained here", parseInteger, 6)
    .option("--data <file>", "data set to test on", userPath, userPath("runs/paper.npz"))
    .option("--training-data <file>", "data set that the weights were trained on", userPath)
    .option("--weights-dir <dir>", "NAME.safetensors in here, not shipped weights", userPath)
    .option("--limit <n>", "at most so many configurations of a set; 0: all", parseInteger, 600)
    .option("--workers <n>", "threads", parseInteger, navigator.hardwareConcurrency)
    .option("--output <dir>", "folder of the results", userPath)
    .action(async ({ output, ...options }: ExperimentOptions & { output?: string }) => {
      if (options.limit < 0) {
        throw new ParameterError(`--limit must not be negative: got ${options.limit}`);
      }
      const folder = output ?? standardOutput(name, options.quick);
      const results = await Results.open(folder, name, options);
      await body(options, results);
      await results.writeRecord();
      console.log(folder);
    });
  Deno.exit(await runProgram(command, Deno.args));
}

/** Results of full runs stand beside the scripts, those of quick ones are not to replace them. */
function standardOutput(name: string, quick: boolean): string {
  return quick
    ? userPath(`runs/${name}-quick`)
    : fileURLToPath(new URL(`../results/${name}`, import.meta.url));
}
