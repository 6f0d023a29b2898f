import { join } from "node:path";
import { openRunStore, type RunHandle, type RunStore } from "../../mod.ts";
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

/** Notes every file of a list with the run, and says nothing of those that are not there. */
export async function noteArtifacts(
  run: RunHandle,
  files: readonly { readonly path: string; readonly kind: string }[],
): Promise<void> {
  for (const { path, kind } of files) await run.artifact(path, kind);
}
