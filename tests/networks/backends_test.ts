import assert from "node:assert/strict";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { makeRunner, RUNNER_BACKENDS } from "../../lib/networks/make_runner.ts";
import { inputFeatures } from "../../lib/networks/parameter_layout.ts";
import { TfjsRunner } from "../../lib/networks/tfjs/tfjs_runner.ts";
import { PlainRunner } from "../../lib/networks/twin/plain_runner.ts";
import { backendNamed, useBackend } from "../../lib/networks/tfjs/backend.ts";
import { availableBackends } from "./backends.ts";
import {
  ARCHITECTURES,
  largestDifference,
  randomFeatures,
  randomParameters,
  rms,
} from "./networks.ts";

const LATTICE = new SquareLattice(10, 6);
const BACKENDS = await availableBackends();
/** Those, by the names that runners have. */
const RUNNERS = RUNNER_BACKENDS.filter((name) =>
  BACKENDS.some((backend) => name === backend || name === `tfjs-${backend}`)
);

for (const [name, architecture] of Object.entries(ARCHITECTURES)) {
  Deno.test(`${name}: every backend agrees with the double-precision twin`, async () => {
    const parameters = randomParameters(architecture, 3);
    const features = randomFeatures(LATTICE.sites * inputFeatures(architecture), 4);
    const exact = await new PlainRunner(architecture, parameters, LATTICE).run(features);
    for (const backend of BACKENDS) {
      const runner = await TfjsRunner.create(architecture, parameters, LATTICE, backend);
      const { values, energies } = await runner.run(features);
      runner.close();
      const error = largestDifference(values, exact.values) / rms(exact.values);
      assert.ok(error <= 1e-5, `${backend}: ${error}`);
      assert.equal(energies === undefined, exact.energies === undefined);
      if (energies === undefined) continue;
      const energyError = largestDifference(energies, exact.energies!) / rms(exact.energies!);
      assert.ok(energyError <= 1e-5, `${backend}: energies ${energyError}`);
    }
  });
}

Deno.test("networks on different backends may be run at the same time", async () => {
  const architecture = ARCHITECTURES["energy GNN, silu"];
  const parameters = randomParameters(architecture, 3);
  const inputs = [1, 2, 3].map((seed) => randomFeatures(LATTICE.sites, seed));
  const runners = await Promise.all(
    RUNNERS.map((backend) => makeRunner(architecture, parameters, LATTICE, backend)),
  );
  const outputs = await Promise.all(
    inputs.map((features) => Promise.all(runners.map((runner) => runner.run(features)))),
  );
  for (const [k, features] of inputs.entries()) {
    for (const [b, runner] of runners.entries()) {
      assert.deepEqual(outputs[k][b], await runner.run(features), RUNNERS[b]);
    }
  }
  for (const runner of runners) runner.close();
});

Deno.test("a runner leaves no tensors behind", async () => {
  const architecture = ARCHITECTURES["energy GNN, even, sum, softplus"];
  const tf = await useBackend("cpu");
  const before = tf.memory().numTensors;
  const runner = await makeRunner(
    architecture,
    randomParameters(architecture, 1),
    LATTICE,
    "tfjs-cpu",
  );
  await runner.run(randomFeatures(LATTICE.sites, 1));
  await runner.run(randomFeatures(LATTICE.sites, 2));
  runner.close();
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("an unknown backend, weights of another network and an output of NaN are refused in one line", async () => {
  const architecture = ARCHITECTURES["gnn, widening and narrowing, sum, relu"];
  const parameters = randomParameters(architecture, 1);
  assert.throws(() => backendNamed("cuda"), {
    name: "ParameterError",
    message: /^Unknown backend "cuda": accepted are wasm, cpu, webgpu$/,
  });
  await assert.rejects(() => makeRunner(architecture, parameters, LATTICE, "gpu"), {
    name: "ParameterError",
    message: 'Unknown backend "gpu": accepted are tfjs-wasm, tfjs-cpu, webgpu, plain',
  });
  const other = ARCHITECTURES["mlp, silu"];
  await assert.rejects(() => makeRunner(other, parameters, LATTICE, "tfjs-cpu"), {
    name: "ShapeError",
    message: /^A network mlp needs 45 numbers called input.shift, shape \[45\]: got 1$/,
  });
  const infinite = randomFeatures(LATTICE.sites, 1);
  infinite[7] = Infinity;
  for (const backend of ["tfjs-cpu", "plain"]) {
    const runner = await makeRunner(architecture, parameters, LATTICE, backend);
    await assert.rejects(() => runner.run(infinite), {
      name: "NumericalError",
      message: /^The network gave (NaN|-?Infinity) at site \d+ on the backend (cpu|plain)$/,
    });
    runner.close();
  }
  const silent = new Map(parameters).set("output.scale", Float32Array.of(0));
  const runner = await makeRunner(architecture, silent, LATTICE, "tfjs-cpu");
  await assert.rejects(() => runner.run(randomFeatures(LATTICE.sites, 1)), {
    name: "NumericalError",
    message: "The network gave zero at every site on the backend cpu",
  });
  runner.close();
});
