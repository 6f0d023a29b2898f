import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { ALL_FIGURES } from "../../experiments/figures/all_figures.ts";
import { redraw } from "../../experiments/shared/redraw.ts";
import { rowsOf } from "../../experiments/shared/result_tables.ts";
import { inTemporaryFolder } from "../cli/nearsight.ts";
import { type QuickRun, quickRun, runTask, startTask } from "./run_experiment.ts";

/** Figures drawn again from a run's tables have the bytes that they have. */
async function assertRedrawn(name: string, { folder }: QuickRun): Promise<void> {
  // `redraw` looks for a folder of the experiment's name.
  const copy = join(dirname(folder), "again");
  await Deno.mkdir(copy);
  await Deno.rename(folder, join(copy, name));
  const states = await redraw(copy, name, ALL_FIGURES[name]);
  await Deno.rename(join(copy, name), folder);
  const drawn = Object.entries(states ?? {});
  assert.ok(drawn.length > 0, name);
  for (const [file, state] of drawn) assert.equal(state, "the same", `${name}/${file}`);
}

Deno.test("fig6a: the GNN's correlations agree with exact ones, those of an untaught network do not", () =>
  quickRun(
    "fig6a",
    [
      ...["correlation.csv", "agreement.csv", "diagonalisation.csv"],
      ...["correlation.svg", "difference.svg"],
    ],
    async (run) => {
      const rows = rowsOf(run.table("agreement.csv"));
      const verdicts = (forces: string) =>
        rows.filter((row) => row.forces === forces).map(({ verdict }) => verdict);
      assert.deepEqual(verdicts("gnn").filter((verdict) => !/agree|small/.test(verdict)), []);
      assert.ok(verdicts("control").includes("differ"), `${verdicts("control")}`);
      assert.ok(run.column("diagonalisation.csv", "largest").every((d) => d < 1e-9));
      assert.deepEqual(run.record.ensembles!.map(({ role }) => role), [
        ...["fig6a/exact", "fig6a/gnn", "fig6a/control", "fig6a/ed"],
      ]);
      await assertRedrawn("fig6a", run);
    },
  ));

Deno.test("fig7_temperatures: order lasts at low temperatures only, and growth rises with them", () =>
  quickRun(
    "fig7_temperatures",
    ["order.csv", "growth.csv", "temperatures.svg"],
    async (run) => {
      const order = run.column("order.csv", "order");
      assert.ok(order[0] > 0.99 && order.at(-1)! < 0.4, `${order}`);
      const sizes = run.column("growth.csv", "domain_size");
      const count = sizes.length / 3;
      assert.ok(sizes[3 * count - 1] > sizes[count - 1], `${sizes}`);
      await assertRedrawn("fig7_temperatures", run);
    },
  ));

Deno.test("scaling: a step on more sites takes longer and more memory", () =>
  quickRun("scaling", ["scaling.csv", "scaling.svg", "per_site.svg"], async (run) => {
    const rows = rowsOf(run.table("scaling.csv"));
    assert.deepEqual(rows.map(({ forces, threads, size }) => `${forces} ${threads} ${size}`), [
      ...["gnn 1 16", "gnn 2 16", "exact 1 16", "exact 2 16"],
      ...["gnn 1 24", "gnn 2 24", "exact 1 24", "exact 2 24", "gnn 1 40", "gnn 2 40"],
    ]);
    const memory = run.column("scaling.csv", "memory");
    assert.ok(memory[9] > memory[0] && memory[6] > memory[2] && memory[3] === 2 * memory[2]);
    assert.ok(run.column("scaling.csv", "seconds").every((time) => time > 0));
    await assertRedrawn("scaling", run);
  }));

Deno.test("quenches that are there are taken, with those that are not made: the same bits", async (t) => {
  await inTemporaryFolder(async (runs) => {
    const inRuns = ["--runs", runs, "--trajectories", "2"];
    const ensemblesOf = ({ record }: QuickRun) => record.ensembles!.map(({ role }) => role);
    const fields = [
      ...["fields.npz", "structure_factor.csv"],
      ...["domains.svg", "structure_factor.svg", "structure_factor_curve.svg"],
    ];
    let first: QuickRun["record"] | undefined;
    await t.step(
      "stopped by Ctrl-C, an experiment leaves no results, and is gone on with",
      async () => {
        const output = join(runs, "out");
        const task = startTask("fig6bc", ["--quick", "--output", output, ...inRuns]);
        await task.hears(/trajectories to run/);
        task.process.kill("SIGINT");
        const { code } = await task.process.status;
        assert.equal(code, 130);
        await assert.rejects(Deno.stat(output), Deno.errors.NotFound);
        await quickRun("fig6bc", fields, async (run) => {
          first = run.record;
          await assertRedrawn("fig6bc", run);
        }, inRuns);
        const { code: none, stderr } = await runTask("fig6bc", [
          ...["--quick", "--output", output, ...inRuns],
        ]);
        assert.equal(none, 0, stderr);
        assert.doesNotMatch(stderr, /to run/);
        const again = JSON.parse(await Deno.readTextFile(join(output, "record.json")));
        assert.deepEqual(again.files, first!.files);
        // A fresh run, elsewhere, that nothing stopped.
        await quickRun("fig6bc", fields, ({ record }) => {
          assert.deepEqual(record.files, first!.files);
        }, inRuns.slice(2));
      },
    );
    await t.step(
      "fig7: lengths and exponents by φ and by its signs at three temperatures",
      () =>
        quickRun("fig7", [
          ...["domain_size.csv", "exponents.csv", "collapse.csv", "collapse_quality.csv"],
          ...["local_exponents.csv", "growth.svg", "growth_signs.svg", "local_exponents.svg"],
          ...["collapse-T0.1.svg", "collapse-T0.15.svg", "collapse-T0.2.svg"],
        ], async (run) => {
          const exponents = run.column("exponents.csv", "exponent");
          // Three temperatures, two fields, three windows; at first domains grow fast.
          assert.equal(exponents.length, 18);
          const [low, high] = ["low", "high"].map((name) => run.column("exponents.csv", name));
          rowsOf(run.table("exponents.csv")).forEach(({ window }, r) => {
            if (window === "last decade") assert.ok(exponents[r] > 0.2 && exponents[r] < 1);
            if (exponents[r] > 0) assert.ok(low[r] <= exponents[r] && exponents[r] <= high[r]);
          });
          assert.ok(run.column("collapse_quality.csv", "residual").every((x) => x > 0 && x < 0.2));
          const [{ configurationHash, trajectories }] = run.record.ensembles!;
          assert.match(configurationHash, /^\w{64}$/);
          assert.match(trajectories[0].madeBy[0].commit, /^\w{40}$/);
          await assertRedrawn("fig7", run);
        }, inRuns),
    );
    await t.step(
      "force_error: errors along the trajectory that fig7 has made",
      () =>
        quickRun("force_error", ["force_error.csv", "force_error.svg"], async (run) => {
          assert.deepEqual(ensemblesOf(run), ["fig7/T0.1"]);
          const [sd, largest, force] = ["sd", "largest", "sd_force"]
            .map((name) => run.column("force_error.csv", name));
          assert.ok(
            sd.every((e, i) => e > 0 && e < 3e-3 && e <= largest[i] && e < 0.01 * force[i]),
          );
          await assertRedrawn("force_error", run);
        }, inRuns),
    );
    await t.step(
      "growth_checks: each variant beside the standard; exact forces grow the same",
      () =>
        quickRun("growth_checks", [
          ...["exponents.csv", "domain_size.csv", "exact.csv"],
          ...["exponents.svg", "growth.svg", "exact.svg"],
        ], async (run) => {
          const rows = rowsOf(run.table("exponents.csv"));
          assert.equal(new Set(rows.map(({ variant }) => variant)).size, 8);
          const [exact, network] = ["exact", "network"]
            .map((name) => run.column("exact.csv", `domain_size_${name}`));
          assert.ok(exact.every((L, i) => Math.abs(L - network[i]) < 0.01 * L));
          assert.ok(run.column("exact.csv", "same_sign").every((share) => share > 0.99));
          await assertRedrawn("growth_checks", run);
        }, inRuns),
    );
    await t.step("--partial leaves out what is absent, says so, and runs nothing", async () => {
      await Deno.remove(join(runs, "growth", "baoab"), { recursive: true });
      await quickRun("growth_checks", [
        ...["exponents.csv", "domain_size.csv", "exact.csv"],
        ...["exponents.svg", "growth.svg", "exact.svg"],
      ], async (run) => {
        const variants = rowsOf(run.table("exponents.csv")).map(({ variant }) => variant);
        assert.equal(new Set(variants).size, 7);
        assert.ok(!variants.includes("BAOAB"));
        await assert.rejects(Deno.stat(join(runs, "growth", "baoab")), Deno.errors.NotFound);
      }, [...inRuns, "--partial"]);
      const output = join(runs, "partial");
      // Quick ensembles are not those of the full version: nothing of that is finished.
      const { code, stderr } = await runTask("fig7", [
        "--partial",
        "--runs",
        runs,
        "--output",
        output,
      ]);
      assert.equal(code, 1);
      assert.match(stderr, /fig7\/T0\.1: 0 of 8 trajectories are finished\n/);
      assert.match(stderr, /error: .*fig7 holds no finished trajectory\n$/);
      await assert.rejects(Deno.stat(output), Deno.errors.NotFound);
    });
    await t.step("runs of another configuration are refused in one line", async () => {
      const { code, stderr } = await runTask("fig7", ["--runs", runs, "--trajectories", "1"]);
      assert.equal(code, 1);
      assert.match(stderr, /^error: Cannot add to .*T0\.1 with another lattice.*\n$/);
    });
  });
});

Deno.test("what an experiment about quenches cannot do is said in one line", async () => {
  const BAD: readonly [string, readonly string[], RegExp][] = [
    ["fig6a", ["--frobnicate"], /unknown option '--frobnicate'/],
    ["fig7", ["--records", "none.db", "--partial", "--quick", "--trajectories", "few"], /"few"/],
    ["fig6bc", ["--trajectories", "0"], /--trajectories must be at least 1/],
    ["figures", ["fig8"], /no experiment "fig8"/],
  ];
  for (const [name, args, says] of BAD) {
    const { code, stderr } = await runTask(name, args);
    assert.ok(code === 1 || code === 2, `${name} ${args.join(" ")}: exit ${code}`);
    assert.match(stderr, /^error: .*\n$/);
    assert.match(stderr, says);
  }
});
