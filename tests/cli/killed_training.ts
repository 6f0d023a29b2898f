import assert from "node:assert/strict";
import { join } from "node:path";
import { CounterRng, openRunStore, writeDataSet } from "../../mod.ts";
import { roomySet } from "../training/evaluation/networks.ts";
import { bitsOf } from "../training/train/tiny.ts";
import { runKilledAt } from "./killed_at.ts";
import { inTemporaryFolder, nearsight } from "./nearsight.ts";

/**
 * Kills trainings with SIGKILL at random moments, resumes them, and holds what they leave in the end
 * against an unbroken one, every file bit for bit.
 *
 * @param workers of the runs in turn, again and again
 */
export async function requireUnbroken(kills: number, workers: readonly number[]): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    await writeDataSet(join(folder, "set.npz"), (await roomySet()).dataSet);
    const args = (name: string, threads: number) => [
      ...["train", "--data", join(folder, "set.npz"), "--output", join(folder, name)],
      ...["--checkpoint-seconds", "0", "--workers", String(threads)],
      ...["--records", join(folder, "records.db")],
    ];
    const begin = ["--model", "gnn", "--preset", "small", "--epochs", "5", "--batch", "3"];
    const whole = await runKilledAt([...args("whole", 1), ...begin], folder, Infinity, "whole");
    assert.equal(whole.code, 0);

    const config = join(folder, "broken", "config.json");
    const isBegun = () => Deno.stat(config).then(() => true, () => false);
    const moments = new CounterRng(kills, "bootstrap").uniforms(kills);
    let resumed = 0;
    for (let kill = 0; kill < kills; kill++) {
      const isResume = await isBegun();
      const threads = workers[kill % workers.length];
      const more = isResume ? ["--resume"] : begin;
      // A third of the way at most, so that several kills meet one training.
      const limit = 1 + Math.floor(moments[kill] * whole.changes / 3);
      const call = [...args("broken", threads), ...more];
      const { code, signal } = await runKilledAt(call, folder, limit, "broken");
      if (signal !== "SIGKILL") {
        // It came to its end; what it left is held against the unbroken one, and the next begins.
        assert.equal(code, 0);
        await requireSame(folder);
        await Deno.remove(join(folder, "broken"), { recursive: true });
        kill--;
      } else if (isResume) resumed++;
    }
    assert.ok(
      resumed >= kills / 3,
      `only ${resumed} of the killed runs had gone on from something`,
    );
    const last = await nearsight([
      ...args("broken", workers[0]),
      ...(await isBegun() ? ["--resume"] : begin),
    ]);
    assert.equal(last.code, 0, last.stderr);
    await requireSame(folder);

    using store = await openRunStore(join(folder, "records.db"));
    assert.ok((await store.list({ status: "killed" })).length > 0);
    assert.equal((await store.list({ status: "running" })).length, 0);
  });
}

async function requireSame(folder: string): Promise<void> {
  assert.deepEqual(await bitsOf(join(folder, "broken")), await bitsOf(join(folder, "whole")));
}
