import { basename, dirname, join } from "node:path";
import { INTERRUPTED, interruption } from "./interruption.ts";
import {
  givenModel,
  requireEigensolverUsed,
  resourcesOf,
  withoutUndefined,
} from "./model_options.ts";
import { weightsNamed } from "./network_options.ts";
import { requireFolderFor } from "./require_folder.ts";
import { formatDuration, type Progress, startProgress } from "./progress.ts";
import { noteArtifacts, openRecords, type RecordOptions } from "./records.ts";
import { describeDataSet } from "./describe_data_set.ts";
import {
  type DataSetOptions,
  type DataSetRecipe,
  dataSetRecipe,
  driverOf,
  evenSteps,
  makeDataSet,
  readDataSet,
  settleRecipe,
  writeDataSet,
} from "../../mod.ts";
import {
  arithmeticProbe,
  configHash,
  isTemporaryName,
  ParameterError,
  type RunHandle,
} from "../../mod.ts";

/** The options of `dataset make`, as commander returns them. */
export interface MakeCliOptions extends RecordOptions {
  readonly output: string;
  readonly preset?: string;
  readonly sizes?: readonly { readonly width: number; readonly height: number }[];
  readonly lattice?: string;
  readonly temperatures?: readonly number[];
  readonly random?: number;
  readonly amplitudes?: readonly number[];
  readonly perAmplitude?: number;
  readonly trajectories?: number;
  readonly steps?: number;
  readonly snapshots?: number;
  readonly snapshotSteps?: readonly number[];
  readonly particleHole?: boolean;
  readonly heldOut?: number;
  readonly seed?: number;
  readonly constants?: string;
  readonly t?: number;
  readonly g?: number;
  readonly k?: number;
  readonly kappa?: number;
  readonly mass?: number;
  readonly method?: string;
  readonly driver?: string;
  readonly eigensolver?: string;
  readonly weights?: readonly string[];
  readonly backend?: string;
  readonly lapackLibrary?: string;
  readonly work?: string;
  readonly workers?: number;
  readonly checkpointSeconds?: number;
  readonly acceptOtherArithmetic?: boolean;
}

/** `nearsight dataset make`: the data set that the options ask for, under a record. */
export async function makeFromCommandLine(options: MakeCliOptions): Promise<void> {
  const asked = dataSetRecipe(recipeOptions(options));
  requireEigensolverUsed(options, [asked.method, driverOf(asked)], asked.eigensolver);
  const recipe = await settleRecipe(asked);
  await requireOutputFolder(options.output);
  if (await isThereAlready(options.output, recipe)) {
    console.log(`${options.output} holds this data set already`);
    return;
  }
  const { signal, stop } = interruption();
  using store = await openRecords(options);
  const run = await store.begin({
    verb: "dataset",
    config: recipe,
    seed: recipe.seed,
    arithmetic: arithmeticProbe(),
  });
  try {
    const finished = await makeAndWrite(recipe, options, signal, run);
    await (finished ? run.finish() : run.interrupt());
    if (!finished) Deno.exitCode = INTERRUPTED;
  } catch (error) {
    // The user is to see why the run failed, not that its record could not be written on top.
    await run.fail(error).catch(() => {});
    throw error;
  } finally {
    stop();
  }
}

function recipeOptions(options: MakeCliOptions): DataSetOptions {
  const { preset, constants, method, driver, eigensolver, backend, temperatures } = options;
  const { random, particleHole, heldOut, seed, sizes, trajectories } = options;
  const { lattice } = options;
  const lattices = sizes?.map((sides) => ({ kind: lattice ?? "square", ...sides }));
  const snapshotSteps = snapshotStepsOf(options);
  return withoutUndefined({
    preset,
    constants,
    method,
    driver,
    eigensolver,
    weights: options.weights?.map(weightsNamed),
    backend,
    temperatures,
    random,
    particleHole,
    heldOut,
    seed,
    lattice,
    lattices,
    model: givenModel(options),
    amplitudes: amplitudesOf(options),
    quench: withoutUndefined({ trajectories, snapshotSteps }),
  });
}

function amplitudesOf({ amplitudes, perAmplitude }: MakeCliOptions) {
  if ((amplitudes === undefined) !== (perAmplitude === undefined)) {
    throw new ParameterError("Give both --amplitudes and --per-amplitude, or neither");
  }
  return amplitudes?.map((amplitude) => ({ amplitude, count: perAmplitude ?? 0 }));
}

function snapshotStepsOf({ steps, snapshots, snapshotSteps }: MakeCliOptions) {
  if ((steps === undefined) !== (snapshots === undefined)) {
    throw new ParameterError("Give both --steps and --snapshots, or neither");
  }
  if (steps === undefined || snapshots === undefined) return snapshotSteps;
  if (snapshotSteps !== undefined) {
    throw new ParameterError("Give --steps and --snapshots, or --snapshot-steps, not all of them");
  }
  if (!(snapshots >= 1 && steps >= snapshots && steps % snapshots === 0)) {
    throw new ParameterError(
      `--steps must be a multiple of --snapshots, for evenly spaced snapshots: ` +
        `current values are ${steps} and ${snapshots}`,
    );
  }
  return evenSteps(steps, snapshots);
}

/** Refuses before hours of work what could not be written after them. */
export async function requireOutputFolder(output: string): Promise<void> {
  if (!output.endsWith(".npz")) {
    throw new ParameterError(`Cannot write ${output}: a data set is an .npz file`);
  }
  await requireFolderFor(output);
}

/** Whether the file holds what the recipe makes. */
async function isThereAlready(output: string, recipe: DataSetRecipe): Promise<boolean> {
  try {
    await Deno.stat(output);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
  const { dataSet } = await readDataSet(output);
  if (configHash(dataSet.provenance.recipe) === configHash(recipe)) return true;
  throw new ParameterError(
    `${output} holds a data set of another recipe: remove it, or choose another file`,
  );
}

async function makeAndWrite(
  recipe: DataSetRecipe,
  options: MakeCliOptions,
  signal: AbortSignal,
  run: RunHandle,
): Promise<boolean> {
  const begun = performance.now();
  const { output, checkpointSeconds, acceptOtherArithmetic } = options;
  const work = options.work ?? `${output.slice(0, -".npz".length)}.work`;
  let progress: Progress | undefined;
  let done = 0;
  let outcome;
  try {
    outcome = await makeDataSet(recipe, work, {
      resources: resourcesOf(options),
      ...withoutUndefined({ checkpointSeconds, acceptOtherArithmetic }),
      signal,
      onProgress(reached) {
        done = reached.done;
        progress ??= startProgress("site forces", reached.total, done);
        progress.update(done, reached.note);
      },
    });
  } finally {
    progress?.stop();
  }
  const seconds = (performance.now() - begun) / 1000;
  run.metrics(0, { siteForces: done });
  run.timing("total", seconds);
  if (outcome.status === "interrupted") {
    console.log(`interrupted; the same command goes on from ${work}, run ${run.id}`);
    return false;
  }
  await removeLeftovers(output);
  const sha256 = await writeDataSet(output, outcome.dataSet);
  await noteArtifacts(run, [{ path: output, kind: "dataset", contents: sha256 }]);
  console.log(describeDataSet({ dataSet: outcome.dataSet, sha256 }));
  console.log(`finished in ${formatDuration(seconds)}, run ${run.id}`);
  console.log(`${output} (the work folder ${work} is no longer needed)`);
  return true;
}

/** Removes what a process that was killed while it wrote this file left beside it. */
async function removeLeftovers(output: string): Promise<void> {
  const folder = dirname(output);
  const beginning = `.${basename(output).slice(0, 32)}.`;
  for await (const { name } of Deno.readDir(folder)) {
    if (name.startsWith(beginning) && isTemporaryName(name)) await Deno.remove(join(folder, name));
  }
}
