import { fromPlainError, isUserError, ParameterError, UnavailableError } from "../errors.ts";
import { completeForceFieldSpec } from "../forcefields/complete_spec.ts";
import { validateResources } from "../forcefields/force_field_spec.ts";
import { checkpointMilliseconds } from "../io/checkpoint_interval.ts";
import { configDifferences } from "./config_differences.ts";
import { EnsembleDirectory } from "./ensemble_directory.ts";
import type { QuenchConfig } from "./quench_config.ts";
import { readQuenchConfig, writeQuenchConfig } from "./quench_config_file.ts";
import { RunDirectory } from "./run_directory.ts";
import { requireUnlocked } from "./run_lock.ts";
import { requireRunnable } from "./run_quench.ts";
import {
  runTrajectories,
  type TrajectoryOptions,
  type TrajectoryResult,
} from "./run_trajectories.ts";
import { type Trajectory, trajectoryIn } from "./trajectory.ts";

/** How an ensemble is run: nothing in here changes the bits of a trajectory. */
export interface EnsembleRunOptions extends TrajectoryOptions {
  /** How many trajectories, numbered from 0, or the numbers of those to run. */
  readonly trajectories: number | readonly number[];
  /**
   * Go on with those of the trajectories that the folder holds, and leave alone those that are
   * finished; without it the folder must hold none of them.
   */
  readonly resume?: boolean;
  /** Told where each trajectory stands, once everything has been found in order. */
  readonly onStart?: (trajectories: readonly Trajectory[]) => void;
}

/** How an ensemble ended. */
export interface EnsembleOutcome {
  /** Whether all steps were done, or the ensemble was stopped by its signal. */
  readonly status: "finished" | "interrupted";
  /** The trajectories that were asked for, each with the steps that are done. */
  readonly trajectories: readonly Trajectory[];
}

/**
 * Runs quenches that differ in their random numbers alone, and leaves each in a folder of its own
 * (see {@link EnsembleDirectory}). Several run at a time, one a thread.
 *
 * Trajectory k has the same bits as a run by itself whose configuration says `trajectory: k`, for
 * any number of workers and however often the ensemble was stopped, killed or extended. One that
 * fails does not stop the others; its error is thrown after they have ended.
 *
 * @param given the configuration that all share; its number of a trajectory is not used
 * @param folder folder of the ensemble
 * @throws {ParameterError} if the configuration is not accepted, or contradicts that of the
 *   trajectories in the folder: only trajectory numbers and steps may differ
 * @throws {UnavailableError} if the folder holds what is not to be resumed, or another process is
 *   at one of the trajectories
 *
 * @example Two trajectories, and two more
 * ```ts
 * import { quenchConfig, runEnsemble } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const folder = await Deno.makeTempDir();
 * const config = quenchConfig({ width: 4, steps: 20, method: "cavity" });
 * const resources = { workers: 1 };
 * await runEnsemble(config, folder, { trajectories: 2, resources });
 * const { status, trajectories } = await runEnsemble(config, folder, {
 *   trajectories: 4,
 *   resume: true,
 *   resources,
 * });
 * assert.equal(status, "finished");
 * assert.deepEqual(trajectories.map(({ step }) => step), [20, 20, 20, 20]);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function runEnsemble(
  given: QuenchConfig,
  folder: string,
  options: EnsembleRunOptions,
): Promise<EnsembleOutcome> {
  const { trajectories: asked, resume = false, onStart, ...rest } = options;
  validateResources(rest.resources);
  checkpointMilliseconds(rest.checkpointSeconds);
  const numbers = numbersOf(asked);
  const config = await completeForceFieldSpec(given);
  const directory = new EnsembleDirectory(folder);
  const trajectories: Trajectory[] = [];
  const before = await configsIn(directory, config);
  for (const trajectory of numbers) {
    const run = directory.trajectory(trajectory);
    const held = before.get(trajectory);
    if (held !== undefined && !resume) {
      throw new UnavailableError(
        `${run.path} holds a run already: resume the ensemble, or choose another folder`,
      );
    }
    trajectories.push(await standing(run, { ...config, trajectory }));
  }
  const open = trajectories.filter(({ step, config: { steps } }) => step < steps);
  if (open.length > 1) await requireRunnable(config, rest.resources);
  for (const { folder } of trajectories) requireUnlocked(new RunDirectory(folder).lock);
  for (const { config, folder, step } of trajectories) {
    const held = before.get(config.trajectory);
    // Stopped on the way to more steps before the first of them, and now asked for fewer.
    if (step === config.steps && held?.steps !== step) {
      await writeQuenchConfig(new RunDirectory(folder).config, config);
    }
  }
  onStart?.(trajectories);
  const results = await runTrajectories(trajectories, rest);
  throwFailure(trajectories, results);
  return {
    status: results.every(({ status }) => status === "finished") ? "finished" : "interrupted",
    trajectories: trajectories.map((trajectory, t) => ({ ...trajectory, step: results[t].step })),
  };
}

function numbersOf(asked: number | readonly number[]): readonly number[] {
  if (typeof asked !== "number") return [...new Set(asked)];
  if (!Number.isSafeInteger(asked) || asked < 1) {
    throw new ParameterError(
      `The number of trajectories must be a positive integer: current value is ${asked}`,
    );
  }
  return [...Array(asked).keys()];
}

/** The configurations of the trajectories that a folder holds, all of which agree with `config`. */
async function configsIn(
  directory: EnsembleDirectory,
  config: QuenchConfig,
): Promise<Map<number, QuenchConfig>> {
  if (await new RunDirectory(directory.path).holdsRun()) {
    throw new UnavailableError(
      `${directory.path} holds a single run: an ensemble needs a folder of its own`,
    );
  }
  const configs = new Map<number, QuenchConfig>();
  for (const trajectory of await directory.runs()) {
    const { path, config: file } = directory.trajectory(trajectory);
    const held = await readQuenchConfig(file);
    const different = configDifferences(held, { ...config, trajectory });
    if (different.length > 0) {
      throw new ParameterError(
        `Cannot add to ${directory.path} with another ${different.join(", ")} than ${path} has: ` +
          `only trajectory numbers and steps may differ`,
      );
    }
    configs.set(trajectory, held);
  }
  return configs;
}

/** Where a trajectory stands on its way to the steps of `config`. */
async function standing(
  run: RunDirectory,
  config: QuenchConfig,
): Promise<Trajectory> {
  const trajectory = await trajectoryIn(run.path, config);
  if (trajectory.step > config.steps) {
    throw new ParameterError(
      `Cannot run ${run.path} to step ${config.steps}: ` +
        `it has reached step ${trajectory.step} already`,
    );
  }
  return trajectory;
}

/** Throws the first failure, with its trajectory's name where there are others. */
function throwFailure(
  trajectories: readonly Trajectory[],
  results: readonly TrajectoryResult[],
): void {
  const failures = results.flatMap((result, t) =>
    result.status === "failed" ? [{ ...trajectories[t], error: result.error }] : []
  );
  if (failures.length === 0) return;
  const [{ error, config: { trajectory } }, ...others] = failures;
  if (trajectories.length === 1 || !isUserError(error)) throw error;
  const more = others.length > 0 ? ` (and ${others.length} more failed)` : "";
  const { name, message } = error;
  throw fromPlainError({ name, message: `Trajectory ${trajectory} failed: ${message}${more}` });
}
