import { join, relative } from "node:path";
import { EnsembleProgress } from "../../cli/shared/ensemble_progress.ts";
import {
  configHash,
  EnsembleDirectory,
  ensembleSummary,
  finishedRuns,
  openEnsemble,
  quenchConfig,
  type QuenchEnsemble,
  type QuenchOptions,
  runEnsemble,
  UnavailableError,
} from "../../mod.ts";
import { Interrupted } from "./dynamics.ts";
import type { EnsembleOptions } from "./ensemble_program.ts";
import { makingsOf, noteMaking } from "./makings.ts";
import type { Results } from "./results.ts";

/** Quenches that an experiment needs. */
export interface EnsembleRequest {
  /** Folder in `--runs`, such as `fig6a/exact`. */
  readonly name: string;
  /** What differs from the defaults of a quench. */
  readonly quench: QuenchOptions;
  /** How many trajectories, numbered from 0; `--trajectories` overrules it. */
  readonly trajectories: number;
  /** Whether `--trajectories` leaves it as it is: for checks that need no statistics. */
  readonly fixedCount?: boolean;
}

/**
 * An ensemble, made if it is not there: finished trajectories in its folder are taken as they are,
 * others are begun or gone on with. With `--partial` nothing is run.
 *
 * @returns undefined if nothing may be run and no trajectory is finished
 * @throws {ParameterError} if the folder holds trajectories of another configuration
 * @throws {UnavailableError} if another process is at one of the trajectories
 */
export async function ensembleOrNone(
  { name, quench, trajectories: standard, fixedCount = false }: EnsembleRequest,
  options: EnsembleOptions,
  results: Results,
): Promise<QuenchEnsemble | undefined> {
  const folder = join(options.runs, name);
  const count = fixedCount ? standard : options.trajectories ?? standard;
  if (!options.partial) await makeAll(name, quench, count, options);
  const directory = new EnsembleDirectory(folder);
  const there = (await directory.runs()).filter((number) => number < count)
    .map((number) => directory.trajectory(number).path);
  const { finished } = await finishedRuns(there);
  const enough = await ofLength(finished, quenchConfig(quench).steps);
  if (enough.length < count) {
    console.error(`${name}: ${enough.length} of ${count} trajectories are finished`);
  }
  if (enough.length === 0) return undefined;
  const ensemble = await openEnsemble(enough);
  results.useEnsemble(name, await describeRuns(ensemble, folder, options));
  return ensemble;
}

/**
 * The same for what an experiment cannot do without.
 *
 * @throws {UnavailableError} if nothing may be run and no trajectory is finished
 */
export async function ensembleFor(
  request: EnsembleRequest,
  options: EnsembleOptions,
  results: Results,
): Promise<QuenchEnsemble> {
  const ensemble = await ensembleOrNone(request, options, results);
  if (ensemble !== undefined) return ensemble;
  throw new UnavailableError(
    `${join(options.runs, request.name)} holds no finished trajectory: run it without --partial`,
  );
}

async function makeAll(
  name: string,
  quench: QuenchOptions,
  trajectories: number,
  { runs, workers, signal }: EnsembleOptions,
): Promise<void> {
  let progress: EnsembleProgress | undefined;
  try {
    const { status } = await runEnsemble(quenchConfig(quench), join(runs, name), {
      trajectories,
      resume: true,
      resources: { workers },
      signal,
      onStart(all) {
        const open = all.filter(({ step, config }) => step < config.steps).length;
        if (open === 0) return;
        console.error(`${name}: ${open} of ${all.length} trajectories to run`);
        progress = new EnsembleProgress(all);
      },
      async around(trajectory, run) {
        await noteMaking(trajectory.folder, trajectory.step);
        const number = trajectory.config.trajectory;
        return await run({
          onStep: (step) => progress?.step(number, step),
          onRow: (row) => progress?.row(number, row),
        });
      },
    });
    if (status === "interrupted") throw new Interrupted();
  } finally {
    progress?.stop();
  }
}

/** Those of some finished runs that have as many steps: a shorter one is finished too. */
async function ofLength(folders: readonly string[], steps: number): Promise<string[]> {
  const lengths = await Promise.all(
    folders.map(async (folder) => (await openEnsemble([folder])).config.steps),
  );
  return folders.filter((_, f) => lengths[f] === steps);
}

/** Which trajectories there are: their common configuration, hashes, and what made them. */
async function describeRuns(
  ensemble: QuenchEnsemble,
  folder: string,
  { runs, records }: EnsembleOptions,
): Promise<object> {
  const { members, configuration, configurationHash, frames, seeds } = ensembleSummary(
    ensemble,
    [],
    folder,
  );
  return {
    folder: relative(runs, folder),
    ...{ seeds, frames, configuration, configurationHash },
    trajectories: await Promise.all(members.map(async ({ trajectory, steps }, m) => ({
      ...{ trajectory, steps },
      configurationHash: configHash(ensemble.configs[m]),
      madeBy: await makingsOf(ensemble.runs[m].path, ensemble.configs[m], records),
    }))),
  };
}
