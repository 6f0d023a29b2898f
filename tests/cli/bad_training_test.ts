import { join } from "node:path";
import {
  decodeNpz,
  encodeDataSet,
  encodeNpz,
  initialParameters,
  networkPresetNamed,
  writeNetwork,
} from "../../mod.ts";
import { roomySet } from "../training/evaluation/networks.ts";
import { madeFrom, MIXED } from "../training/recipes.ts";
import { type BadCall, requireRefused } from "./bad_calls.ts";
import { inTemporaryFolder } from "./nearsight.ts";

/** Data sets good and bad, weights of another shape and a folder with a training. */
async function provideInputs(folder: string): Promise<void> {
  const { dataSet } = await roomySet();
  const { bytes } = encodeDataSet(dataSet);
  const arrays = decodeNpz(bytes, "set.npz");
  (arrays.get("group0/Q")?.data as Float64Array)[5] = NaN;
  const files: Record<string, Uint8Array> = {
    "set.npz": bytes,
    "nan.npz": encodeNpz(arrays),
    "truncated.npz": bytes.subarray(0, bytes.length / 2),
    "nothing.npz": new Uint8Array(),
    "empty.npz": encodeDataSet({ ...dataSet, groups: [], splits: {} }).bytes,
    "mixed.npz": encodeDataSet(await madeFrom(MIXED)).bytes,
    "text": new TextEncoder().encode("neither data nor weights"),
  };
  for (const [name, contents] of Object.entries(files)) {
    await Deno.writeFile(join(folder, name), contents);
  }
  const { architecture, initialisation } = networkPresetNamed("gnn", "medium");
  await writeNetwork(join(folder, "medium.safetensors"), {
    architecture,
    parameters: initialParameters(architecture, initialisation, 1),
    conditions: { temperature: 0.1 },
    provenance: {},
  });
  await Deno.mkdir(join(folder, "held"));
  await Deno.writeTextFile(join(folder, "held", "config.json"), "{}");
}

function badCalls(folder: string): BadCall[] {
  const path = (name: string) => join(folder, name);
  const small = ["--model", "gnn", "--preset", "small"];
  const deep = ["--model", "energy-gnn"];
  const warm = ["--temperature", "0.4"];
  const medium = ["--start-from", path("medium.safetensors")];
  const on = (data: string, title: string, says: RegExp, ...more: string[]): BadCall => ({
    title,
    args: [
      ...["train", "--data", path(data), "--output", path("out"), "--workers", "1"],
      ...["--records", path("records.jsonl"), ...more],
    ],
    says,
  });
  const train = (title: string, says: RegExp, ...more: string[]) =>
    on("set.npz", title, says, ...small, ...more);
  return [
    on("none.npz", "no data set", /none\.npz.*no such file/, ...small),
    on("text", "a data set that is none", /text.*no \.npz file/, ...small),
    on("nothing.npz", "an empty file", /nothing\.npz.*no \.npz file/, ...small),
    on("empty.npz", "an empty data set", /empty\.npz.*the data set is empty/, ...small),
    on("truncated.npz", "a truncated data set", /truncated\.npz/, ...small),
    on("nan.npz", "NaN in the data", /group0\/Q is NaN in configuration 0 at x = 5/, ...small),
    on("mixed.npz", "several temperatures", /T\/t = 0\.1, 0\.4: choose one with/, ...small),
    on("mixed.npz", "a lattice too narrow", /narrower than .* of \d+ sites/, ...small, ...warm),
    on("set.npz", "no kind of network", /Give --model, the kind of network/),
    on("set.npz", "an unknown kind", /model.*mlp, gnn, energy-gnn/, "--model", "cnn"),
    on("set.npz", "room for other networks only", /12×12.*narrower.*\d+ sites/, ...deep),
    train("another temperature", /no configuration at T\/t = 0\.3 .* 0\.1/, "--temperature", "0.3"),
    train("an unknown preset", /preset "tiny" of the network gnn: accepted/, "--preset", "tiny"),
    train("an unknown schedule", /schedule.*cosine, plateau, constant/, "--schedule", "step"),
    train("an unknown split", /split "year": accepted are configuration/, "--split", "year"),
    train("an unknown backend", /backend.*wasm, cpu, webgpu/, "--backend", "tpu"),
    train("the backend without gradients", /backend.*wasm, cpu, webgpu/, "--backend", "plain"),
    train("the same data twice", /is given twice/, "--data", path("set.npz")),
    train("negative epochs", /epochs must be an integer of at least 1.*-1/, "--epochs=-1"),
    train("half a batch", /"0\.5" is not an integer/, "--batch", "0.5"),
    train("a negative rate", /learningRate must be a positive.*-1/, "--learning-rate=-1"),
    train("a negative seed", /seed must be an integer/, "--seed=-1"),
    train("no time", /timeLimit must be a positive number/, "--time-limit", "0"),
    train("negative seconds", /checkpointSeconds must not be/, "--checkpoint-seconds=-1"),
    train("no workers", /workers must be a positive integer/, "--workers", "0"),
    train("a word for a number", /"warm" is not a number/, "--temperature", "warm"),
    train("unknown weights", /"gnn-huge": accepted are/, "--start-from", "gnn-huge"),
    train("weights that are none", /Cannot read .*text/, "--start-from", path("text") + "/x.json"),
    train(
      "weights of another shape",
      /another architecture, channels \[.* instead of \[/,
      ...medium,
    ),
    train("a folder that is taken", /held holds a training already/, "--output", path("held")),
    train("an output that is a file", /text: it is no folder/, "--output", path("text")),
    train("a resume of nothing", /holds no training to go on with/, "--resume"),
    train("a resume of no training", /config\.json: \w+: /, "--resume", "--output", path("held")),
    train("an unknown option", /unknown option '--frobnicate'/, "--frobnicate"),
    { title: "no data", args: ["train", "--output", path("out")], says: /Give --data/ },
  ];
}

Deno.test("every bad training gives one clear line, a non-zero exit and writes nothing", () =>
  inTemporaryFolder(async (folder) => {
    await provideInputs(folder);
    await requireRefused(folder, badCalls(folder));
  }));
