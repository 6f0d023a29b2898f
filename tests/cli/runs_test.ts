import assert from "node:assert/strict";
import { join } from "node:path";
import { openRunStore, recordRun } from "../../mod.ts";
import { inTemporaryFolder, nearsight } from "./nearsight.ts";

Deno.test("runs are listed, shown and exported, whatever their numbers: networks have no energies", () =>
  inTemporaryFolder(async (folder) => {
    const records = join(folder, "records.db");
    using store = await openRunStore(records);
    await recordRun(store, { verb: "quench", config: { size: 4 }, seed: 7 }, (run) => {
      run.metrics(10, { freeEnergy: NaN, orderParameter: -0.25 });
    });
    const [{ id }] = await store.list();
    const latest = { step: 10, values: { freeEnergy: "NaN", orderParameter: -0.25 } };
    const json = async (...args: string[]) => {
      const { code, stdout, stderr } = await nearsight(["runs", ...args, "--records", records]);
      assert.equal(code, 0, stderr);
      return JSON.parse(stdout);
    };
    assert.deepEqual((await json("list", "--json"))[0].latest, latest);
    assert.deepEqual((await json("show", id)).latest, latest);
    assert.deepEqual((await json("export", id)).metrics, [latest]);
    const { stdout } = await nearsight(["runs", "list", "--records", records]);
    assert.match(stdout, /quench +finished .* 7 +10\n$/);
  }));
