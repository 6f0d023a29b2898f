import assert from "node:assert/strict";
import { join } from "node:path";
import { writeDataSet } from "../../mod.ts";
import { roomySet } from "../training/evaluation/networks.ts";
import { requireUnbroken } from "./killed_training.ts";
import { inTemporaryFolder, nearsight, nearsightCommand } from "./nearsight.ts";

const KILLS = 6;

Deno.test(`a training killed with SIGKILL at ${KILLS} random moments and resumed equals an unbroken one, every file bit for bit`, () =>
  requireUnbroken(KILLS, [1]));

Deno.test("of two processes on one training the second is refused, and may when the first is killed", () =>
  inTemporaryFolder(async (folder) => {
    await writeDataSet(join(folder, "set.npz"), (await roomySet()).dataSet);
    const args = [
      ...["train", "--data", join(folder, "set.npz"), "--output", join(folder, "a")],
      ...["--workers", "1", "--records", join(folder, "records.db")],
    ];
    const endless = ["--model", "gnn", "--preset", "small", "--epochs", "1000000"];
    const first = nearsightCommand([...args, ...endless, "--checkpoint-seconds", "0"]).spawn();
    const checkpoint = join(folder, "a", "checkpoint.safetensors");
    while (!await Deno.stat(checkpoint).then(() => true, () => false)) {
      await new Promise((wait) => setTimeout(wait, 20));
    }
    const second = await nearsight([...args, "--resume"]);
    first.kill("SIGKILL");
    await first.output();
    assert.equal(second.code, 1);
    assert.match(second.stderr, /^error: .*another process is running it \(it holds .*\)\n$/);
    const third = await nearsight([...args, "--resume", "--time-limit", "0.001"]);
    assert.equal(third.code, 0, third.stderr);
  }));
