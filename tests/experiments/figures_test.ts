import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ALL_FIGURES } from "../../experiments/figures/all_figures.ts";
import { groupsOf, ResultTables } from "../../experiments/shared/result_tables.ts";
import { redraw } from "../../experiments/shared/redraw.ts";
import { inTemporaryFolder } from "../cli/nearsight.ts";
import { runTask } from "./run_experiment.ts";

const RESULTS = fileURLToPath(new URL("../../experiments/results", import.meta.url));

Deno.test("the tables that are kept give the figures that are kept, byte for byte", async () => {
  let compared = 0;
  for await (const { name } of Deno.readDir(RESULTS)) {
    assert.ok(name in ALL_FIGURES, `${name} has results, and nothing to draw them by`);
    const tables = await ResultTables.read(join(RESULTS, name));
    for (const [file, svg] of Object.entries(ALL_FIGURES[name](tables))) {
      assert.equal(await Deno.readTextFile(join(RESULTS, name, file)), svg, `${name}/${file}`);
      compared++;
    }
  }
  assert.ok(compared >= 3);
});

Deno.test("the task that draws all figures again finds nothing to change", async () => {
  const { code, stdout, stderr } = await runTask("figures", []);
  assert.equal(code, 0, stderr);
  const lines = stdout.trim().split("\n");
  assert.ok(lines.length >= Object.keys(ALL_FIGURES).length - 1);
  assert.deepEqual(lines.filter((line) => !/: (the same|no results)$/.test(line)), []);
});

Deno.test("a figure that has changed is written, and its hash in the record", () =>
  inTemporaryFolder(async (folder) => {
    const path = (name: string) => join(folder, "fig0", name);
    await Deno.mkdir(join(folder, "fig0"));
    await Deno.writeTextFile(path("a.csv"), "x\n1\n");
    const files = { "a.csv": "…", "a.svg": "old", "time.svg": "measured: differs" };
    await Deno.writeTextFile(path("record.json"), JSON.stringify({ experiment: "fig0", files }));
    await Deno.writeTextFile(path("a.svg"), "<svg>old</svg>");
    const figures = (tables: ResultTables) => {
      const svg = `<svg>${tables.table("a.csv").rows[0][0]}</svg>`;
      return { "a.svg": svg, "time.svg": svg };
    };
    assert.deepEqual(await redraw(folder, "fig0", figures), {
      "a.svg": "changed",
      "time.svg": "new",
    });
    const record = JSON.parse(await Deno.readTextFile(path("record.json")));
    assert.match(record.files["a.svg"], /^\w{64}$/);
    assert.match(record.files["time.svg"], /^measured/);
    assert.equal(record.experiment, "fig0");
    const again = await redraw(folder, "fig0", figures);
    assert.deepEqual(again, { "a.svg": "the same", "time.svg": "the same" });
    assert.equal(await redraw(folder, "fig1", figures), undefined);
  }));

Deno.test("rows of a table fall into groups in the order in which they come", () => {
  const table = { header: {}, columns: ["a", "b"], rows: [["2", "x"], ["1", "y"], ["2", "z"]] };
  const groups = groupsOf(table, "a").map(({ key, table }) => [...key, table.rows.length]);
  assert.deepEqual(groups, [["2", 2], ["1", 1]]);
});
