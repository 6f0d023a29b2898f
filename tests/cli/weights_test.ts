import assert from "node:assert/strict";
import { join } from "node:path";
import {
  decodeSafetensors,
  encodeNetwork,
  encodeNpy,
  encodeSafetensors,
  loadShippedWeights,
  networkSha256,
  openRunStore,
  readNetwork,
  SHIPPED_WEIGHTS,
} from "../../mod.ts";
import { randomNetwork, writeWeights } from "../networks/weights_files.ts";
import { inTemporaryFolder, nearsight } from "./nearsight.ts";

const GNN = randomNetwork("gnn, cavity, diagonals, odd, silu");

/** Runs a command that must succeed; its output. */
async function run(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await nearsight(args);
  assert.equal(code, 0, stderr);
  return { stdout, stderr };
}

Deno.test("weights list has a line for every shipped file, and show says all but the arrays", async () => {
  const lines = (await run("weights", "list")).stdout.trimEnd().split("\n");
  assert.match(lines[0], /^weights +model +target +lattice +T\/t +parameters +errors$/);
  assert.deepEqual(lines.slice(1).map((line) => line.split(" ")[0]), SHIPPED_WEIGHTS);
  const json = JSON.parse((await run("weights", "list", "--json")).stdout);
  const [name] = SHIPPED_WEIGHTS;
  const shown = JSON.parse((await run("weights", "show", name)).stdout);
  const network = await loadShippedWeights(name);
  assert.equal(shown.sha256, networkSha256(network));
  assert.equal(shown.sha256, json[0].sha256);
  assert.deepEqual(shown.provenance, network.provenance);
});

Deno.test("weights go out as safetensors and JSON and come back the same", () =>
  inTemporaryFolder(async (folder) => {
    const [name] = SHIPPED_WEIGHTS;
    const network = await loadShippedWeights(name);
    const [first, second] = ["w.safetensors", "w.json"].map((file) => join(folder, file));
    await run("weights", "export", name, "--output", first);
    assert.deepEqual(await readNetwork(first), network);
    await run("weights", "export", first, "--output", second);
    assert.deepEqual(await readNetwork(second), network);
  }));

Deno.test("weights made elsewhere, without metadata, are imported and give the same forces", () =>
  inTemporaryFolder(async (folder) => {
    const at = (file: string) => join(folder, file);
    const { tensors } = decodeSafetensors(encodeNetwork(GNN), "w");
    await Deno.writeFile(at("torch.safetensors"), encodeSafetensors({ tensors, metadata: {} }));
    await Deno.writeTextFile(at("gnn.json"), JSON.stringify(GNN.architecture));
    const { sha256, source } = await writeWeights(folder, GNN, "own.safetensors");
    await run(
      ...["weights", "import", at("torch.safetensors"), "--output", at("in.json")],
      ...["--architecture", at("gnn.json"), "--temperature", "0.1"],
    );
    const imported = await readNetwork(at("in.json"));
    assert.deepEqual(imported.parameters, GNN.parameters);
    assert.deepEqual(imported.conditions, { temperature: 0.1 });
    const { file } = imported.provenance.imported as { readonly file: string };
    assert.equal(file, "torch.safetensors");

    const data = Float64Array.from({ length: 80 }, (_, i) => 5 * Math.sin(i * i));
    await Deno.writeFile(at("Q.npy"), encodeNpy({ dtype: "<f8", shape: [8, 10], data }));
    const forces = async (weights: string, ...more: string[]) => {
      const args = ["--input", at("Q.npy"), "--output", at("F.json"), "--method", "gnn"];
      const { stderr } = await run("forces", ...args, "--weights", weights, ...more);
      return { ...JSON.parse(await Deno.readTextFile(at("F.json"))), stderr };
    };
    const one = await forces(at("in.json")), other = await forces(source);
    assert.deepEqual(one.force, other.force);
    assert.equal(other.provenance.weights.sha256, sha256);
    assert.equal(other.provenance.backend, "wasm");
    assert.equal(one.stderr + other.stderr, "");
    const slow = await forces(source, "--backend", "plain");
    const off = slow.force.map((F: number, i: number) => Math.abs(F - one.force[i]));
    assert.ok(Math.max(...off) < 1e-4 && Math.max(...off) > 0);
  }));

Deno.test("forces and quench say once on stderr how many sites lie outside the training range", () =>
  inTemporaryFolder(async (folder) => {
    const network = { ...GNN, inputRange: [-1, 1] as const };
    const { source, sha256 } = await writeWeights(folder, network);
    const data = Float64Array.from({ length: 80 }, (_, i) => i < 20 ? 1 : 0.1);
    const input = join(folder, "Q.npy");
    await Deno.writeFile(input, encodeNpy({ dtype: "<f8", shape: [8, 10], data }));
    const method = ["--method", "gnn", "--weights", source];
    const output = join(folder, "F.json");
    const { stderr } = await run("forces", "--input", input, "--output", output, ...method);
    assert.equal(
      stderr,
      `note: 25 % of the sites lie outside the range that ${source} was trained on\n`,
    );
    assert.equal(JSON.parse(await Deno.readTextFile(output)).outsideTraining, 0.25);

    const records = join(folder, "records.db");
    const quench = await run(
      ...["quench", "--size", "10x8", "--steps", "40", "--output", join(folder, "run")],
      ...["--records", records, ...method],
    );
    assert.equal(quench.stderr.match(/^note: .*trained on$/gm)?.length, 1, quench.stderr);
    using store = await openRunStore(records);
    const [{ id }] = await store.list();
    const { config } = await store.get(id);
    assert.deepEqual((config as { weights: unknown }).weights, { source, sha256 });
  }));

Deno.test("a quench by a network goes on from its config.json, and leaves the network for another method", () =>
  inTemporaryFolder(async (folder) => {
    const { source } = await writeWeights(folder, GNN);
    const at = (file: string) => join(folder, file);
    const more = ["--no-figures", "--records", at("records.db")];
    const begin = ["quench", "--size", "10", "--method", "gnn", "--weights", source, ...more];
    await run(...begin, "--steps", "20", "--output", at("a"));
    await run(...begin, "--steps", "10", "--output", at("b"));
    await run("quench", "--resume", "--steps", "20", "--output", at("b"), ...more);
    assert.deepEqual(
      await Deno.readFile(at("b/checkpoint.safetensors")),
      await Deno.readFile(at("a/checkpoint.safetensors")),
    );
    const config = ["--config", at("a/config.json"), "--method", "exact", "--output", at("c")];
    await run("quench", ...config, ...more);
    const { method, weights } = JSON.parse(await Deno.readTextFile(at("c/config.json")));
    assert.deepEqual([method, weights], ["exact", undefined]);
  }));
