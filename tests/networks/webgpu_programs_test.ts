import assert from "node:assert/strict";
import type { ComputeDevice } from "../../lib/kernels/webgpu/compute_device.ts";
import type { Lattice } from "../../lib/lattice/lattice.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import type { GnnArchitecture } from "../../lib/networks/architecture.ts";
import { makeRunner } from "../../lib/networks/make_runner.ts";
import type { Network } from "../../lib/networks/network.ts";
import { loadShippedWeights } from "../../lib/networks/shipped_weights.ts";
import { embeddingFor } from "../../lib/networks/site_embedding.ts";
import { gnnPrograms } from "../../lib/networks/webgpu/gnn_programs.ts";
import { CounterRng } from "../../lib/random/counter_rng.ts";
import { ARCHITECTURES, largestDifference, rms } from "./networks.ts";
import { testDevice } from "./webgpu_device.ts";
import { randomNetwork } from "./weights_files.ts";

const device = await testDevice();

const CAVITY = ARCHITECTURES["gnn, cavity, diagonals, odd, silu"] as GnnArchitecture;
const RAW = ARCHITECTURES["gnn, widening and narrowing, sum, relu"] as GnnArchitecture;

/** Between them every option of a direct GNN. */
const NETWORKS: Readonly<Record<string, GnnArchitecture>> = {
  "cavity, diagonals, mean, silu, odd": CAVITY,
  "raw, sum, relu, whole force": RAW,
  "raw, tanh, odd, without a baseline": {
    ...RAW,
    ...{ activation: "tanh", particleHole: "exact", target: "density", shells: 2 },
  },
  "raw on windows of 5×5, softplus": {
    ...RAW,
    ...{ activation: "softplus", baseline: "window-5x5", target: "density" },
  },
  "cavity without a baseline, 40 channels in three blocks of sixteen": {
    ...CAVITY,
    ...{ baseline: "none", channels: [40, 17], particleHole: "learned", aggregation: "sum" },
  },
};

async function onDevice(gpu: ComputeDevice, network: Network, lattice: Lattice, x: Float64Array) {
  const field = gpu.buffer("field", Float32Array.from(x));
  const { dispatches, values } = await gpu.checked(() => gnnPrograms(gpu, lattice, network, field));
  gpu.run(dispatches);
  return Float64Array.from(new Float32Array((await gpu.read([values]))[0]));
}

/** The same by the wasm kernel of the cavity method, and the network in double precision. */
async function exactly(network: Network, lattice: Lattice, x: Float64Array) {
  const { architecture, parameters, conditions } = network;
  const { features, baseline } = embeddingFor(architecture, lattice, conditions.temperature)
    .embed(x);
  const runner = await makeRunner(architecture, parameters, lattice, "plain");
  const { values } = await runner.run(features);
  return baseline === undefined ? values : values.map((value, i) => value + baseline[i]);
}

const fieldOf = (lattice: Lattice) =>
  new CounterRng(5, "datasetConfiguration").normals(lattice.sites)
    // Rounded, so that both see the same.
    .map((xi) => Math.fround(8 * xi));

for (const [name, architecture] of Object.entries(NETWORKS)) {
  Deno.test({
    name: `WGSL, gnn, ${name}: the prediction is that of the double-precision twin`,
    ignore: device === undefined,
    async fn() {
      const network = randomNetwork(architecture, 4);
      for (const lattice of [new SquareLattice(14), new SquareLattice(24, 12)]) {
        const x = fieldOf(lattice);
        const exact = await exactly(network, lattice, x);
        const error = largestDifference(await onDevice(device!, network, lattice, x), exact);
        assert.ok(error < 5e-6 * rms(exact), `${error} of ${rms(exact)}`);
      }
    },
  });
}

for (const name of ["gnn-small-T0.1", "gnn-medium-T0.1", "gnn-large-T0.1", "gnn-raw-T0.1"]) {
  Deno.test({
    name: `WGSL, ${name}: densities are the double-precision twin's to 1.5e-6`,
    ignore: device === undefined,
    async fn() {
      const network = await loadShippedWeights(name);
      const lattice = new SquareLattice(18, 20);
      const x = fieldOf(lattice);
      const exact = await exactly(network, lattice, x);
      const error = largestDifference(await onDevice(device!, network, lattice, x), exact);
      assert.ok(error < 1.5e-6, `${error}`);
    },
  });
}
