import { join } from "node:path";
import {
  configHash,
  currentVersions,
  ensureFolder,
  gitCommit,
  openRunStore,
  type QuenchConfig,
  readJson,
  UnavailableError,
  writeJsonAtomic,
} from "../../mod.ts";

/** Which code made a trajectory, or some steps of it. */
export interface Making {
  /** The commit that was checked out. */
  readonly commit: string;
  /** Version of the library. */
  readonly version: string;
  /** Steps done before, where that is known. */
  readonly from?: number;
}

/** Beside each trajectory that an experiment has run. */
const MADE_BY = "made_by.json";

/** Notes beside a trajectory that this code is about to begin it, or to go on with it. */
export async function noteMaking(folder: string, step: number): Promise<void> {
  const before = step === 0 ? [] : await noted(folder);
  const commit = gitCommit(new URL(import.meta.url)) ?? "unknown";
  const making: Making = { from: step, commit, version: currentVersions().nearsight };
  await ensureFolder(folder);
  await writeJsonAtomic(join(folder, MADE_BY), [...before, making]);
}

/**
 * What is known of the code that made a trajectory: what experiments have noted beside it and, of
 * what the command line made, what records say of runs with its configuration.
 *
 * @param records files of records
 * @throws {UnavailableError} if one of them is not there
 */
export async function makingsOf(
  folder: string,
  config: QuenchConfig,
  records: readonly string[],
): Promise<readonly Making[]> {
  const makings = [...await noted(folder)];
  for (const file of records) {
    // Opened, a file that is not there would be made.
    if (!await Deno.stat(file).then(() => true, () => false)) {
      throw new UnavailableError(`Cannot read ${file}: there is no such file`);
    }
    using store = await openRunStore(file);
    const runs = await store.list({ verb: "quench", configHash: configHash(config) });
    for (const { commit = "unknown", versions } of runs.reverse()) {
      makings.push({ commit, version: versions.nearsight });
    }
  }
  return makings;
}

async function noted(folder: string): Promise<readonly Making[]> {
  try {
    return await readJson(join(folder, MADE_BY)) as readonly Making[];
  } catch (error) {
    if (error instanceof UnavailableError) return [];
    throw error;
  }
}
