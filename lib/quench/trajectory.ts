import { makeLattice } from "../lattice/make_lattice.ts";
import { readCheckpoint } from "./checkpoint.ts";
import type { QuenchConfig } from "./quench_config.ts";
import { RunDirectory } from "./run_directory.ts";

/** A trajectory to run, and how far its folder has come. */
export interface Trajectory {
  /** The whole run. */
  readonly config: QuenchConfig;
  /** Its folder. */
  readonly folder: string;
  /** Steps done. */
  readonly step: number;
}

/**
 * How far the run in a folder has come.
 *
 * @throws {FormatError} if its checkpoint is damaged
 */
export async function trajectoryIn(folder: string, config: QuenchConfig): Promise<Trajectory> {
  const directory = new RunDirectory(folder);
  if (!await directory.holdsCheckpoint()) return { config, folder, step: 0 };
  const { state } = await readCheckpoint(directory.checkpoint, makeLattice(config.lattice));
  return { config, folder, step: state.step };
}
