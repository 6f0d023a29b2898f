import { join } from "node:path";
import { ParameterError } from "../errors.ts";
import { fileError } from "../io/file_error.ts";
import { RunDirectory } from "./run_directory.ts";

/**
 * Where an ensemble keeps its trajectories: each in the folder of a run of its own.
 *
 *     trajectory-0000/   the run of trajectory 0, complete in itself
 *     trajectory-0001/   that of trajectory 1
 *     …
 *     *.csv, *.svg, ensemble.json   what all of them show together
 *
 * Several processes, also of several machines that share the folder, may run different trajectories
 * of it at once.
 *
 * @example
 * ```ts
 * import { EnsembleDirectory } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const ensemble = new EnsembleDirectory("runs/e");
 * assert.match(ensemble.trajectory(7).config, /trajectory-0007.config\.json$/);
 * ```
 */
export class EnsembleDirectory {
  /** Path of the folder. */
  readonly path: string;

  /**
   * The trajectories in a folder.
   *
   * @param path the folder; nothing is read or written here
   */
  constructor(path: string) {
    this.path = path;
  }

  /**
   * The folder of a trajectory.
   *
   * @param trajectory its number in the ensemble
   * @throws {ParameterError} if that is no integer from 0 up
   */
  trajectory(trajectory: number): RunDirectory {
    if (!Number.isSafeInteger(trajectory) || trajectory < 0) {
      throw new ParameterError(
        `The number of a trajectory must be an integer of at least 0: ` +
          `current value is ${trajectory}`,
      );
    }
    return new RunDirectory(join(this.path, nameOf(trajectory)));
  }

  /**
   * Numbers of the trajectories that have a folder, ascending; none if there is no folder at all.
   * One that was killed in its first moments has no configuration yet.
   *
   * @throws {UnavailableError} if the folder cannot be read
   */
  async trajectories(): Promise<number[]> {
    const found: number[] = [];
    try {
      for await (const { name } of Deno.readDir(this.path)) {
        const number = Number(/^trajectory-(\d{4,})$/.exec(name)?.[1]);
        if (name === nameOf(number)) found.push(number);
      }
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return [];
      throw fileError(error, "read", this.path);
    }
    return found.sort((a, b) => a - b);
  }

  /** Numbers of the trajectories that hold a run, ascending. */
  async runs(): Promise<number[]> {
    const numbers = await this.trajectories();
    const holds = await Promise.all(numbers.map((number) => this.trajectory(number).holdsRun()));
    return numbers.filter((_, i) => holds[i]);
  }
}

function nameOf(trajectory: number): string {
  return `trajectory-${String(trajectory).padStart(4, "0")}`;
}
