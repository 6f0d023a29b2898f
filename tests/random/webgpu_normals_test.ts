import assert from "node:assert/strict";
import type { ComputeDevice } from "../../lib/kernels/webgpu/compute_device.ts";
import { siteProgram, siteWorkgroups } from "../../lib/kernels/webgpu/site_programs.ts";
import { CounterRng } from "../../lib/random/counter_rng.ts";
import { normalsWgsl } from "../../lib/random/webgpu/normals.ts";
import { testDevice } from "../networks/webgpu_device.ts";

const SIDES = { width: 250, height: 200 };
const COUNT = SIDES.width * SIDES.height;
const device = await testDevice();

async function gpuNormals(gpu: ComputeDevice, seed: number, trajectory: number, step: number) {
  const out = gpu.buffer("out", 4 * COUNT);
  const source = siteProgram(
    SIDES,
    normalsWgsl(seed, "langevinNoise", trajectory),
    `out[site] = normal(${step}u, site);`,
  );
  const { program } = await gpu.checked(() => ({
    program: gpu.program("normals", source, {
      out: { buffer: out, type: "array<f32>", writes: true },
    }),
  }));
  gpu.run([{ ...program, workgroups: siteWorkgroups(SIDES) }]);
  return new Float32Array((await gpu.read([out]))[0]);
}

for (
  const [seed, trajectory, step] of [[1, 0, 0], [2 ** 53 - 1, 2 ** 32 - 1, 2 ** 32 - 1], [
    7,
    3,
    999,
  ]]
) {
  Deno.test({
    name: `WGSL: 50,000 normal numbers of seed ${seed} are those of CounterRng to 1e-6 of 1 + |ξ|`,
    ignore: device === undefined,
    async fn() {
      const values = await gpuNormals(device!, seed, trajectory, step);
      const exact = new CounterRng(seed, "langevinNoise").normals(COUNT, { trajectory, step });
      const errors = exact.map((xi, i) => Math.abs(values[i] - xi) / (1 + Math.abs(xi)));
      const largest = errors.reduce((a, b) => Math.max(a, b));
      assert.ok(largest < 1e-6, `${largest}`);
    },
  });
}
