import assert from "node:assert/strict";
import { join } from "node:path";
import {
  decodeSafetensors,
  encodeSafetensors,
  type Safetensors,
  type Tensor,
} from "../../lib/io/safetensors.ts";
import {
  type Network,
  requireTrainedFor,
  shareOutsideTraining,
} from "../../lib/networks/network.ts";
import {
  decodeNetwork,
  encodeNetwork,
  readNetwork,
  writeNetwork,
} from "../../lib/networks/network_file.ts";
import { networkPresetNamed } from "../../lib/networks/presets.ts";
import { PRESETS } from "../../lib/holstein/presets.ts";
import { ARCHITECTURES, randomParameters } from "./networks.ts";

const SQUARE = { kind: "square" };

function sample(name: string): Network {
  const architecture = ARCHITECTURES[name];
  return {
    architecture,
    parameters: randomParameters(architecture, 4),
    conditions: {
      temperature: 0.1,
      ...(architecture.target === "force" && { model: PRESETS.reference.model }),
    },
    inputRange: [-60.5, 71.25],
    provenance: { dataSet: "sha256:…", seed: 4, epochs: 300, errors: { pooled: 0.003 } },
  };
}

const GNN = sample("gnn, widening and narrowing, sum, relu");

/** The bytes of a network with its file's contents changed, as a tool elsewhere might leave them. */
function rewritten(network: Network, change: (file: Safetensors) => Safetensors): Uint8Array {
  return encodeSafetensors(change(decodeSafetensors(encodeNetwork(network), "x")));
}

Deno.test("every kind of network comes back from its file as it went in", async () => {
  for (const name of Object.keys(ARCHITECTURES)) {
    const network = sample(name);
    assert.deepEqual(decodeNetwork(encodeNetwork(network), "x"), network, name);
    assert.deepEqual(encodeNetwork(network), encodeNetwork(network), "the same bytes");
  }
  const folder = await Deno.makeTempDir();
  const path = join(folder, "gnn.safetensors");
  await writeNetwork(path, GNN);
  assert.deepEqual(await readNetwork(path), GNN);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("any one flipped bit is noticed", () => {
  const bytes = encodeNetwork(sample("mlp, silu"));
  for (let k = 0; k < bytes.length; k += 41) {
    // Spaces that pad the header carry nothing.
    if (bytes[k] === 0x20) continue;
    const damaged = bytes.slice();
    damaged[k] ^= 1 << (k % 8);
    assert.throws(() => decodeNetwork(damaged, "w.safetensors"), (error: Error) => {
      assert.equal(error.name, "FormatError", `byte ${k}: ${error.stack}`);
      assert.match(error.message, /^Cannot (read|use) w\.safetensors: [^\n]+$/);
      return true;
    });
  }
});

Deno.test("a truncated file is refused at every length", () => {
  const bytes = encodeNetwork(sample("energy GNN, silu"));
  for (let length = 0; length < bytes.length; length += 53) {
    assert.throws(() => decodeNetwork(bytes.subarray(0, length), "w"), { name: "FormatError" });
  }
});

Deno.test("a file made elsewhere needs no metadata, no constants and no single precision", () => {
  const bytes = rewritten(GNN, ({ tensors }) => ({
    tensors: new Map([...tensors].flatMap(([name, { shape, data }]): [string, Tensor][] => {
      if (/^(input|output)\./.test(name)) return [];
      return [[name, { dtype: "F64", shape, data: Float64Array.from(data as Float32Array) }]];
    })),
    metadata: {},
  }));
  const { architecture, conditions } = GNN;
  const network = decodeNetwork(bytes, "torch", { architecture, conditions });
  assert.deepEqual(network.provenance, {});
  for (const [name, values] of network.parameters) {
    const expected = name.endsWith(".shift")
      ? Float32Array.of(0)
      : name.endsWith(".scale")
      ? Float32Array.of(1)
      : GNN.parameters.get(name)!;
    assert.deepEqual(values, expected, name);
  }
});

Deno.test("matrices lie in the file as PyTorch's [out, in]", () => {
  const { tensors } = decodeSafetensors(encodeNetwork(GNN), "x");
  assert.deepEqual(tensors.get("layers.1.self.weight")!.shape, [8, 3]);
  assert.deepEqual(tensors.get("layers.3.neighbours.weight")!.shape, [1, 5]);
});

Deno.test("a wrong file is refused in one line that says what is wrong", () => {
  const weight = "layers.1.self.weight";
  const withTensor = (name: string, tensor: Tensor) =>
    rewritten(
      GNN,
      ({ tensors }) => ({ tensors: new Map(tensors).set(name, tensor), metadata: {} }),
    );
  const values = GNN.parameters.get(weight)!;
  const withNaN = Float32Array.from(values, (value, k) => k === 5 ? NaN : value);
  const given = { architecture: GNN.architecture, conditions: GNN.conditions };
  const renamed = (from: string, to: string) =>
    rewritten(GNN, ({ tensors }) => ({
      tensors: new Map([...tensors].map(([name, tensor]) => [name === from ? to : name, tensor])),
      metadata: {},
    }));
  const saying = (key: string, text: string) =>
    rewritten(GNN, ({ tensors, metadata: { sha256: _, ...metadata } }) => ({
      tensors,
      metadata: { ...metadata, [key]: text },
    }));
  const other = { architecture: networkPresetNamed("gnn").architecture };
  const cases: [Uint8Array, object, RegExp][] = [
    [new TextEncoder().encode("PK\x03\x04 a zip file"), {}, /no safetensors file/],
    [
      withTensor(weight, { dtype: "F32", shape: [8, 3], data: withNaN }),
      given,
      /element 5 .* NaN$/,
    ],
    [
      withTensor(weight, { dtype: "F32", shape: [3, 8], data: values }),
      given,
      /is F32 \[3, 8\], not F32 or F64 \[8, 3\]$/,
    ],
    [
      withTensor(weight, { dtype: "I32", shape: [8, 3], data: new Int32Array(24) }),
      given,
      /is I32 \[8, 3\]/,
    ],
    [renamed(weight, "conv1.weight"), given, /has no "conv1.weight"$/],
    [
      withTensor("output.scale", { dtype: "F32", shape: [1], data: new Float32Array(1) }),
      given,
      /a scale of zero$/,
    ],
    [renamed(weight, weight), {}, /does not say its architecture, and none was given$/],
    [encodeNetwork(GNN), other, /its architecture .* is not the one asked for/],
    [saying("architecture", "{"), {}, /its architecture is wrong: /],
    [saying("architecture", '{"model":"cnn"}'), {}, /its architecture is wrong: The model of/],
    [saying("conditions", '{"temperature":-1}'), {}, /its conditions is wrong: .* got -1$/],
    [saying("inputRange", "[3,1]"), {}, /its inputRange is wrong: .* got \[3,1\]$/],
    [saying("format", "other-7"), {}, /it is of format "other-7"/],
  ];
  for (const [bytes, defaults, message] of cases) {
    assert.throws(() => decodeNetwork(bytes, "w.safetensors", defaults), (error: Error) => {
      assert.equal(error.name, "FormatError", error.stack);
      assert.match(error.message, /^Cannot (read|use) w\.safetensors: [^\n]+$/);
      assert.match(error.message, message);
      return true;
    });
  }
});

Deno.test("weights are refused for another kind of lattice", () => {
  const { model } = PRESETS.reference;
  const honeycomb = {
    ...sample("gnn, widening and narrowing, sum, relu"),
    conditions: { temperature: 0.1, lattice: "honeycomb" },
  };
  requireTrainedFor(honeycomb, { kind: "honeycomb" }, 0.1, model);
  assert.throws(() => requireTrainedFor(honeycomb, SQUARE, 0.1, model), {
    name: "ParameterError",
    message: "These weights were made for honeycomb lattices and cannot be used on a square one",
  });
  const bytes = encodeNetwork(honeycomb);
  assert.deepEqual(decodeNetwork(bytes, "w.safetensors").conditions, honeycomb.conditions);
});

Deno.test("weights are refused for another T/t, and whole-force weights for other constants", () => {
  const density = sample("mlp, silu");
  const model = PRESETS.reference.model;
  requireTrainedFor(density, SQUARE, 0.1, { ...model, g: 2, k: 3 });
  requireTrainedFor(density, SQUARE, 0.2, { ...model, t: 2 });
  assert.throws(() => requireTrainedFor(density, SQUARE, 0.2, model), {
    name: "ParameterError",
    message: "These weights were made for T/t = 0.1 and cannot be used at T/t = 0.2",
  });
  requireTrainedFor(GNN, SQUARE, 0.1, { ...model, mass: 1 });
  assert.throws(() => requireTrainedFor(GNN, SQUARE, 0.1, { ...model, g: 2 }), {
    message: "These weights were made for g = 3.5 and cannot be used at g = 2",
  });
});

Deno.test("the share of sites outside the training range is counted", () => {
  const inputs = Float64Array.of(-61, -60.5, 0, 71.25, 71.5, 3, 4, 5);
  assert.equal(shareOutsideTraining(GNN, inputs), 0.25);
  const { inputRange: _, ...unrecorded } = GNN;
  assert.equal(shareOutsideTraining(unrecorded, inputs), 0);
});
