import assert from "node:assert/strict";
import { join } from "node:path";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { writeNetwork } from "../../lib/networks/network_file.ts";
import { inputFeatures } from "../../lib/networks/parameter_layout.ts";
import { plainNetwork } from "../../lib/networks/twin/plain_network.ts";
import { pythonHas, runPythonFile, titleNeeding } from "../io/python.ts";
import {
  ARCHITECTURES,
  largestDifference,
  randomFeatures,
  randomParameters,
  rms,
} from "./networks.ts";

const LATTICE = new SquareLattice(6, 4);
const SCRIPT = new URL("./torch_networks.py", import.meta.url);

Deno.test({
  name: titleNeeding("torch", "PyTorch loads the weights of every network and gives its answer"),
  ignore: !pythonHas("torch"),
  fn: async () => {
    const folder = await Deno.makeTempDir();
    const { height, width, sites } = LATTICE;
    const cases = [];
    for (const [name, architecture] of Object.entries(ARCHITECTURES)) {
      const parameters = randomParameters(architecture, 3);
      const features = [...randomFeatures(sites * inputFeatures(architecture), 4)];
      const path = join(folder, `${name}.safetensors`);
      const conditions = { temperature: 0.1 };
      await writeNetwork(path, { architecture, parameters, conditions, provenance: {} });
      const ours = plainNetwork(architecture, parameters, LATTICE, features).values;
      cases.push({ name, ours, asked: { path, height, width, features } });
    }
    const asked = JSON.stringify(cases.map((one) => one.asked));
    const theirs = runPythonFile(SCRIPT, asked) as number[][];
    cases.forEach(({ name, ours }, k) => {
      const error = largestDifference(theirs[k], ours);
      assert.ok(error <= 1e-10 * rms(ours), `${name}: ${error}`);
    });
    await Deno.remove(folder, { recursive: true });
  },
});
