import { join } from "node:path";
import { formatDuration } from "./progress.ts";
import { shortNumber } from "./short_number.ts";
import {
  bestEpoch,
  decodeCsv,
  type EpochRow,
  isFile,
  networkSha256,
  readNetwork,
  readText,
  textTable,
  type TrainingConfig,
  TrainingDirectory,
  trainingFigures,
  writeTextAtomic,
} from "../../mod.ts";

/** A file that a training left. */
export interface TrainingFile {
  readonly path: string;
  readonly kind: "config" | "weights" | "table" | "figure" | "checkpoint";
  /** SHA-256 of the network in a file of weights. */
  readonly contents?: string;
}

/** Draws the figures of a training and lists all its files: none that it ended too soon to leave. */
export async function writeTraining(
  output: string,
  history: readonly EpochRow[],
): Promise<TrainingFile[]> {
  const directory = new TrainingDirectory(output);
  const { config, checkpoint, best, last, table } = directory;
  const files: TrainingFile[] = [];
  if (await isFile(config)) files.push({ path: config, kind: "config" });
  if (await isFile(checkpoint)) files.push({ path: checkpoint, kind: "checkpoint" });
  if (history.length === 0) return files;
  files.push(
    await weightsFile(best),
    await weightsFile(last),
    { path: table, kind: "table" },
  );
  const rows = decodeCsv(await readText(table), table);
  for (const [name, svg] of Object.entries(trainingFigures(rows, table))) {
    const path = join(output, name);
    await writeTextAtomic(path, svg);
    files.push({ path, kind: "figure" });
  }
  return files;
}

async function weightsFile(path: string): Promise<TrainingFile> {
  return { path, kind: "weights", contents: networkSha256(await readNetwork(path)) };
}

/** What a training reached, for people. */
export function describeTraining(
  config: TrainingConfig,
  history: readonly EpochRow[],
  seconds: number,
): string {
  const best = bestEpoch(history);
  if (best === undefined) return `no epoch has ended yet, ${formatDuration(seconds)}`;
  const kinds = Object.entries(best.byKind);
  const isValidated = kinds.length > 0;
  const errors: [string, string][] = [
    [
      isValidated ? "validation error" : "training error",
      shortNumber(isValidated ? best.validation : best.training),
    ],
    ...kinds.map(([kind, error]): [string, string] => [`of ${kind}`, shortNumber(error)]),
  ];
  return [
    textTable(
      ["epochs", "best epoch", ...errors.map(([heading]) => heading), "time"],
      [[
        `${history.length} of ${config.epochs}`,
        String(best.epoch),
        ...errors.map(([, error]) => error),
        formatDuration(seconds),
      ]],
    ),
    "root mean square errors of the force, in units of t",
  ].join("\n");
}

/**
 * Commands to go on with.
 *
 * @param holdsOut whether the split of the data holds anything out to evaluate on
 */
export function nextCommands(
  { architecture, data }: TrainingConfig,
  output: string,
  dataSet: string,
  holdsOut: boolean,
): string {
  const weights = new TrainingDirectory(output).best;
  return [
    `deno task forces --method ${architecture.model} --weights ${weights} ` +
    "--input Q.npy --output F.npy",
    `deno task evaluate --weights ${weights} --data ${dataSet} --output ${join(output, "errors")}` +
    splitAsked(holdsOut ? data[0].split : "all") +
    // What was learned shows beside what was known before.
    (architecture.baseline === "none" ? "" : " --compare baseline"),
  ].join("\n");
}

/** The split that training took, where `evaluate` takes another if nothing is said. */
function splitAsked(split: string): string {
  return split === "trajectory" ? "" : ` --split ${split}`;
}
