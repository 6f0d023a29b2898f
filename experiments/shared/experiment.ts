import { Option } from "../../cli/shared/commander.ts";
import { parseInteger } from "../../cli/shared/number_options.ts";
import { userPath } from "../../cli/shared/user_path.ts";
import { ParameterError } from "../../mod.ts";
import { type CommonOptions, runExperimentProgram } from "./program.ts";
import type { Results } from "./results.ts";

/** What experiments about networks on data sets take from the command line. */
export interface ExperimentOptions extends CommonOptions {
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
}

/**
 * Runs an experiment about networks on data sets as a program.
 *
 * @param name such as `fig2`: the task's name and that of the folder of results
 * @param description what `--help` says
 */
export async function runExperiment(
  name: string,
  description: string,
  body: (options: ExperimentOptions, results: Results) => Promise<void>,
): Promise<void> {
  await runExperimentProgram<ExperimentOptions>({
    name,
    description,
    options: (command) =>
      command
        .addOption(
          new Option("--quick", "make a small data set, train on it briefly, and use these")
            .conflicts(["data", "trainingData", "weightsDir"]).default(false),
        )
        .option("--epochs <n>", "epochs of the networks that are trained here", parseInteger, 6)
        .option("--data <file>", "data set to test on", userPath, userPath("runs/paper.npz"))
        .option("--training-data <file>", "data set that the weights were trained on", userPath)
        .option("--weights-dir <dir>", "NAME.safetensors in here, not shipped weights", userPath)
        .option(
          "--limit <n>",
          "at most so many configurations of a set; 0: all",
          parseInteger,
          600,
        ),
    config: ({ quick, epochs, limit }) => {
      if (limit < 0) throw new ParameterError(`--limit must not be negative: got ${limit}`);
      return { quick, epochs, limit };
    },
    body,
  });
}
