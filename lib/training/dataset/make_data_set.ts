import { checkpointMilliseconds } from "../../io/checkpoint_interval.ts";
import { type Resources, validateResources } from "../../forcefields/force_field_spec.ts";
import { runTrajectories } from "../../quench/run_trajectories.ts";
import { type Trajectory, trajectoryIn } from "../../quench/trajectory.ts";
import { currentVersions } from "../../runs/environment.ts";
import { joinGroups, particleHoleTwins, partOf, snapshotsOf } from "./assemble.ts";
import type { ConfigurationGroup, DataSet, DataSetProvenance } from "./data_set.ts";
import { drawPiece } from "./draw_random.ts";
import { driverOf, withoutIdleDriver } from "./driver.ts";
import { type LabelOptions, labelPieces } from "./label_pieces.ts";
import { type GroupPlan, planOf, workOf } from "./plan.ts";
import type { DataSetRecipe } from "./recipe.ts";
import { settleRecipe } from "./settle_recipe.ts";
import { splitByConfiguration, splitByTrajectory } from "./splits.ts";
import { validateRecipe } from "./validate_recipe.ts";
import { WorkFolder } from "./work_folder.ts";

/** How a data set is made; nothing in here changes its bits. */
export interface MakeDataSetOptions {
  /** Threads, and what else may be used of the machine. */
  readonly resources: Resources;
  /** Ends the work within seconds, with everything kept that a later call needs to go on. */
  readonly signal?: AbortSignal;
  /** Seconds between checkpoints of trajectories; 30 when left out. */
  readonly checkpointSeconds?: number;
  /** Go on also where this machine's arithmetic differs: no longer bit for bit. */
  readonly acceptOtherArithmetic?: boolean;
  /** Told how far the work is; first at its start, with what was done before. */
  readonly onProgress?: (progress: DataSetProgress) => void;
}

/** How far the making of a data set is. */
export interface DataSetProgress {
  /** Forces on sites that are done. */
  readonly done: number;
  /** Forces on sites in all. */
  readonly total: number;
  /** What was done last. */
  readonly note: string;
}

/** How the making of a data set ended. */
export type DataSetOutcome =
  | { readonly status: "finished"; readonly dataSet: DataSet }
  | { readonly status: "interrupted"; readonly dataSet?: undefined };

/**
 * Makes a data set: draws and labels random configurations, runs quench trajectories, takes their
 * snapshots, labels them where another method drove the trajectories, draws the splits. The same
 * recipe gives the same bits, for any number of workers.
 *
 * What is finished is kept in a work folder. After an interruption, or after the process was killed,
 * the same call goes on from there, to the bits of an unbroken run.
 *
 * @param given the recipe
 * @param work the work folder: a new or empty one, or one that this recipe was begun in
 * @throws {ParameterError} if the recipe is not accepted, or another one was begun in the folder
 * @throws {UnavailableError} if another process works in the folder, or it is not a work folder
 * @throws {FormatError} if a file in the work folder is damaged
 *
 * @example
 * ```ts
 * import { configurationCount, dataSetRecipe, makeDataSet } from "../mod.ts";
 * import assert from "node:assert/strict";
 * const work = await Deno.makeTempDir();
 * const recipe = dataSetRecipe({ preset: "smoke" });
 * const { dataSet } = await makeDataSet(recipe, work, { resources: { workers: 1 } });
 * assert.equal(configurationCount(dataSet?.groups ?? []), 26);
 * await Deno.remove(work, { recursive: true });
 * ```
 */
export async function makeDataSet(
  given: DataSetRecipe,
  work: string,
  options: MakeDataSetOptions,
): Promise<DataSetOutcome> {
  validateRecipe(given);
  validateResources(options.resources);
  const { checkpointSeconds } = options;
  checkpointMilliseconds(checkpointSeconds);
  const recipe = withoutIdleDriver(await settleRecipe(given));
  const folder = new WorkFolder(work);
  using lock = await folder.take(recipe, options.acceptOtherArithmetic);
  const plan = planOf(recipe);
  const provenance: DataSetProvenance = {
    recipe,
    labels: recipe.method,
    trajectories: driverOf(recipe),
    versions: currentVersions(),
    arithmetic: lock.arithmetic,
  };
  const trajectories = await Promise.all(plan.map((group) =>
    Promise.all(
      group.trajectories.map((config) =>
        trajectoryIn(folder.trajectory(config.trajectory), config)
      ),
    )
  ));
  const progress = progressOf(plan, trajectories.flat(), options);
  const labelling = { ...options, progress };
  const random: ConfigurationGroup[][] = [];
  for (const group of plan) {
    const pieces = group.pieces.map((piece) => ({
      path: folder.piece(piece),
      note: `random ${piece.first + piece.count}`,
      configurations: () => drawPiece(group, piece, recipe.seed),
    }));
    const labelled = await labelPieces(group, pieces, provenance, labelling);
    if (labelled === undefined) return { status: "interrupted" };
    random.push(labelled);
  }
  const results = await runTrajectories(trajectories.flat(), {
    resources: options.resources,
    acceptOtherArithmetic: options.acceptOtherArithmetic ?? false,
    ...(checkpointSeconds !== undefined && { checkpointSeconds }),
    signal: options.signal,
    around({ config: { lattice: { width, height }, trajectory }, step: before }, run) {
      let last = before;
      return run({
        onStep(step) {
          progress((step - last) * width * height, `trajectory ${trajectory}: step ${step}`);
          last = step;
        },
      });
    },
  });
  for (const result of results) if (result.status === "failed") throw result.error;
  if (results.some(({ status }) => status !== "finished")) return { status: "interrupted" };

  const groups: ConfigurationGroup[] = [];
  for (const g of plan.keys()) {
    const driven: ConfigurationGroup[] = [];
    for (const trajectory of trajectories[g]) {
      driven.push(await snapshotsOf(trajectory, recipe.quench.snapshotSteps));
    }
    const snapshots = await labelSnapshots(plan[g], driven, folder, provenance, labelling);
    if (snapshots === undefined) return { status: "interrupted" };
    const solved = joinGroups([...random[g], ...snapshots]);
    groups.push(recipe.particleHole ? joinGroups([solved, particleHoleTwins(solved)]) : solved);
  }
  const splits = {
    configuration: splitByConfiguration(groups, recipe),
    trajectory: splitByTrajectory(groups, recipe),
  };
  return { status: "finished", dataSet: { provenance, groups, splits } };
}

/** Counts site forces and tells of them; what trajectories have behind them is counted first. */
function progressOf(
  plan: readonly GroupPlan[],
  trajectories: readonly Trajectory[],
  { onProgress }: MakeDataSetOptions,
): (sites: number, note: string) => void {
  const total = workOf(plan);
  let done = trajectories.reduce(
    (sum, { step, config: { lattice } }) => sum + step * lattice.width * lattice.height,
    0,
  );
  onProgress?.({ done, total, note: "" });
  return (sites, note) => {
    done += sites;
    onProgress?.({ done, total, note });
  };
}

/** Snapshots with the densities of their drivers, or with labels where they need other ones. */
async function labelSnapshots(
  group: GroupPlan,
  driven: readonly ConfigurationGroup[],
  folder: WorkFolder,
  provenance: DataSetProvenance,
  labelling: LabelOptions,
): Promise<readonly ConfigurationGroup[] | undefined> {
  if (group.snapshots.length === 0) return driven;
  const all = joinGroups(driven);
  const pieces = group.snapshots.map((piece) => ({
    path: folder.snapshots(piece),
    note: `snapshot ${piece.first + piece.count}`,
    configurations: () => partOf(all, piece),
  }));
  return await labelPieces(group, pieces, provenance, labelling);
}
