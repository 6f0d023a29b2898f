import { join } from "node:path";
import {
  decodeSafetensors,
  encodeNetwork,
  encodeNpy,
  encodeSafetensors,
  type Network,
} from "../../mod.ts";
import { randomNetwork } from "../networks/weights_files.ts";
import { type BadCall, requireRefused } from "./bad_calls.ts";
import { inTemporaryFolder } from "./nearsight.ts";

const GNN = randomNetwork("gnn, cavity, diagonals, odd, silu");
const WEIGHT = "layers.1.self.weight";

/** A network's file with one bit turned over in the midst of its numbers. */
function flipped(network: Network): Uint8Array {
  const bytes = encodeNetwork(network);
  bytes[bytes.length - 50] ^= 4;
  return bytes;
}

/** A network's file as a tool elsewhere might have written it, an array changed. */
function elsewhere(change: (array: Float32Array) => Float32Array): Uint8Array {
  const { tensors } = decodeSafetensors(encodeNetwork(GNN), "w");
  const { shape, data } = tensors.get(WEIGHT)!;
  const changed = change(data as Float32Array);
  const tensor = { dtype: "F32", shape, data: changed } as const;
  return encodeSafetensors({ tensors: new Map(tensors).set(WEIGHT, tensor), metadata: {} });
}

const FIELD = Float64Array.from({ length: 80 }, (_, i) => 5 * Math.sin(i * i));
const FILES: Readonly<Record<string, Uint8Array | string>> = {
  "Q.npy": encodeNpy({ dtype: "<f8", shape: [8, 10], data: FIELD }),
  "small.npy": encodeNpy({ dtype: "<f8", shape: [4, 4], data: FIELD.slice(0, 16) }),
  "good.safetensors": encodeNetwork(GNN),
  "truncated.safetensors": encodeNetwork(GNN).subarray(0, 2000),
  "flipped.safetensors": flipped(GNN),
  "bare.safetensors": elsewhere((array) => array),
  "nan.safetensors": elsewhere((array) => array.with(7, NaN)),
  "whole.safetensors": encodeNetwork(randomNetwork("mlp, relu")),
  "text.json": "{",
  "cnn.json": '{"model": "cnn"}',
  "gnn.json": JSON.stringify(GNN.architecture),
};

function badCalls(folder: string): BadCall[] {
  const forces = (title: string, says: RegExp, ...more: string[]): BadCall => ({
    title,
    args: [
      ...["forces", "--input", join(folder, "Q.npy"), "--output", join(folder, "out.json")],
      ...["--method", "gnn", ...more],
    ],
    says,
  });
  const weights = (title: string, file: string, says: RegExp, ...more: string[]) =>
    forces(title, says, "--weights", join(folder, file), ...more);
  const verb = (title: string, says: RegExp, ...args: string[]): BadCall => ({
    title,
    args: ["weights", ...args],
    says,
  });
  const bring = (title: string, file: string, says: RegExp, ...more: string[]) =>
    verb(
      title,
      says,
      ...["import", join(folder, file), "--output", join(folder, "out.json"), ...more],
    );
  const cold = ["--temperature", "0.1"];
  const gnn = ["--architecture", join(folder, "gnn.json")];
  return [
    forces("unknown weights", /"gnn-huge": accepted are gnn-/, "--weights", "gnn-huge"),
    forces("no shipped weights for T/t", /at T\/t = 0\.7 come/, "--temperature", "0.7"),
    forces("an unknown backend", /backend.*wasm, tfjs-wasm, tfjs-cpu, webgpu/, "--backend", "tpu"),
    weights("weights that are not there", "none.safetensors", /none\.safetensors.*no such file/),
    weights("truncated weights", "truncated.safetensors", /Cannot read .*truncated\.safetensors/),
    weights("weights with a flipped bit", "flipped.safetensors", /damaged, its checksum/),
    weights("weights that are none", "Q.npy/x.json", /x\.json/),
    weights("weights without an architecture", "bare.safetensors", /not say its architecture/),
    weights("weights for another T/t", "good.safetensors", /T\/t = 0\.2/, "--temperature", "0.2"),
    weights("weights of another kind", "good.safetensors", /not mlp/, "--method", "mlp"),
    weights("weights for ED", "good.safetensors", /method ed takes no weights/, "--method", "ed"),
    weights(
      "whole forces at half filling",
      "whole.safetensors",
      /grand-canonical ensemble at μ = 0/,
      ...["--method", "mlp", "--ensemble", "canonical"],
    ),
    weights(
      "whole forces for another g",
      "whole.safetensors",
      /made for g = 3\.5/,
      ...["--method", "mlp", "--g", "2"],
    ),
    {
      title: "a lattice narrower than the receptive field",
      args: [
        ...["forces", "--input", join(folder, "small.npy"), "--output", join(folder, "out.json")],
        ...["--method", "gnn", "--weights", join(folder, "good.safetensors")],
      ],
      says: /4×4 lattice is narrower/,
    },
    {
      title: "a quench by weights that are not there",
      args: [
        ...["quench", "--size", "10", "--steps", "1", "--output", join(folder, "run")],
        ...["--method", "gnn", "--weights", join(folder, "none.json")],
        ...["--records", join(folder, "records.jsonl")],
      ],
      says: /none\.json.*no such file/,
    },
    verb("weights shown that are not there", /"none": accepted are gnn-/, "show", "none"),
    verb(
      "weights exported as text",
      /out\.txt.*\.safetensors or a \.json/,
      ...["export", join(folder, "good.safetensors"), "--output", join(folder, "out.txt")],
    ),
    verb("an export to nowhere", /required option '--output/, "export", "gnn-small-T0.1"),
    bring("NaN in a tensor", "nan.safetensors", /element 7 of .* is NaN/, ...gnn, ...cold),
    bring("an import of unknown architecture", "bare.safetensors", /not say its architecture/),
    bring("an import of unknown temperature", "bare.safetensors", /not say its conditions/, ...gnn),
    bring("a wrong architecture", "bare.safetensors", /has no "layers/, "--model", "mlp", ...cold),
    bring(
      "an unknown preset",
      "bare.safetensors",
      /preset "tiny".*medium/,
      ...["--model", "gnn", "--preset", "tiny"],
    ),
    bring("a preset without a model", "bare.safetensors", /needs --model/, "--preset", "medium"),
    bring(
      "both ways to say an architecture",
      "bare.safetensors",
      /not both/,
      ...gnn,
      "--model",
      "gnn",
    ),
    bring(
      "an architecture that is none",
      "bare.safetensors",
      /must be mlp or gnn/,
      ...["--architecture", join(folder, "cnn.json")],
    ),
    bring(
      "an architecture that is no JSON",
      "bare.safetensors",
      /text\.json.*not JSON/,
      ...["--architecture", join(folder, "text.json")],
    ),
    bring(
      "an impossible temperature",
      "bare.safetensors",
      /positive number: got -1/,
      ...gnn,
      "--temperature=-1",
    ),
    bring(
      "an architecture that contradicts the file",
      "good.safetensors",
      /is not the one asked for/,
      ...["--model", "gnn", "--preset", "medium"],
    ),
  ];
}

Deno.test("every bad call with weights gives one clear line, a non-zero exit and writes nothing", () =>
  inTemporaryFolder(async (folder) => {
    for (const [name, contents] of Object.entries(FILES)) {
      const bytes = typeof contents === "string" ? new TextEncoder().encode(contents) : contents;
      await Deno.writeFile(join(folder, name), bytes);
    }
    await requireRefused(folder, badCalls(folder));
  }));
