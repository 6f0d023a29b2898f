import { EnsembleDirectory } from "./ensemble_directory.ts";
import { readQuenchConfig } from "./quench_config_file.ts";
import { RunDirectory } from "./run_directory.ts";
import { trajectoryIn } from "./trajectory.ts";

/** A run that has not reached its last step. */
export interface UnfinishedRun {
  /** Its folder. */
  readonly folder: string;
  /** Steps done by its last checkpoint. */
  readonly step: number;
  /** Steps that it is to have; not known of a run that was stopped in its first moments. */
  readonly steps?: number;
}

/** Folders of runs, the folder of an ensemble replaced by those of the runs in it. */
export async function runFoldersOf(folders: readonly string[]): Promise<string[]> {
  const expanded = await Promise.all(folders.map(async (folder) => {
    const ensemble = new EnsembleDirectory(folder);
    if (!await isEnsemble(ensemble)) return [folder];
    return (await ensemble.runs()).map((number) => ensemble.trajectory(number).path);
  }));
  return expanded.flat();
}

/**
 * Which of the runs in some folders are finished: all steps of their configuration are done.
 *
 * @param folders folders of runs or of ensembles
 * @throws {UnavailableError} if there is neither in a folder
 * @throws {FormatError} if a configuration or checkpoint is damaged
 */
export async function finishedRuns(
  folders: readonly string[],
): Promise<{ readonly finished: string[]; readonly unfinished: UnfinishedRun[] }> {
  const finished: string[] = [];
  const unfinished: UnfinishedRun[] = [];
  const sort = async (folder: string) => {
    const config = await readQuenchConfig(new RunDirectory(folder).config);
    const { step } = await trajectoryIn(folder, config);
    if (step >= config.steps) finished.push(folder);
    else unfinished.push({ folder, step, steps: config.steps });
  };
  for (const folder of folders) {
    const ensemble = new EnsembleDirectory(folder);
    if (!await isEnsemble(ensemble)) {
      await sort(folder);
      continue;
    }
    for (const number of await ensemble.trajectories()) {
      const run = ensemble.trajectory(number);
      if (await run.holdsRun()) await sort(run.path);
      else unfinished.push({ folder: run.path, step: 0 });
    }
  }
  return { finished, unfinished };
}

async function isEnsemble(ensemble: EnsembleDirectory): Promise<boolean> {
  if (await new RunDirectory(ensemble.path).holdsRun()) return false;
  return (await ensemble.trajectories()).length > 0;
}
