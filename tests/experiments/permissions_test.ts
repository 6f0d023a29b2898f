import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import config from "../../deno.json" with { type: "json" };
import { assertSaysWhatIsMissing, programOf, runWithout, SETS } from "../cli/permission_sets.ts";
import { inTemporaryFolder } from "../cli/nearsight.ts";
import { sourceFiles } from "../source_files.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Experiments on data sets of networks. */
const ABOUT_NETWORKS = ["fig2", "fig4", "fig5"];
/** Experiments about dynamics without ensembles; all others know `--partial`. */
const WITHOUT_ENSEMBLES = ["fig7_temperatures", "scaling"];
const EXPERIMENTS = Object.keys(config.tasks).filter((task) =>
  programOf(task)?.startsWith("experiments/") && task !== "figures"
);

Deno.test("every experiment has a set, and a quick run that is held to it", () => {
  const tests = ["experiments_test.ts", "dynamics_test.ts"]
    .map((name) => Deno.readTextFileSync(new URL(name, import.meta.url))).join("");
  assert.ok(EXPERIMENTS.length >= 10);
  for (const task of EXPERIMENTS) {
    assert.ok(task in SETS, task);
    assert.match(config.tasks[task as "fig2"].command, new RegExp(` -P=${task} `));
    assert.match(tests, new RegExp(`quickRun\\(\\s*"${task}"`), `${task} is not run by a test`);
  }
});

Deno.test("without the right to read or write, each experiment says so in one line and leaves no file", () =>
  inTemporaryFolder(async (folder) => {
    for (const task of EXPERIMENTS) {
      const output = join(folder, task);
      const args = ["--quick", "--workers", "1", "--output", output];
      for (const kind of ["read", "write"]) await assertSaysWhatIsMissing(task, kind, args);
      assert.deepEqual(namesIn(output), [], task);
    }
  }));

Deno.test("without the rights that only tell of machine and folder, each experiment goes on all the same", () =>
  inTemporaryFolder(async (folder) => {
    for (const task of EXPERIMENTS.filter((task) => task !== "scaling")) {
      // As far as the first thing that is not there: all of it takes a minute.
      const args = ABOUT_NETWORKS.includes(task)
        ? ["--data", join(folder, "none.npz")]
        : WITHOUT_ENSEMBLES.includes(task)
        ? ["--quick"]
        : ["--quick", "--partial", "--runs", join(folder, "none")];
      const { code, stderr } = await runWithout(task, ["env", "sys"], [
        ...[...args, "--workers", "1", "--output", join(folder, task)],
      ]);
      if (code === 0) continue;
      assert.equal(code, 1, `${task}: exit ${code}\n${stderr}`);
      assert.match(
        stderr.split("\n").at(-1)!,
        /^error: .*none.* (no such file|no finished|lacks finished)/,
        task,
      );
    }
  }));

Deno.test("only records ask what machine it is, and these do without an answer", () => {
  const asking = ["cli", "experiments", "lib"].flatMap(sourceFiles).filter((path) =>
    /\bcpus\(|systemMemoryInfo\(|hostname\(/.test(Deno.readTextFileSync(join(ROOT, path)))
  );
  assert.deepEqual(asking, ["lib/runs/environment.ts"]);
});

function namesIn(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

Deno.test("figures are drawn again with the right to their tables alone, and without it nothing", async () => {
  const { code, stderr } = await runWithout("figures", ["write"], ["fig2"]);
  assert.equal(code, 0, stderr);
  await assertSaysWhatIsMissing("figures", "read", ["fig2"]);
});
