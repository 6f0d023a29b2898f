import assert from "node:assert/strict";
import { join } from "node:path";
import {
  columnOf,
  configHash,
  decodeCsv,
  encodeDataSet,
  networkSha256,
  openRunStore,
  presetNamed,
  readNetwork,
  sha256File,
  trainingConfig,
  writeDataSet,
} from "../../mod.ts";
import { nextCommands, writeTraining } from "../../cli/shared/write_training.ts";
import { roomySet } from "../training/evaluation/networks.ts";
import { bitsOf } from "../training/train/tiny.ts";
import { inTemporaryFolder, nearsight, nearsightCommand } from "./nearsight.ts";

/** The options of a small training in a folder that holds the data set `set.npz`. */
function trainArgs(folder: string, name: string, ...more: string[]): string[] {
  return [
    ...["train", "--data", join(folder, "set.npz"), "--output", join(folder, name)],
    ...["--workers", "1", "--records", join(folder, "records.db"), ...more],
  ];
}

const SMALL = ["--model", "gnn", "--preset", "small", "--epochs", "3"];

async function provideSet(folder: string): Promise<void> {
  await writeDataSet(join(folder, "set.npz"), (await roomySet()).dataSet);
}

Deno.test("a training that ended before it had a folder left no files", () =>
  inTemporaryFolder(async (folder) => {
    assert.deepEqual(await writeTraining(join(folder, "none"), []), []);
  }));

Deno.test("train leaves weights, table, figure and record, says what it reached and how to go on", () =>
  inTemporaryFolder(async (folder) => {
    await provideSet(folder);
    const { code, stdout, stderr } = await nearsight(trainArgs(folder, "a", ...SMALL));
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^34\/34 samples, .*$/m);
    assert.match(
      stderr,
      /^\d+\/\d+ steps, .*ETA 0s, epoch 3\/3, training [\d.e-]+, validation [\d.e-]+$/m,
    );
    const at = (name: string) => join(folder, "a", name);
    const network = await readNetwork(at("best.safetensors"));
    const table = decodeCsv(await Deno.readTextFile(at("training.csv")), "training.csv");
    const errors = columnOf(table, "validation_error", "training.csv");
    assert.equal(errors.length, 3);
    const { rms, random, quench } = network.provenance.errors as Record<string, number>;
    assert.equal(rms, Math.min(...errors));
    const lines = stdout.split("\n");
    assert.match(
      lines[0],
      /^epochs +best epoch +validation error +of (random|quench) +of .* +time$/,
    );
    assert.match(lines[1], new RegExp(`^3 of 3 +${network.provenance.epoch} `));
    const shown = lines[1].split(/ {2,}/).map(Number);
    for (const error of [rms, random, quench]) {
      assert.ok(shown.some((value) => Math.abs(value / error - 1) < 6e-3), lines[1]);
    }
    const svg = await Deno.readTextFile(at("loss.svg"));
    for (const text of ["training", "validation", configHashOf(network)]) {
      assert.ok(svg.includes(text));
    }

    // The commands that it names are commands that work.
    const named = stdout.match(/^deno task .*$/gm)!;
    assert.deepEqual(named.map((line) => line.split(" ")[2]), ["forces", "evaluate"]);
    const evaluate = named[1].split(" ").slice(2);
    const evaluated = await nearsight([...evaluate, "--records", join(folder, "records.jsonl")]);
    assert.equal(evaluated.code, 0, evaluated.stderr);
    assert.match(evaluated.stdout, /^test part of the split by trajectory/m);

    using store = await openRunStore(join(folder, "records.db"));
    const [{ id, verb, status }] = await store.list();
    assert.deepEqual([verb, status], ["train", "finished"]);
    const { config, seed, artifacts, timings } = await store.get(id);
    const written = JSON.parse(await Deno.readTextFile(at("config.json")));
    assert.equal(configHash(config), configHash(written));
    assert.equal(configHash(config), configHashOf(network));
    assert.equal(seed, 1);
    assert.equal(written.data[0].sha256, encodeDataSet((await roomySet()).dataSet).sha256);
    assert.ok(timings.total > 0 && timings.cpu > 0);
    assert.deepEqual(
      artifacts.map(({ path }) => path.slice(folder.length + 3)).sort(),
      [
        ...["best.safetensors", "checkpoint.safetensors", "config.json", "last.safetensors"],
        ...["loss.svg", "training.csv"],
      ],
    );
    for (const { path, sha256 } of artifacts) {
      assert.equal(sha256, (await sha256File(path)).sha256);
    }
    const metrics = await store.metrics(id);
    assert.deepEqual(metrics.map(({ step }) => step), [1, 2, 3]);
    assert.deepEqual(metrics.map(({ values }) => values.validation), [...errors]);
  }));

Deno.test("Ctrl-C ends a training with status 130; --resume needs no more than the folder", () =>
  inTemporaryFolder(async (folder) => {
    await provideSet(folder);
    const whole = await nearsight(trainArgs(folder, "whole", ...SMALL, "--learning-rate", "1e-3"));
    assert.equal(whole.code, 0, whole.stderr);
    const again = ["--learning-rate", "1e-3", "--checkpoint-seconds", "0"];
    const child = nearsightCommand(trainArgs(folder, "broken", ...SMALL, ...again)).spawn();
    const checkpoint = join(folder, "broken", "checkpoint.safetensors");
    while (!await Deno.stat(checkpoint).then(() => true, () => false)) {
      await new Promise((wait) => setTimeout(wait, 5));
    }
    child.kill("SIGINT");
    const { code, stdout, stderr } = await child.output();
    assert.equal(code, 130, new TextDecoder().decode(stderr));
    assert.match(new TextDecoder().decode(stdout), /^interrupted, go on with --resume: run/m);
    const resumed = await nearsight([
      ...["train", "--resume", "--output", join(folder, "broken"), "--workers", "1"],
      ...["--records", join(folder, "records.db")],
    ]);
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.deepEqual(await bitsOf(join(folder, "broken")), await bitsOf(join(folder, "whole")));

    const seed = await nearsight(trainArgs(folder, "broken", "--resume", "--seed", "4"));
    await Deno.writeTextFile(join(folder, "whole", "data.json"), "{}");
    const lost = await nearsight(["train", "--resume", "--output", join(folder, "whole")]);
    assert.match(lost.stderr, /^error: Cannot use .*data\.json: it is no list of paths\n$/);
    assert.equal(seed.code, 1);
    assert.match(
      seed.stderr,
      /error: Cannot resume .* with another seed: only patience may change/,
    );
    using store = await openRunStore(join(folder, "records.db"));
    const statuses = (await store.list()).map(({ status }) => status);
    assert.deepEqual(statuses, ["failed", "finished", "interrupted", "finished"]);
  }));

Deno.test("a time limit ends a training without an error, and weights go on from a file", () =>
  inTemporaryFolder(async (folder) => {
    await provideSet(folder);
    const limited = trainArgs(folder, "a", ...SMALL, "--time-limit", "0.001", "--epochs", "1");
    const first = await nearsight(limited);
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stdout, /^no epoch has ended yet, .*$/m);
    const all = ["--batch", "100", "--shard", "100", "--epochs", "1", "--no-flips"];
    const begun = await nearsight(trainArgs(folder, "b", ...SMALL, ...all));
    assert.equal(begun.code, 0, begun.stderr);
    const weights = join(folder, "b", "best.safetensors");
    const from = ["--start-from", weights, "--backend", "cpu", "--averaging", "0", "--clip", "0"];
    const next = await nearsight(trainArgs(folder, "c", ...SMALL, ...all, ...from));
    assert.equal(next.code, 0, next.stderr);
    const start = networkSha256(await readNetwork(weights));
    const written = JSON.parse(await Deno.readTextFile(join(folder, "c", "config.json")));
    assert.equal(written.startFrom, start);
    assert.equal(written.flips, false);
    const { provenance } = await readNetwork(join(folder, "c", "last.safetensors"));
    assert.equal(provenance.startFrom, start);
  }));

function configHashOf({ provenance }: Awaited<ReturnType<typeof readNetwork>>): string {
  return provenance.config as string;
}

Deno.test("the evaluation that train suggests is of the split that it took, or of all", () => {
  const configOf = (split: string) =>
    trainingConfig({
      network: "gnn",
      data: [{ sha256: "0".repeat(64), split }],
      model: presetNamed("reference").model,
      temperature: 0.1,
    });
  const suggested = (split: string, holdsOut: boolean) =>
    nextCommands(configOf(split), "out", "set.npz", holdsOut).split("\n").at(-1);
  assert.match(suggested("trajectory", true)!, /--data set\.npz --output \S+ --compare baseline$/);
  assert.match(suggested("configuration", true)!, /--split configuration --compare baseline$/);
  assert.match(suggested("trajectory", false)!, /--split all --compare baseline$/);
});
