import { join } from "node:path";
import { openRunStore, type RunHandle, type RunStore, sha256File } from "../../mod.ts";
import { type Command, Option } from "./commander.ts";
import { userPath } from "./user_path.ts";

/** Options that say where records of runs are kept. */
export interface RecordOptions {
  readonly records: string;
}

/** Adds `--records`, the file of the run records. */
export function addRecordOptions(command: Command): Command {
  return command.addOption(
    new Option("--records <file>", "Deno KV file of the run records")
      .argParser((path: string) => /^https?:/.test(path) ? path : userPath(path))
      .default(userPath(join("runs", "records.db")), "runs/records.db"),
  );
}

/** Opens the records that the options name. */
export function openRecords({ records }: RecordOptions): Promise<RunStore> {
  return openRunStore(records, { notice: (line) => console.error(line) });
}

/** Notes every file of a list with the run. */
export async function noteArtifacts(
  run: RunHandle,
  files: readonly { readonly path: string; readonly kind: string; readonly contents?: string }[],
): Promise<void> {
  for (const { path, kind, contents } of files) await run.artifact(path, kind, contents);
}

/** The run that left this checkpoint, which another goes on from; undefined if none is known. */
export async function runThatLeft(
  store: RunStore,
  checkpoint: string,
): Promise<string | undefined> {
  const isThere = await Deno.stat(checkpoint).then(({ isFile }) => isFile, () => false);
  if (!isThere) return undefined;
  const { sha256 } = await sha256File(checkpoint);
  return (await store.list({ artifact: sha256, limit: 1 }))[0]?.id;
}
