import process from "node:process";
import { Command, Option } from "../shared/commander.ts";
import { INTERRUPTED, interruption } from "../shared/interruption.ts";
import { resourcesOf, withoutUndefined } from "../shared/model_options.ts";
import { parseInteger, parseNumber } from "../shared/number_options.ts";
import { addRecordOptions, noteArtifacts, openRecords, runThatLeft } from "../shared/records.ts";
import {
  type AskedTraining,
  type TrainCliOptions,
  trainingFromOptions,
} from "../shared/training_from_options.ts";
import { requireFolderOrNothing } from "../shared/require_folder.ts";
import { TrainingProgress } from "../shared/training_progress.ts";
import { userPath } from "../shared/user_path.ts";
import { describeTraining, nextCommands, writeTraining } from "../shared/write_training.ts";
import {
  arithmeticProbe,
  BACKEND_NAMES,
  NETWORK_PRESETS,
  type RunHandle,
  SCHEDULES,
  TrainingDirectory,
  type TrainingOutcome,
  trainNetwork,
} from "../../mod.ts";

/** `nearsight train`: a network from data sets of exact densities. */
export const command = addRecordOptions(
  new Command("train")
    .description(
      "Trains a network on data sets and leaves its weights, a table and a figure in a folder.\n\n" +
        "Errors are root mean squares of the force on held-out configurations. Presets called " +
        "paper train as the paper does; all others by Adam with a cosine schedule, averaged " +
        "weights and particle-hole twins.",
    )
    .addOption(
      new Option("--model <name>", "kind of network").choices(Object.keys(NETWORK_PRESETS)),
    )
    .option("--preset <name>", `of the kind of network, its first by default: ${presets()}`)
    .option(
      "--data <file>",
      "data set, .npz; may be given several times; a resume knows its own",
      collectPaths,
    )
    .requiredOption("--output <dir>", "folder of the training", userPath)
    .option("--split <name>", "trajectory or configuration (default: trajectory)")
    .option("--temperature <T>", "T/t, where the data sets hold several", parseNumber)
    .option("--epochs <n>", "passes over the data (default: 30)", parseInteger)
    .option("--batch <n>", "configurations of a step (default: 4)", parseInteger)
    .option("--shard <n>", "configurations that a worker takes (default: 2)", parseInteger)
    .option("--learning-rate <rate>", "largest learning rate (default: 3e-3)", parseNumber)
    .addOption(
      new Option("--schedule <name>", "of the learning rate (default: cosine)")
        .choices([...SCHEDULES]),
    )
    .option("--clip <c>", "cut gradients c times the usual; 0: never (default: 3)", parseNumber)
    .option("--averaging <decay>", "of averaged weights; 0: none (default: 0.998)", parseNumber)
    .option("--no-flips", "without particle-hole twins in place of configurations")
    .option("--validation <n>", "most held-out configurations; 0: all (default: 120)", parseInteger)
    .option(
      "--patience <n>",
      "stop after so many epochs without gain (default: never)",
      parseInteger,
    )
    .option("--time-limit <s>", "stop with a checkpoint after so many seconds", parseNumber)
    .option("--start-from <name|file>", "weights to start from")
    .option("--seed <n>", "seed of weights, order and twins (default: 1)", parseInteger)
    .addOption(
      new Option("--backend <name>", "what computes the network (default: wasm)")
        .choices(BACKEND_NAMES),
    )
    .option("--workers <n>", "threads (default: all cores)", parseInteger)
    .option("--resume", "go on with the training in --output", false)
    .option(
      "--accept-other-arithmetic",
      "resume where this processor rounds differently: no longer bit for bit",
      false,
    )
    .option("--checkpoint-seconds <s>", "seconds between checkpoints (default: 30)", parseNumber),
).action(async (options: TrainCliOptions) => {
  await requireFolderOrNothing(options.output);
  const asked = await trainingFromOptions(options);
  const { signal, stop } = interruption();
  using store = await openRecords(options);
  const { config } = asked;
  const run = await store.begin({
    verb: "train",
    config,
    seed: config.seed,
    parent: options.resume
      ? await runThatLeft(store, new TrainingDirectory(options.output).checkpoint)
      : undefined,
    arithmetic: arithmeticProbe(),
  });
  try {
    const { status } = await trainAndReport(asked, options, signal, run);
    await (status === "finished" ? run.finish() : run.interrupt());
    if (signal.aborted && status === "interrupted") Deno.exitCode = INTERRUPTED;
  } catch (error) {
    // The user is to see why the run failed, not that its record could not be written on top.
    await run.fail(error).catch(() => {});
    throw error;
  } finally {
    stop();
  }
});

/** `mlp: compact, paper; gnn: …`. */
function presets(): string {
  return Object.entries(NETWORK_PRESETS)
    .map(([model, byName]) => `${model}: ${Object.keys(byName).join(", ")}`).join("; ");
}

function collectPaths(path: string, before: readonly string[] = []): string[] {
  return [...before, userPath(path)];
}

async function trainAndReport(
  { config, ...source }: AskedTraining,
  options: TrainCliOptions,
  signal: AbortSignal,
  run: RunHandle,
): Promise<TrainingOutcome> {
  const { output, resume, acceptOtherArithmetic, checkpointSeconds, timeLimit } = options;
  const begun = performance.now();
  const cpuBefore = process.cpuUsage();
  const display = new TrainingProgress(config.epochs);
  let outcome: TrainingOutcome;
  try {
    outcome = await trainNetwork(config, source, output, {
      resources: resourcesOf(options),
      ...{ resume, acceptOtherArithmetic, signal },
      ...withoutUndefined({ checkpointSeconds, timeLimit }),
      onPrepared: (done, total) => display.prepared(done, total),
      onStart: (steps) => display.start(steps),
      onStep: (step, error) => display.step(step, error),
      onOutsideTraining: noteOutside,
      onEpoch(row) {
        display.epoch(row);
        const { epoch, byKind, step: _, ...values } = row;
        run.metrics(epoch, { ...values, ...byKind });
      },
    });
  } finally {
    display.stop();
  }
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  run.timing("total", seconds);
  run.timing("cpu", (user + system) / 1e6);
  const { history, status } = outcome;
  await noteArtifacts(run, await writeTraining(output, history));
  console.log(describeTraining(config, history, seconds));
  if (history.length > 0) {
    const holdsOut = history.some(({ byKind }) => Object.keys(byKind).length > 0);
    console.log(nextCommands(config, output, source.paths[0], holdsOut));
  }
  const how = status === "finished" ? "finished" : "interrupted, go on with --resume";
  console.log(`${how}: run ${run.id}`);
  console.log(output);
  return outcome;
}

function noteOutside(share: number): void {
  console.error(
    `note: ${(100 * share).toPrecision(2)} % of the sites of the validation set lie outside the ` +
      `range of the training data`,
  );
}
