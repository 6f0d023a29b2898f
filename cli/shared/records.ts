import { join } from "node:path";
import {
  openRunStore,
  ParameterError,
  type RunHandle,
  type RunStore,
  sha256File,
  UnavailableError,
} from "../../mod.ts";
import { type Command, Option } from "./commander.ts";
import { userPath } from "./user_path.ts";

/** The variable that Deno's client takes the access token of a remote database from. */
const TOKEN = "DENO_KV_ACCESS_TOKEN";

/** Options that say where records of runs are kept. */
export interface RecordOptions {
  readonly records: string;
}

/** Adds `--records`, the file of the run records. */
export function addRecordOptions(command: Command): Command {
  return command.addOption(
    new Option(
      "--records <file|address>",
      "Deno KV file of the run records, or the https:// address of a remote one (KV Connect; by the " +
        "task remote, with the token in DENO_KV_ACCESS_TOKEN)",
    )
      .argParser((path: string) => isAddress(path) ? path : userPath(path))
      .default(userPath(join("runs", "records.db")), "runs/records.db"),
  );
}

/**
 * Opens the records that the options name.
 *
 * @throws {UnavailableError} if they are remote, and this process may not reach them
 */
export async function openRecords({ records }: RecordOptions): Promise<RunStore> {
  if (isAddress(records)) requireNetwork(records);
  return await openRunStore(records, { notice: (line) => console.error(line) });
}

function isAddress(records: string): boolean {
  return /^https?:/.test(records);
}

/** No verb may reach the network, but for the task that is there for it. */
function requireNetwork(address: string): void {
  if (!URL.canParse(address)) throw new ParameterError(`"${address}" is no address of a database`);
  const { host } = new URL(address);
  const net = Deno.permissions.querySync({ name: "net", host });
  const token = Deno.permissions.querySync({ name: "env", variable: TOKEN });
  if (net.state !== "granted" || token.state !== "granted") {
    throw new UnavailableError(
      `Cannot use ${address} as a store of runs: this task may not reach the network; ` +
        `deno task remote may: deno task remote ${Deno.args[0] ?? "VERB"} --records ${address} …`,
    );
  }
  if (Deno.env.get(TOKEN) === undefined) {
    throw new UnavailableError(
      `Cannot use ${address} as a store of runs: its access token is taken from the environment, ` +
        `and there is no ${TOKEN}`,
    );
  }
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
