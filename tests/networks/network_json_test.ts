import assert from "node:assert/strict";
import { join } from "node:path";
import { jsonText } from "../../lib/io/json_text.ts";
import { networkSha256 } from "../../lib/networks/network_checksum.ts";
import { decodeNetwork, encodeNetwork, readNetwork } from "../../lib/networks/network_file.ts";
import {
  decodeNetworkJson,
  encodeNetworkJson,
  type NetworkJson,
} from "../../lib/networks/network_json.ts";
import { writeNetwork } from "../../lib/networks/network_file.ts";
import { inTemporaryFolder } from "../cli/nearsight.ts";
import { ARCHITECTURES } from "./networks.ts";
import { randomNetwork } from "./weights_files.ts";

const GNN = randomNetwork("gnn, cavity, diagonals, odd, silu");
const JSON_OF_GNN = encodeNetworkJson(GNN, "w");

Deno.test("every kind of network comes back from JSON as it went in, by way of a file or not", () =>
  inTemporaryFolder(async (folder) => {
    for (const name of Object.keys(ARCHITECTURES)) {
      const network = randomNetwork(name);
      const path = join(folder, "w.json");
      await writeNetwork(path, network);
      assert.deepEqual(await readNetwork(path), network, name);
      assert.equal(await Deno.readTextFile(path), jsonText(encodeNetworkJson(network, "w")));
    }
  }));

Deno.test("a network has one SHA-256 whatever file it lies in, and another for any change to it", () => {
  const json = decodeNetworkJson(JSON.parse(JSON.stringify(JSON_OF_GNN)), "w.json");
  const safetensors = decodeNetwork(encodeNetwork(GNN), "w.safetensors");
  assert.equal(networkSha256(json), networkSha256(safetensors));
  const parameters = new Map(GNN.parameters);
  const bias = parameters.get("layers.0.bias")!;
  parameters.set("layers.0.bias", bias.with(0, bias[0] * (1 + 2 ** -20)));
  const changes = [
    { parameters },
    { conditions: { temperature: 0.2 } },
    { inputRange: [-60, 61] as const },
    { provenance: {} },
  ];
  const all = [GNN, ...changes.map((change) => ({ ...GNN, ...change }))].map(networkSha256);
  assert.equal(new Set(all).size, all.length);
});

Deno.test("any one flipped bit of the JSON is noticed, outside of the name and of blanks", () => {
  const text = jsonText(JSON_OF_GNN);
  const bytes = new TextEncoder().encode(text);
  const nameAt = text.indexOf('"name"');
  for (let k = 0; k < bytes.length; k += 17) {
    if (/\s/.test(text[k]) || (k >= nameAt && k < nameAt + '"name": "w"'.length)) continue;
    const damaged = bytes.slice();
    damaged[k] ^= 1 << (k % 7);
    const changed = new TextDecoder().decode(damaged);
    let value: unknown;
    try {
      value = JSON.parse(changed);
    } catch {
      continue;
    }
    // The last bits of base64 may say nothing.
    if (text[k + 1] === "=" || text[k] === "=") continue;
    assert.throws(() => decodeNetworkJson(value, "w.json"), (error: Error) => {
      assert.equal(error.name, "FormatError", `${text.slice(k - 20, k + 20)}: ${error.stack}`);
      assert.match(error.message, /^Cannot use w\.json: [^\n]+$/);
      return true;
    });
  }
});

Deno.test("JSON that is no network is refused in one line that says what is wrong", () => {
  const weight = "layers.1.self.weight";
  const changed = (change: Partial<NetworkJson>) => ({ ...JSON_OF_GNN, ...change });
  const withArray = (array: unknown) =>
    changed({ arrays: { ...JSON_OF_GNN.arrays, [weight]: array as never } });
  const { shape, float32 } = JSON_OF_GNN.arrays[weight];
  const holed = Float32Array.from(GNN.parameters.get(weight)!, (w, i) => i === 5 ? NaN : w);
  const nan = encodeNetworkJson(
    { ...GNN, parameters: new Map(GNN.parameters).set(weight, holed) },
    "w",
  );
  const { [weight]: _, ...fewer } = JSON_OF_GNN.arrays;
  const cases: [unknown, RegExp][] = [
    [null, /it is no network/],
    [[], /it is no network/],
    [{ architecture: {} }, /it is no network/],
    [nan, /element 5 of its tensor "layers\.1\.self\.weight" is NaN$/],
    [withArray({ shape, float32: float32.slice(0, -4) }), /bytes, not the \d+ of shape/],
    [withArray({ shape: shape.toReversed(), float32 }), /is F32 \[6, 4\], not F32 or F64 \[4, 6\]/],
    [withArray({ shape, float32: "*".repeat(float32.length) }), /is not base64$/],
    [withArray({ shape: [-1], float32 }), /must be { "shape"/],
    [withArray([1, 2]), /must be { "shape"/],
    [changed({ arrays: fewer }), /has no tensor "layers\.1\.self\.weight"/],
    [changed({ architecture: ARCHITECTURES["mlp, silu"] }), /network mlp .* has no "layers/],
    [changed({ architecture: undefined as never }), /does not say its architecture/],
    [changed({ format: "other-1" }), /it is of format "other-1"/],
    [changed({ conditions: { temperature: 0.3 } }), /its checksum does not match$/],
    [changed({ sha256: "0".repeat(64) }), /its checksum does not match$/],
  ];
  for (const [value, message] of cases) {
    assert.throws(() => decodeNetworkJson(value, "w.json"), (error: Error) => {
      assert.equal(error.name, "FormatError", error.stack);
      assert.match(error.message, /^Cannot use w\.json: [^\n]+$/);
      assert.match(error.message, message);
      return true;
    });
  }
});
