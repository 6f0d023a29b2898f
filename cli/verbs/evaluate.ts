import { Command, Option } from "../shared/commander.ts";
import { describeEvaluation } from "../shared/describe_evaluation.ts";
import { resourcesOf, withoutUndefined } from "../shared/model_options.ts";
import { weightsNamed } from "../shared/network_options.ts";
import { parseInteger } from "../shared/number_options.ts";
import { type Progress, startProgress } from "../shared/progress.ts";
import {
  addRecordOptions,
  noteArtifacts,
  openRecords,
  type RecordOptions,
} from "../shared/records.ts";
import { requireFolderOrNothing } from "../shared/require_folder.ts";
import { userPath } from "../shared/user_path.ts";
import { writeEvaluation } from "../shared/write_evaluation.ts";
import {
  type DataSetPart,
  defaultBackendOn,
  evaluateNetwork,
  latticeOf,
  loadWeights,
  NETWORK_BACKENDS,
  networkSha256,
  ParameterError,
  readDataSet,
  recordRun,
  UNTRAINED,
  type Untrained,
} from "../../mod.ts";

interface EvaluateOptions extends RecordOptions {
  readonly weights: string;
  readonly data: string;
  readonly output: string;
  readonly split: string;
  readonly part?: "test" | "train" | "both";
  readonly compare?: Untrained;
  readonly backend?: string;
  readonly limit?: number;
  readonly checkPrecision: number;
  readonly seed: number;
  readonly workers?: number;
}

/** `nearsight evaluate`: errors of a network on a data set. */
export const command = addRecordOptions(
  new Command("evaluate")
    .description(
      "Errors of a network's forces on a data set, against the exact forces of its labels.\n\n" +
        "A table by kind of configuration, by steps since the quench and by size of the force, a " +
        "report, and figures: predicted against exact forces with the histogram of the errors, and " +
        "the error against the time since the quench.",
    )
    .requiredOption("--weights <name|file>", "the network: shipped weights or a file")
    .requiredOption("--data <file>", "the data set, .npz", userPath)
    .requiredOption("--output <dir>", "folder of the report, the table and the figures", userPath)
    .option("--split <name>", "trajectory, configuration, or all", "trajectory")
    .addOption(
      new Option("--part <name>", "of the split (default: both, to compare them)")
        .choices(["test", "train", "both"]),
    )
    .addOption(
      new Option("--compare <what>", "with nothing trained: the network's own baseline, or cavity")
        .choices([...UNTRAINED]),
    )
    .addOption(
      new Option("--backend <name>", "what computes the network (default: wasm on square lattices)")
        .choices([...NETWORK_BACKENDS]),
    )
    .option("--limit <n>", "at most so many configurations of a part, at random", parseInteger)
    .option(
      "--check-precision <n>",
      "configurations that are computed in double precision too, slowly",
      parseInteger,
      2,
    )
    .option("--seed <n>", "seed of what is drawn at random", parseInteger, 1)
    .option("--workers <n>", "threads (default: all cores)", parseInteger),
).action(async (options: EvaluateOptions) => {
  const { output, split, limit, seed, compare, checkPrecision } = options;
  const parts = partsOf(options);
  if (checkPrecision < 0) {
    throw new ParameterError(`--check-precision must not be negative: got ${checkPrecision}`);
  }
  await requireFolderOrNothing(output);
  const weights = weightsNamed(options.weights);
  const network = await loadWeights(weights);
  const { backend = defaultBackendOn({ kind: latticeOf(network) }) } = options;
  const file = await readDataSet(options.data);
  using store = await openRecords(options);
  const chosen = withoutUndefined({ limit });
  const config = {
    weights: { ...weights, sha256: networkSha256(network) },
    data: { path: options.data, sha256: file.sha256 },
    ...{ split, parts, backend, seed, compare: compare ?? "none", checkPrecision, ...chosen },
  };
  await recordRun(store, { verb: "evaluate", config, seed }, async (run) => {
    let progress: Progress | undefined;
    const begun = performance.now();
    try {
      const evaluation = await evaluateNetwork(network, file, {
        ...{ split, parts, backend, seed, ...chosen, ...withoutUndefined({ untrained: compare }) },
        precisionConfigurations: checkPrecision,
        workers: resourcesOf(options).workers,
        onProgress(done, total) {
          progress ??= startProgress("configurations", total);
          progress.update(done);
        },
      });
      progress?.stop();
      progress = undefined;
      run.timing("total", (performance.now() - begun) / 1000);
      evaluation.report.parts.forEach((part, step) => {
        const { sites, bias, sd, mae, max } = part.network[0].errors;
        run.metrics(step, { sites, bias, sd, mae, max });
      });
      await noteArtifacts(run, await writeEvaluation(evaluation, output));
      console.log(describeEvaluation(evaluation.report));
      console.log(output);
    } finally {
      progress?.stop();
    }
  });
});

function partsOf({ split, part }: EvaluateOptions): DataSetPart[] {
  if (split === "all") {
    if (part === undefined) return ["all"];
    throw new ParameterError(`--split all has no parts: leave out --part ${part}`);
  }
  return part === undefined || part === "both" ? ["test", "train"] : [part];
}
