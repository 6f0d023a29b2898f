import { UnavailableError } from "../errors.ts";
import type { EnsembleDirectory } from "./ensemble_directory.ts";
import type { QuenchConfig } from "./quench_config.ts";
import { readQuenchConfig } from "./quench_config_file.ts";

/**
 * The configuration that the trajectories of an ensemble share: that of the first, with the steps of
 * the longest.
 *
 * @throws {UnavailableError} if the folder holds no trajectory
 * @throws {FormatError} if a configuration is damaged
 */
export async function readEnsembleConfig(directory: EnsembleDirectory): Promise<QuenchConfig> {
  const configs: QuenchConfig[] = [];
  for (const trajectory of await directory.runs()) {
    configs.push(await readQuenchConfig(directory.trajectory(trajectory).config));
  }
  if (configs.length === 0) {
    throw new UnavailableError(`${directory.path} holds no trajectory to go on from`);
  }
  return { ...configs[0], steps: Math.max(...configs.map(({ steps }) => steps)) };
}
