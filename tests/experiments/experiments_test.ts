import assert from "node:assert/strict";
import { join } from "node:path";
import { inTemporaryFolder } from "../cli/nearsight.ts";
import { quickRun as quickRunOf, runTask } from "./run_experiment.ts";

/** An epoch is enough to see that everything is there. */
const quickRun: typeof quickRunOf = (name, files, body) =>
  quickRunOf(name, files, body, ["--epochs", "1"]);

Deno.test("fig2: the paper's descriptor has a floor that 45 displacements have not", () =>
  quickRun(
    "fig2",
    [
      ...["parity.svg", "errors.csv", "twins.svg", "twins.csv", "floors.csv"],
      ...["descriptor.svg", "descriptor.csv"],
    ],
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
