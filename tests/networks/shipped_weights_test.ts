import assert from "node:assert/strict";
import { networkSha256 } from "../../lib/networks/network_checksum.ts";
import { parameterCount } from "../../lib/networks/parameters.ts";
import {
  defaultWeightsFor,
  loadShippedWeights,
  SHIPPED_WEIGHTS,
  shippedWeights,
} from "../../lib/networks/shipped_weights.ts";
import { loadWeights } from "../../lib/networks/weights_reference.ts";
import { inTemporaryFolder } from "../cli/nearsight.ts";
import { randomNetwork, writeWeights } from "./weights_files.ts";

Deno.test("what is listed is what lies in weights/, and each file is whole and says what it is", async () => {
  const files = [...Deno.readDirSync(new URL("../../weights/", import.meta.url))];
  const names = files.map(({ name }) => name.replace(/\.json$/, "")).sort();
  assert.deepEqual([...SHIPPED_WEIGHTS].sort(), names);
  for (const listed of await shippedWeights()) {
    const network = await loadShippedWeights(listed.name);
    assert.equal(networkSha256(network), listed.sha256);
    assert.equal(parameterCount(network.architecture), listed.parameters);
    const { architecture: { model }, conditions: { temperature } } = network;
    assert.ok(listed.name.startsWith(`${model}-`), listed.name);
    assert.ok(listed.name.endsWith(`-T${temperature}`), listed.name);
    assert.ok(Object.keys(network.provenance).length > 0, `${listed.name} says where it is from`);
  }
});

Deno.test("the default for a method and T/t is the first that was made for both", async () => {
  const all = await shippedWeights();
  for (const { architecture: { model }, conditions: { temperature, lattice } } of all) {
    const first = all.find(({ architecture, conditions }) =>
      architecture.model === model && conditions.temperature === temperature &&
      conditions.lattice === lattice
    );
    const kind = lattice ?? "square";
    assert.equal(await defaultWeightsFor(model, { kind }, temperature * (1 + 1e-13)), first?.name);
  }
  await assert.rejects(defaultWeightsFor("gnn", { kind: "square" }, 0.7), {
    name: "ParameterError",
    message:
      /^No weights of a network gnn for square lattices at T\/t = 0\.7 come .* only at T\/t = 0\.1\b[^\n]*$/,
  });
});

Deno.test("unknown names are refused with those that there are, and so are relative paths", async () => {
  for (const source of ["gnn-huge", "constructor", "w.safetensors", ""]) {
    await assert.rejects(loadWeights({ source }), {
      name: "ParameterError",
      message: `Unknown weights "${source}": accepted are ${SHIPPED_WEIGHTS.join(", ")}, or the ` +
        "absolute path of a file",
    });
  }
});

Deno.test("weights that changed since their SHA-256 was noted are refused", () =>
  inTemporaryFolder(async (folder) => {
    const reference = await writeWeights(folder, randomNetwork("mlp, silu", 1));
    assert.equal(networkSha256(await loadWeights(reference)), reference.sha256);
    await writeWeights(folder, randomNetwork("mlp, silu", 2));
    await assert.rejects(loadWeights(reference), {
      name: "FormatError",
      message: /^The weights .*w\.safetensors have changed: sha256 \w{12}…, not \w{12}… as asked/,
    });
    await assert.rejects(loadWeights({ ...reference, source: SHIPPED_WEIGHTS[0] }), {
      name: "FormatError",
    });
  }));
