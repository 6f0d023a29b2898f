import assert from "node:assert/strict";
import { join } from "node:path";
import { makingsOf, noteMaking } from "../../experiments/shared/makings.ts";
import { openRunStore, quenchConfig } from "../../mod.ts";
import { inTemporaryFolder } from "../cli/nearsight.ts";

const CONFIG = quenchConfig({ width: 4, steps: 10, trajectory: 3 });

Deno.test("each part of a trajectory is noted with the commit that made it; a new beginning ends the list", () =>
  inTemporaryFolder(async (work) => {
    const folder = join(work, "trajectory-0003");
    assert.deepEqual(await makingsOf(folder, CONFIG, []), []);
    for (const step of [0, 40]) await noteMaking(folder, step);
    const makings = await makingsOf(folder, CONFIG, []);
    assert.deepEqual(makings.map(({ from }) => from), [0, 40]);
    for (const { commit } of makings) assert.match(commit, /^\w{40}$/);
    await noteMaking(folder, 0);
    assert.equal((await makingsOf(folder, CONFIG, [])).length, 1);
  }));

Deno.test("records tell which commit made what the command line has run, of this configuration alone", () =>
  inTemporaryFolder(async (work) => {
    const file = join(work, "records.db");
    {
      using store = await openRunStore(file);
      const run = await store.begin({ verb: "quench", config: CONFIG });
      await run.finish();
    }
    const [{ commit, version }] = await makingsOf(work, CONFIG, [file]);
    assert.match(commit, /^\w{40}$/);
    assert.match(version, /^\d/);
    assert.deepEqual(await makingsOf(work, { ...CONFIG, trajectory: 4 }, [file]), []);
    const none = join(work, "none.db");
    await assert.rejects(makingsOf(work, CONFIG, [none]), { name: "UnavailableError" });
    await assert.rejects(Deno.stat(none), Deno.errors.NotFound);
  }));
