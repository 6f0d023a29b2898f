import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  CounterRng,
  encodeNpy,
  forceFieldSpec,
  loadShippedWeights,
  makeForceField,
  readBytes,
  readNetwork,
  readNpyField,
  writeNetwork,
} from "../../mod.ts";
import { inTemporaryFolder, nearsight } from "../cli/nearsight.ts";
import { pythonHas, runPython, runPythonFile, titleNeeding } from "../io/python.ts";
import { largestDifference } from "./networks.ts";

const SCRIPT = new URL("../../docs/pytorch/raw_gnn.py", import.meta.url);
const [WIDTH, HEIGHT] = [18, 16];

/** Takes the weights, moves each by a step of steepest descent, and writes them again. */
const TRAIN = `
import sys
sys.path.insert(0, sys.argv[1])
import numpy as np, torch
from raw_gnn import RawGnn, force
network = RawGnn(sys.argv[2])
Q = torch.from_numpy(np.load(sys.argv[3]))
(force(network, Q) ** 2).mean().backward()
with torch.no_grad():
    for weights in network.parameters():
        weights -= 0.01 * weights.grad / weights.grad.norm()
network.save(sys.argv[4])
`;

/** Forces of weights in a file, in double precision. */
async function forcesBy(source: string, Q: Float64Array): Promise<Float64Array> {
  const forceField = await makeForceField(forceFieldSpec({
    lattice: { kind: "square", width: WIDTH, height: HEIGHT },
    ...{ method: "gnn", weights: { source }, backend: "plain" },
  }));
  const { force } = await forceField.evaluate(Q);
  forceField.close();
  return force;
}

Deno.test({
  name: titleNeeding(
    "torch",
    "weights go to PyTorch, give the same forces there, and come back trained by weights import",
  ),
  ignore: !pythonHas("torch"),
  fn: () =>
    inTemporaryFolder(async (folder) => {
      const at = (file: string) => join(folder, file);
      // Our networks read gQ/t in single precision, which has these numbers as they are.
      const Q = new CounterRng(1, "initialDisplacement").normals(WIDTH * HEIGHT)
        .map((x) => Math.round(5000 * x) / 1024);
      await Deno.writeFile(
        at("Q.npy"),
        encodeNpy({ dtype: "<f8", shape: [HEIGHT, WIDTH], data: Q }),
      );
      const network = await loadShippedWeights("gnn-raw-T0.1");
      await writeNetwork(at("raw.safetensors"), network);
      const theirs = async (weights: string) => {
        runPythonFile(SCRIPT, at(weights), at("Q.npy"), at("F.npy"));
        return readNpyField(await readBytes(at("F.npy")), "F.npy").values;
      };
      const before = await theirs("raw.safetensors");
      assert.ok(largestDifference(before, await forcesBy(at("raw.safetensors"), Q)) < 1e-10);

      const module = fileURLToPath(new URL(".", SCRIPT));
      runPython(TRAIN, module, at("raw.safetensors"), at("Q.npy"), at("trained.safetensors"));
      const { code, stderr } = await nearsight([
        ...["weights", "import", at("trained.safetensors"), "--output", at("back.safetensors")],
      ]);
      assert.equal(code, 0, stderr);
      const after = await theirs("trained.safetensors");
      assert.ok(largestDifference(after, await forcesBy(at("back.safetensors"), Q)) < 1e-10);
      assert.ok(largestDifference(after, before) > 1e-3);
      const back = await readNetwork(at("back.safetensors"));
      assert.deepEqual(back.architecture, network.architecture);
      assert.deepEqual(back.conditions, network.conditions);
    }),
});
