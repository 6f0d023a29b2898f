import { ParameterError } from "../errors.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { makeLattice } from "../lattice/make_lattice.ts";
import { configHash } from "../runs/config_hash.ts";
import { identityOf, type QuenchConfig } from "./quench_config.ts";
import { readQuenchConfig } from "./quench_config_file.ts";
import { RunDirectory } from "./run_directory.ts";
import { runFoldersOf } from "./run_folders.ts";

/** Runs that differ in their random numbers alone, with the steps at which all have a frame. */
export interface QuenchEnsemble {
  /** Configuration of the first run. */
  readonly config: QuenchConfig;
  /** The lattice that all share. */
  readonly lattice: Lattice;
  /** The runs, ordered by seed and trajectory number. */
  readonly runs: readonly RunDirectory[];
  /** Their configurations. */
  readonly configs: readonly QuenchConfig[];
  /** Steps of the frames, ascending. */
  readonly steps: readonly number[];
}

/** What runs of one ensemble have in common. */
function physicsOf(config: QuenchConfig): string {
  const {
    seed: _seed,
    trajectory: _trajectory,
    observeEvery: _rows,
    saveEvery: _frames,
    ...physics
  } = identityOf(config);
  return configHash(physics);
}

/**
 * Opens the folders of runs as one ensemble. The folder of an ensemble stands for the runs in it.
 *
 * @throws {ParameterError} if two runs differ in more than their random numbers, are the same
 *   trajectory, or share no frame
 * @throws {UnavailableError} if a folder holds no run
 * @throws {FormatError} if a configuration is damaged
 */
export async function openEnsemble(given: readonly string[]): Promise<QuenchEnsemble> {
  const folders = await runFoldersOf(given);
  if (folders.length === 0) throw new ParameterError("An ensemble needs at least one run");
  const members = await Promise.all(folders.map(async (folder) => {
    const directory = new RunDirectory(folder);
    const config = await readQuenchConfig(directory.config);
    return { directory, config, steps: await directory.frameSteps() };
  }));
  members.sort((a, b) =>
    a.config.seed - b.config.seed || a.config.trajectory - b.config.trajectory
  );
  const [{ config, directory: first, steps: firstSteps }] = members;
  members.forEach((member, m) => {
    if (physicsOf(member.config) !== physicsOf(config)) {
      throw new ParameterError(
        `Cannot analyse ${first.path} and ${member.directory.path} as one ensemble: ` +
          `they differ in more than their random numbers`,
      );
    }
    const before = members[m - 1];
    if (
      before?.config.seed === member.config.seed &&
      before.config.trajectory === member.config.trajectory
    ) {
      throw new ParameterError(
        `Cannot analyse ${before.directory.path} and ${member.directory.path} as one ensemble: ` +
          `they are the same trajectory`,
      );
    }
  });
  const steps = firstSteps.filter((step) => members.every((member) => member.steps.includes(step)));
  if (steps.length === 0) throw new ParameterError("The runs share no frame yet");
  return {
    config,
    lattice: makeLattice(config.lattice),
    runs: members.map(({ directory }) => directory),
    configs: members.map(({ config }) => config),
    steps,
  };
}
