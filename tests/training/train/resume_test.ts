import assert from "node:assert/strict";
import { join } from "node:path";
import {
  type TrainingConfig,
  TrainingDirectory,
  type TrainOptions,
  writeTrainingConfig,
} from "../../../lib/training/mod.ts";
import { inTemporaryFolder } from "../../cli/nearsight.ts";
import { bitsOf, tinyConfig, trainTiny } from "./tiny.ts";

/** Options that stop a training after so many steps. */
function stoppedAfter(steps: number): Partial<TrainOptions> {
  const controller = new AbortController();
  let done = 0;
  return { signal: controller.signal, onStep: () => ++done === steps && controller.abort() };
}

/** Trains in two folders: in one go, and with stops after these numbers of further steps. */
async function requireSameBits(
  config: TrainingConfig,
  stops: readonly number[],
  options: Partial<TrainOptions> = {},
): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const [whole, broken] = ["whole", "broken"].map((name) => join(folder, name));
    await trainTiny(config, whole);
    for (const [k, stop] of stops.entries()) {
      const { status } = await trainTiny(config, broken, {
        ...{ resume: k > 0, ...options, ...stoppedAfter(stop) },
      });
      assert.equal(status, "interrupted");
    }
    const { status } = await trainTiny(config, broken, { resume: true, ...options });
    assert.equal(status, "finished");
    assert.deepEqual(await bitsOf(broken), await bitsOf(whole));
  });
}

Deno.test("a training stopped after any step and resumed leaves the same bits as an unbroken one", async () => {
  const config = await tinyConfig({ epochs: 2 });
  const steps = (await stepsOf(config)) - 1;
  for (let step = 1; step <= steps; step++) await requireSameBits(config, [step]);
  await requireSameBits(config, [1, 1, 2, 1], { checkpointSeconds: 0 });
});

Deno.test("the same holds for the plateau rule, weights as they are, and single configurations", async () => {
  const more = { schedule: "plateau", averaging: 0, clip: 0, flips: false, batch: 1, shard: 1 };
  await requireSameBits(await tinyConfig({ epochs: 9, ...more }), [3, 17, 29]);
});

Deno.test("two workers leave the same bits as one, and either goes on with what the other began", () =>
  inTemporaryFolder(async (folder) => {
    const config = await tinyConfig();
    const [one, two, mixed] = ["one", "two", "mixed"].map((name) => join(folder, name));
    const resources = { workers: 2 };
    await trainTiny(config, one);
    await trainTiny(config, two, { resources });
    assert.deepEqual(await bitsOf(two), await bitsOf(one));
    await trainTiny(config, mixed, stoppedAfter(2));
    await trainTiny(config, mixed, { resume: true, resources, ...stoppedAfter(3) });
    await trainTiny(config, mixed, { resume: true });
    assert.deepEqual(await bitsOf(mixed), await bitsOf(one));
  }));

Deno.test("killed between an epoch's last step and its end, a training notes the same learning rate", () =>
  inTemporaryFolder(async (folder) => {
    const config = await tinyConfig();
    const [whole, broken] = ["whole", "broken"].map((name) => join(folder, name));
    await trainTiny(config, whole);
    // The checkpoint after the last step of an epoch, kept aside as a kill would leave it.
    const { checkpoint } = new TrainingDirectory(broken);
    const perEpoch = (await stepsOf(config)) / config.epochs;
    let kept = new Uint8Array();
    await trainTiny(config, broken, {
      checkpointSeconds: 0,
      ...stoppedAfter(perEpoch + 1),
      onEpoch: ({ epoch }) => {
        if (epoch === 1) kept = Deno.readFileSync(checkpoint);
      },
    });
    assert.ok(kept.length > 0);
    await Deno.writeFile(checkpoint, kept);
    await trainTiny(config, broken, { resume: true });
    assert.deepEqual(await bitsOf(broken), await bitsOf(whole));
  }));

Deno.test("killed before its first checkpoint, a training resumes from the beginning", () =>
  inTemporaryFolder(async (folder) => {
    const config = await tinyConfig();
    const [whole, broken] = ["whole", "broken"].map((name) => join(folder, name));
    await trainTiny(config, whole);
    await Deno.mkdir(broken);
    await writeTrainingConfig(new TrainingDirectory(broken).config, config);
    // What a process leaves that is killed while it writes.
    await Deno.writeTextFile(join(broken, ".checkpoint.safetensors.01234567-89ab.tmp"), "half");
    await trainTiny(config, broken, { resume: true });
    assert.deepEqual(await bitsOf(broken), await bitsOf(whole));
  }));

Deno.test("under a time limit that is always over a training comes on by a step each time", () =>
  inTemporaryFolder(async (folder) => {
    const config = await tinyConfig({ epochs: 1 });
    const steps = await stepsOf(config);
    const seen: number[] = [];
    for (let k = 0; k < steps; k++) {
      const { status } = await trainTiny(config, join(folder, "a"), {
        ...{ resume: k > 0, timeLimit: 1e-9, onStep: (step: number) => seen.push(step) },
      });
      assert.equal(status, k < steps - 1 ? "interrupted" : "finished");
    }
    assert.deepEqual(seen, Array.from({ length: steps }, (_, k) => k + 1));
    await trainTiny(config, join(folder, "b"));
    assert.deepEqual(await bitsOf(join(folder, "a")), await bitsOf(join(folder, "b")));
  }));

Deno.test("without the cosine a training can be prolonged: 2 + 2 epochs are 4", () =>
  inTemporaryFolder(async (folder) => {
    const config = await tinyConfig({ schedule: "constant", epochs: 4 });
    await trainTiny(config, join(folder, "whole"));
    await trainTiny({ ...config, epochs: 2 }, join(folder, "halves"));
    const { history } = await trainTiny(config, join(folder, "halves"), { resume: true });
    assert.equal(history.length, 4);
    assert.deepEqual(await bitsOf(join(folder, "halves")), await bitsOf(join(folder, "whole")));
    await assert.rejects(
      trainTiny({ ...config, epochs: 3 }, join(folder, "halves"), { resume: true }),
      /Cannot resume to epoch 3: the training has reached epoch 4 already/,
    );
  }));

/** Steps of a training, asked of one that stops after the first. */
function stepsOf(config: TrainingConfig): Promise<number> {
  return inTemporaryFolder(async (folder) => {
    let found = 0;
    await trainTiny(config, join(folder, "a"), {
      ...stoppedAfter(1),
      onStart: (steps) => found = steps,
    });
    return found;
  });
}
