import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import config from "../../deno.json" with { type: "json" };
import { columnOf, decodeCsv, sha256 } from "../../mod.ts";
import { askedFor } from "../cli/asked_for.ts";
import { inTemporaryFolder } from "../cli/nearsight.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
type PermissionSet = Readonly<Record<string, boolean | readonly string[]>>;
const SETS = config.permissions as unknown as Readonly<Record<string, PermissionSet>>;

/** Runs an experiment as its task does. */
async function runTask(name: string, args: readonly string[], env: Record<string, string> = {}) {
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

interface Quick {
  /** What a quick run leaves, with its record. */
  readonly record: {
    readonly findings: Readonly<Record<string, Readonly<Record<string, number>>>>;
    readonly files: Readonly<Record<string, string>>;
    readonly data: readonly { readonly sha256: string }[];
    readonly networks: readonly { readonly sha256: string }[];
  };
  column(file: string, column: string): Float64Array;
}

/** Runs an experiment on small data of its own; checks permissions, and every file's hash. */
async function quickRun(name: string, files: readonly string[], body: (run: Quick) => void) {
  await inTemporaryFolder(async (folder) => {
    const audit = join(folder, "audit");
    const output = join(folder, "out");
    const args = ["--quick", "--epochs", "1", "--workers", "1", "--output", output];
    const { code, stderr } = await runTask(name, args, { DENO_AUDIT_PERMISSIONS: audit });
    assert.equal(code, 0, stderr);
    for (const [kind, values] of await askedFor(audit)) {
      const granted = SETS[name][kind];
      const beyond = [...values].filter((value) =>
        granted !== true && !(Array.isArray(granted) && granted.includes(value))
      );
      assert.deepEqual(beyond, [], `${name} asks for ${kind} beyond its set`);
    }
    const texts = new Map<string, string>();
    for await (const { name } of Deno.readDir(output)) {
      texts.set(name, await Deno.readTextFile(join(output, name)));
    }
    assert.deepEqual([...texts.keys()].sort(), [...files, "record.json"].sort());
    const record = JSON.parse(texts.get("record.json")!);
    for (const file of files) {
      const noted = record.files[file];
      const text = texts.get(file)!;
      assert.ok(noted === sha256(text) || noted.startsWith("measured"), file);
      if (file.endsWith(".svg")) assert.ok(text.includes("<svg") && text.length < 300_000, file);
    }
    for (const { sha256 } of [...record.data, ...record.networks]) assert.match(sha256, /^\w{64}$/);
    body({
      record,
      column: (file, column) => columnOf(decodeCsv(texts.get(file)!, file), column, file),
    });
  });
}

Deno.test("fig2: the paper's descriptor has a floor that 45 displacements have not", () =>
  quickRun(
    "fig2",
    ["parity.svg", "errors.csv", "twins.svg", "twins.csv", "descriptor.svg", "descriptor.csv"],
    ({ record: { findings }, column }) => {
      const { floor, floorError } = findings["floor, features"];
      // Of 5,017 environments labelled by exact diagonalisation: 0.088 (0.077 to 0.098).
      assert.ok(Math.abs(floor - 0.088) < 3 * floorError, `${floor} ± ${floorError}`);
      assert.ok(findings["floor, cut"].floor < 3e-3);
      const [force, twin] = [
        column("twins.csv", "features_force"),
        column("twins.csv", "features_twin"),
      ];
      assert.ok(force.some((F, i) => Math.abs(F - twin[i]) > 0.01));
      for (const form of ["paper", "complete"]) {
        const errors = column("descriptor.csv", form);
        assert.ok(errors.at(-1)! < errors[0] && errors.at(-1)! > floor, form);
      }
    },
  ));

Deno.test("fig4: each network stands beside its baseline alone, with errors and times", () =>
  quickRun(
    "fig4",
    [
      "parity.svg",
      "errors.csv",
      "frontier.svg",
      "error_by_step.svg",
      "frontier.csv",
      "timings.csv",
    ],
    ({ record, column }) => {
      assert.equal(record.networks.length, 4);
      assert.deepEqual([...column("frontier.csv", "parameters")], [
        0,
        569,
        0,
        2305,
        0,
        10785,
        10561,
      ]);
      const [cavity, small, five, medium, seven, large, raw] = column("frontier.csv", "all");
      assert.ok(cavity > 1.5 * five && five > 1.5 * seven);
      // An epoch teaches next to nothing: what starts from a baseline still is near it.
      for (const [network, baseline] of [[small, cavity], [medium, five], [large, seven]]) {
        assert.ok(Math.abs(network / baseline - 1) < 0.3, `${network} ${baseline}`);
      }
      assert.ok(raw > 100 * cavity);
      const times = column("timings.csv", "microseconds");
      assert.equal(times.length, 8);
      assert.ok(times.every((time) => time > 0.1 && time < 1e4), `${times}`);
      assert.match(record.files["timings.csv"], /measured/);
    },
  ));

Deno.test("fig5: the force of an energy GNN does no work around a closed loop, a direct one does", () =>
  quickRun("fig5", ["parity.svg", "errors.csv", "loop.csv"], ({ record, column }) => {
    const ratio = (force: string, kind: string) =>
      record.findings[`|∮ F·dQ| / ∮ |F·dQ|, ${force}, ${kind}`] as unknown as number;
    for (const kind of ["random", "quench"]) {
      assert.ok(ratio("exact", kind) < 1e-10, `${ratio("exact", kind)}`);
      assert.ok(ratio("energy GNN", kind) < 1e-6, `${ratio("energy GNN", kind)}`);
      assert.ok(ratio("direct GNN", kind) > 1e-5, `${ratio("direct GNN", kind)}`);
    }
    // 64 points or 128: no error of the quadrature is left. Rows: three forces, two a force.
    const work = column("loop.csv", "work");
    assert.equal(work.length, 12);
    for (const row of [2, 4, 8, 10]) {
      assert.ok(Math.abs(work[row] - work[row + 1]) < 1e-5, `${row}`);
    }
  }));

Deno.test("what an experiment cannot do is said in one line, and nothing is left behind", () =>
  inTemporaryFolder(async (folder) => {
    const output = join(folder, "out");
    const none = join(folder, "none.npz");
    await Deno.writeTextFile(join(folder, "file"), "");
    const BAD: readonly [string, readonly string[], RegExp][] = [
      ["fig2", ["--frobnicate"], /unknown option '--frobnicate'/],
      ["fig4", ["--quick", "--data", none], /--quick.*cannot be used with.*--data/],
      ["fig5", ["--quick", "--epochs", "few"], /"few" is not a number/],
      ["fig5", ["--quick", "--epochs", "0"], /epochs must be an integer of at least 1/],
      ["fig2", ["--quick", "--limit=-1"], /--limit must not be negative/],
      ["fig5", ["--quick", "--output", join(folder, "file")], /file: it is no folder/],
      ["fig4", ["--weights-dir", folder], /gnn-small-T0\.1\.safetensors.*no such file/],
    ];
    for (const [name, args, says] of BAD) {
      const { code, stderr } = await runTask(name, ["--output", output, ...args]);
      assert.ok(code === 1 || code === 2, `${name} ${args.join(" ")}: exit ${code}\n${stderr}`);
      assert.match(stderr, /^error: .*\n$/, `${name} ${args.join(" ")}`);
      assert.match(stderr, says);
    }
    await assert.rejects(Deno.stat(output), Deno.errors.NotFound);
  }));
