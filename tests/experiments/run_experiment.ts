import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import config from "../../deno.json" with { type: "json" };
import { columnOf, decodeCsv, sha256, type TextTable } from "../../mod.ts";
import { askedFor } from "../cli/asked_for.ts";
import { inTemporaryFolder } from "../cli/nearsight.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
type PermissionSet = Readonly<Record<string, boolean | readonly string[]>>;
const SETS = config.permissions as unknown as Readonly<Record<string, PermissionSet>>;

/** Runs an experiment as its task does. */
export async function runTask(
  name: string,
  args: readonly string[],
  env: Record<string, string> = {},
) {
  const [deno, ...words] = config.tasks[name as "fig2"].command.split(" ");
  assert.equal(deno, "deno");
  const command = new Deno.Command(Deno.execPath(), {
    args: [...words, ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1", ...env },
    stdin: "null",
  });
  const { code, stdout, stderr } = await command.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** What a quick run leaves, with its record. */
export interface QuickRun {
  readonly record: {
    readonly findings: Readonly<Record<string, Readonly<Record<string, number>>>>;
    readonly files: Readonly<Record<string, string>>;
    readonly data: readonly { readonly sha256: string }[];
    readonly networks: readonly { readonly sha256: string }[];
    readonly ensembles?: readonly {
      readonly role: string;
      readonly configurationHash: string;
      readonly trajectories: readonly {
        readonly configurationHash: string;
        readonly madeBy: readonly { readonly commit: string }[];
      }[];
    }[];
  };
  /** The folder of its results. */
  readonly folder: string;
  table(file: string): TextTable;
  column(file: string, column: string): Float64Array;
}

/**
 * Runs an experiment with `--quick`; checks that it asks for no permission beyond its set, leaves
 * these files and no others, and that its record has the hash of each.
 */
export async function quickRun(
  name: string,
  files: readonly string[],
  body: (run: QuickRun) => void | Promise<void>,
  args: readonly string[] = [],
): Promise<void> {
  await inTemporaryFolder(async (work) => {
    const audit = join(work, "audit");
    const folder = join(work, "out");
    const given = ["--quick", "--workers", "1", "--output", folder, ...args];
    const { code, stderr } = await runTask(name, given, { DENO_AUDIT_PERMISSIONS: audit });
    assert.equal(code, 0, stderr);
    for (const [kind, values] of await askedFor(audit)) {
      const granted = SETS[name][kind];
      const beyond = [...values].filter((value) =>
        granted !== true && !(Array.isArray(granted) && granted.includes(value))
      );
      assert.deepEqual(beyond, [], `${name} asks for ${kind} beyond its set`);
    }
    const contents = new Map<string, Uint8Array>();
    for await (const { name } of Deno.readDir(folder)) {
      contents.set(name, await Deno.readFile(join(folder, name)));
    }
    const text = (file: string) => new TextDecoder().decode(contents.get(file)!);
    assert.deepEqual([...contents.keys()].sort(), [...files, "record.json"].sort());
    const record = JSON.parse(text("record.json"));
    for (const file of files) {
      const noted = record.files[file];
      assert.ok(noted === sha256(contents.get(file)!) || noted.startsWith("measured"), file);
      if (!file.endsWith(".svg")) continue;
      assert.ok(text(file).includes("<svg") && text(file).length < 300_000, file);
    }
    for (const { sha256 } of [...record.data, ...record.networks]) assert.match(sha256, /^\w{64}$/);
    const table = (file: string) => decodeCsv(text(file), file);
    await body({
      ...{ record, folder, table },
      column: (file, column) => columnOf(table(file), column, file),
    });
  });
}

/** Starts an experiment; `hears` waits until it says something on standard error. */
export function startTask(name: string, args: readonly string[]) {
  const [, ...words] = config.tasks[name as "fig2"].command.split(" ");
  const process = new Deno.Command(Deno.execPath(), {
    args: [...words, ...args],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
    ...{ stdin: "null", stdout: "null", stderr: "piped" },
  }).spawn();
  let said = "";
  let wake = () => {};
  // Read to its end: a full pipe would stop the process.
  (async () => {
    for await (const text of process.stderr.pipeThrough(new TextDecoderStream())) {
      said += text;
      wake();
    }
    wake = () => {};
  })();
  return {
    process,
    async hears(pattern: RegExp): Promise<void> {
      while (!pattern.test(said)) await new Promise<void>((resolve) => wake = resolve);
    },
  };
}
