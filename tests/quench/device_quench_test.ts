import assert from "node:assert/strict";
import { join } from "node:path";
import { completeForceFieldSpec } from "../../lib/forcefields/complete_spec.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { DEFAULT_BACKEND } from "../../lib/networks/field_model.ts";
import { hasHardwareGpu } from "../../lib/networks/tfjs/webgpu_device.ts";
import { readCheckpoint, writeCheckpoint } from "../../lib/quench/checkpoint.ts";
import { readQuenchConfig, runQuench } from "../../lib/quench/mod.ts";
import { type QuenchConfig, quenchConfig } from "../../lib/quench/quench_config.ts";
import { inTemporaryFolder } from "../cli/nearsight.ts";
import { testDevice } from "../networks/webgpu_device.ts";
import { randomNetwork, writeWeights } from "../networks/weights_files.ts";
import { filesOf } from "./run_files.ts";

const ignore = await testDevice() === undefined;
const CONFIG = quenchConfig({
  ...{ width: 12, height: 10, steps: 60, saveEvery: 20, observeEvery: 7 },
  ...{ method: "gnn", backend: "webgpu", weights: { source: "gnn-small-T0.1" } },
});

const LATTICE = new SquareLattice(12, 10);

const run = (folder: string, config: QuenchConfig, resume = false) =>
  runQuench(config, folder, { resources: { workers: 1 }, resume, checkpointSeconds: 0 });

for (const integrator of ["verlet-ou", "baoab"]) {
  Deno.test({
    name: `${integrator} on a device: 30 + 30 steps are 60 steps, every file bit for bit`,
    ignore,
    fn: () =>
      inTemporaryFolder(async (folder) => {
        const config = { ...CONFIG, integrator };
        await run(join(folder, "whole"), config);
        await run(join(folder, "halves"), { ...config, steps: 30 });
        await run(join(folder, "halves"), config, true);
        const whole = await filesOf(join(folder, "whole"));
        assert.deepEqual(await filesOf(join(folder, "halves")), whole);
      }),
  });
}

Deno.test({
  name:
    "a run on a device follows the same run on wasm: Q differs by less than 5e-5 after 60 steps",
  ignore,
  fn: () =>
    inTemporaryFolder(async (folder) => {
      await run(join(folder, "webgpu"), CONFIG);
      await run(join(folder, "wasm"), { ...CONFIG, backend: "wasm" });
      const [a, b] = await Promise.all(["webgpu", "wasm"].map((name) =>
        readCheckpoint(join(folder, name, "checkpoint.safetensors"), LATTICE)
      ));
      const largest = a.state.Q.reduce((m, q, i) =>
        Math.max(m, Math.abs(q - b.state.Q[i])), 0);
      assert.ok(largest > 0 && largest < 5e-5, `${largest}`);
      assert.match(a.info.arithmetic, /, GPU .+/);
      assert.doesNotMatch(b.info.arithmetic, /GPU/);
    }),
});

Deno.test({
  name: "a run whose forces become NaN on a device ends in one line, its last checkpoint sound",
  ignore,
  fn: () =>
    inTemporaryFolder(async (folder) => {
      const network = randomNetwork("gnn, widening and narrowing, sum, relu");
      const parameters = new Map(network.parameters).set("output.scale", Float32Array.of(1e9));
      const weights = await writeWeights(folder, { ...network, parameters });
      const config = { ...CONFIG, observeEvery: 1, weights };
      await assert.rejects(run(join(folder, "run"), config), {
        name: "NumericalError",
        message:
          /^[QVF] of site \d+ became -?(NaN|Infinity) between steps \d+ and \d+ on the backend webgpu.*$/,
      });
      const path = join(folder, "run", "checkpoint.safetensors");
      const { state } = await readCheckpoint(path, LATTICE);
      assert.ok(state.step > 0 && state.step < 60);
      assert.ok([...state.Q, ...state.V, ...state.evaluation.force].every(Number.isFinite));
    }),
});

Deno.test({
  name: "a checkpoint of another GPU is refused unless its arithmetic is accepted",
  ignore,
  fn: () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, "run", "checkpoint.safetensors");
      await run(join(folder, "run"), { ...CONFIG, steps: 10 });
      const { state, info } = await readCheckpoint(path, LATTICE);
      const arithmetic = info.arithmetic.replace(/GPU .*/, "GPU of another make");
      await writeCheckpoint(path, LATTICE, state, { ...info, arithmetic });
      const config = { ...CONFIG, steps: 20 };
      await assert.rejects(run(join(folder, "run"), config, true), {
        name: "UnavailableError",
        message: /bit for bit.*GPU of another make/,
      });
      const options = { resources: { workers: 1 }, resume: true, acceptOtherArithmetic: true };
      assert.equal((await runQuench(config, join(folder, "run"), options)).step, 20);
    }),
});

Deno.test("auto is written down as the backend that it stands for, a GPU in software not counting", () =>
  inTemporaryFolder(async (folder) => {
    const auto = { ...CONFIG, backend: "auto" };
    const { weights: _, ...withoutWeights } = auto;
    const gpu = await hasHardwareGpu();
    const direct = gpu ? "webgpu" : DEFAULT_BACKEND;
    await run(join(folder, "run"), { ...auto, steps: 10 });
    const { backend } = await readQuenchConfig(join(folder, "run", "config.json"));
    assert.equal(backend, direct);
    const canonical = { ...auto, ensemble: "canonical" } as const;
    assert.equal((await completeForceFieldSpec(canonical)).backend, DEFAULT_BACKEND);
    const energies = { ...withoutWeights, method: "energy-gnn" };
    assert.equal((await completeForceFieldSpec(energies)).backend, DEFAULT_BACKEND);
  }));
