import { join } from "node:path";
import { FormatError, ParameterError, UnavailableError } from "../../errors.ts";
import { ensureFolder, isTemporaryName, writeJsonAtomic } from "../../io/atomic_write.ts";
import { fileError } from "../../io/file_error.ts";
import { readJson } from "../../io/read_file.ts";
import { arithmeticProbe } from "../../kernels/arithmetic_probe.ts";
import { lockRun } from "../../quench/run_lock.ts";
import { v } from "../../quench/valibot.ts";
import { configHash } from "../../runs/config_hash.ts";
import type { RandomPiece, SnapshotPiece } from "./plan.ts";
import { driverOf } from "./driver.ts";
import type { DataSetRecipe } from "./recipe.ts";
import { RECIPE_SCHEMA } from "./recipe_schema.ts";

/**
 * Where a data set grows.
 *
 *     recipe.json                   the recipe, and the arithmetic of the machines that worked here
 *     random/draw0-000064.npz       random configurations, labelled
 *     trajectories/1048576/         a quench, as `nearsight quench` leaves it
 *     snapshots/group0-000064.npz   snapshots, labelled, where another method drove trajectories
 */
export class WorkFolder {
  /** Path of the folder. */
  readonly path: string;

  /** The work folder at a path; nothing is read or written here. */
  constructor(path: string) {
    this.path = path;
  }

  /** Path of the recipe. */
  get recipe(): string {
    return join(this.path, "recipe.json");
  }

  /** Path of a piece of random configurations. */
  piece({ draw, first }: RandomPiece): string {
    return join(this.path, "random", `draw${draw}-${String(first).padStart(6, "0")}.npz`);
  }

  /** Path of a piece of snapshots. */
  snapshots({ group, first }: SnapshotPiece): string {
    return join(this.path, "snapshots", `group${group}-${String(first).padStart(6, "0")}.npz`);
  }

  /** Folder of a trajectory. */
  trajectory(trajectory: number): string {
    return join(this.path, "trajectories", String(trajectory));
  }

  /**
   * Takes the folder for a recipe: a new one, or one that the same recipe was begun in. The lock
   * lasts until it is disposed of.
   *
   * @throws {ParameterError} if another recipe was begun here
   * @throws {UnavailableError} if another process works here, the folder holds other files, or this
   *   machine's arithmetic differs and `acceptOther` is not set
   */
  async take(recipe: DataSetRecipe, acceptOther = false): Promise<WorkLock> {
    await ensureFolder(this.path);
    const names = await namesIn(this.path);
    const foreign = names.some((name) => name !== ".lock" && !isTemporaryName(name));
    if (foreign && !names.includes("recipe.json")) {
      throw new UnavailableError(
        `${this.path} is no work folder of a data set, and is not empty: choose another one`,
      );
    }
    const lock = lockRun(join(this.path, ".lock"));
    try {
      const here = arithmeticProbe();
      const begun = (await namesIn(this.path)).includes("recipe.json");
      const before = begun ? await this.#arithmeticOf(recipe) : [];
      if (begun && !before.includes(here) && !acceptOther) {
        throw new UnavailableError(
          `Cannot go on bit for bit: the data set was begun with arithmetic "${before.join()}", ` +
            `this machine has "${here}"; accept other arithmetic by name to go on all the same`,
        );
      }
      const arithmetic = before.includes(here) ? before : [...before, here];
      await writeJsonAtomic(this.recipe, { recipe, arithmetic });
      await removeLeftovers(this.path);
      const kept = driverOf(recipe) === recipe.method ? ["random"] : ["random", "snapshots"];
      for (const pieces of kept) {
        await ensureFolder(join(this.path, pieces));
        await removeLeftovers(join(this.path, pieces));
      }
      return { arithmetic, [Symbol.dispose]: () => lock[Symbol.dispose]() };
    } catch (error) {
      lock[Symbol.dispose]();
      throw error;
    }
  }

  async #arithmeticOf(recipe: DataSetRecipe): Promise<readonly string[]> {
    const result = v.safeParse(SCHEMA, await readJson(this.recipe));
    if (!result.success) {
      const [issue] = result.issues;
      const key = v.getDotPath(issue) ?? "the whole file";
      throw new FormatError(`Cannot use ${this.recipe}: ${key}: ${issue.message}`);
    }
    const { recipe: before, arithmetic } = result.output;
    // Of both, and in objects: either may lack a driver, and nothing has no hash.
    const keys = new Set(Object.keys({ ...before, ...recipe }) as (keyof DataSetRecipe)[]);
    const different = [...keys]
      .filter((key) => configHash({ is: before[key] }) !== configHash({ is: recipe[key] }));
    if (different.length === 0) return arithmetic;
    throw new ParameterError(
      `Cannot go on in ${this.path} with another ${different.join(", ")}: ` +
        `a work folder serves one data set`,
    );
  }
}

/** The right to write in a work folder. */
export interface WorkLock extends Disposable {
  /** What the arithmetic of the machines that worked here answered. */
  readonly arithmetic: readonly string[];
}

const SCHEMA = v.strictObject({ recipe: RECIPE_SCHEMA, arithmetic: v.array(v.string()) });

async function namesIn(folder: string): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const { name } of Deno.readDir(folder)) names.push(name);
  } catch (error) {
    throw fileError(error, "read", folder);
  }
  return names;
}

/** Removes the temporary files of a process that was killed; only the lock's holder may. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await namesIn(folder)) {
    if (isTemporaryName(name)) await Deno.remove(join(folder, name));
  }
}
