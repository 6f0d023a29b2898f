import assert from "node:assert/strict";
import { cavityPoleSet, scheduledPoles } from "../../../lib/electrons/cavity/schedule.ts";
import { cavityPrograms } from "../../../lib/electrons/cavity/webgpu/cavity_programs.ts";
import {
  CavityEmbedding,
  LARGEST_POTENTIAL,
  type WindowOptions,
} from "../../../lib/electrons/cavity_embedding.ts";
import type { ComputeDevice } from "../../../lib/kernels/webgpu/compute_device.ts";
import type { Lattice } from "../../../lib/lattice/lattice.ts";
import { SquareLattice } from "../../../lib/lattice/square_lattice.ts";
import { testDevice } from "../../networks/webgpu_device.ts";
import { largestDifference, normals } from "../matrices.ts";

const TEMPERATURE = 0.1, FEATURED = 3;
const device = await testDevice();

const CASES: Readonly<Record<string, WindowOptions>> = {
  "rings": { radius: 1, poles: 0 },
  "windows of 3×3 for three poles": { radius: 1, poles: 3 },
  "windows of 5×5": { radius: 2, poles: 1 },
  "windows of 7×7 for two poles": { radius: 3, poles: 2 },
};

async function onDevice(
  gpu: ComputeDevice,
  lattice: Lattice,
  v: Float64Array,
  windows: WindowOptions,
) {
  const set = cavityPoleSet((LARGEST_POTENTIAL + lattice.coordination) / TEMPERATURE);
  const poles = scheduledPoles(set, TEMPERATURE);
  const field = gpu.buffer("field", Float32Array.from(v, (value) => -value));
  const plan = { poles, windows, featured: FEATURED };
  const { dispatches, found } = await gpu.checked(() => cavityPrograms(gpu, lattice, plan, field));
  gpu.run(dispatches);
  return new Float32Array((await gpu.read([found]))[0]);
}

for (const [name, windows] of Object.entries(CASES)) {
  for (const [width, height] of [[14, 18], [20, 10]]) {
    Deno.test({
      name: `WGSL, ${name}, ${width}×${height}: density and Green functions are the wasm kernel's`,
      ignore: device === undefined,
      async fn() {
        const lattice = new SquareLattice(width, height);
        for (const spread of [1, 5, 30]) {
          const v = normals(lattice.sites, width + spread).map((xi) => spread * xi);
          const found = await onDevice(device!, lattice, v, windows);
          const embedding = new CavityEmbedding(lattice, {
            hopping: 1,
            temperature: TEMPERATURE,
            poles: FEATURED,
            windows,
          });
          const { density, features } = embedding.embed(v);
          const plane = (c: number) =>
            Float64Array.from(found.subarray(c * lattice.sites, (c + 1) * lattice.sites));
          const error = largestDifference(plane(0), density.map((n) => n - 0.5));
          assert.ok(error < 1e-6, `disorder ${spread}: density off by ${error}`);
          for (let c = 0; c < embedding.channels; c++) {
            const exact = density.map((_, i) => features[i * embedding.channels + c]);
            const off = largestDifference(plane(1 + c), exact);
            assert.ok(off < 1e-6, `disorder ${spread}: channel ${c} off by ${off}`);
          }
        }
      },
    });
  }
}
