import assert from "node:assert/strict";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import type { Architecture } from "../../lib/networks/architecture.ts";
import { inputFeatures } from "../../lib/networks/parameter_layout.ts";
import { activate } from "../../lib/networks/tfjs/activate.ts";
import { affine } from "../../lib/networks/tfjs/affine.ts";
import { aggregate, type NeighbourShell } from "../../lib/networks/tfjs/aggregate.ts";
import { useBackend } from "../../lib/networks/tfjs/backend.ts";
import { networkGraph } from "../../lib/networks/tfjs/network_graph.ts";
import { disposeTensors, uploadParameters } from "../../lib/networks/tfjs/tensors.ts";
import type { Tensor, Tfjs } from "../../lib/networks/tfjs/tfjs.ts";
import { plainNetwork } from "../../lib/networks/twin/plain_network.ts";
import { scalarActivation } from "../../lib/networks/twin/scalar_activation.ts";
import { availableBackends } from "./backends.ts";
import {
  ARCHITECTURES,
  largestDifference,
  randomFeatures,
  randomParameters,
  rms,
  trainableNames,
} from "./networks.ts";

const LATTICE = new SquareLattice(6, 4);
const BACKENDS = await availableBackends();

type Loss = (parameters: ReadonlyMap<string, Float64Array>) => number;

/** Gradient of the loss in one array of parameters, by central differences in double precision. */
function centralDifferences(
  loss: Loss,
  parameters: ReadonlyMap<string, Float64Array>,
  name: string,
): Float64Array {
  const h = 1e-5;
  const moved = (k: number, by: number) =>
    loss(
      new Map(parameters).set(name, parameters.get(name)!.map((p, at) => at === k ? p + by : p)),
    );
  return parameters.get(name)!.map((_, k) => (moved(k, h) - moved(k, -h)) / (2 * h));
}

/** Gradients of the mean squared error in every trained array, as training forms them. */
async function tfjsGradients(
  tf: Tfjs,
  architecture: Architecture,
  features: Float32Array,
  target: Float32Array,
): Promise<Map<string, Float32Array>> {
  const uploaded = uploadParameters(tf, architecture, randomParameters(architecture, 5));
  const names = trainableNames(architecture);
  const { height, width, sites } = LATTICE;
  const gradients = tf.tidy(() => {
    const x = tf.tensor2d(features, [sites, inputFeatures(architecture)]);
    const y = tf.tensor2d(target, [sites, 1]);
    const loss = (...trained: Tensor[]): Tensor => {
      const parameters = new Map(uploaded);
      names.forEach((name, k) => parameters.set(name, trained[k]));
      const geometry = { batch: 1, height, width };
      const { values } = networkGraph(tf, architecture, parameters, x, geometry);
      return tf.mean(tf.square(tf.sub(values, y)));
    };
    return tf.grads(loss)(names.map((name) => uploaded.get(name)!));
  });
  const result = new Map<string, Float32Array>();
  for (const [k, name] of names.entries()) {
    result.set(name, Float32Array.from(await gradients[k].data()));
  }
  tf.dispose(gradients);
  disposeTensors(uploaded);
  return result;
}

for (const [name, architecture] of Object.entries(ARCHITECTURES)) {
  Deno.test(`${name}: the gradient of the loss in every weight is the central difference, on every backend`, async () => {
    const features = randomFeatures(LATTICE.sites * inputFeatures(architecture), 6);
    const target = randomFeatures(LATTICE.sites, 7);
    const loss: Loss = (parameters) => {
      const { values } = plainNetwork(architecture, parameters, LATTICE, features);
      return rms(values.map((value, i) => value - target[i])) ** 2;
    };
    const parameters = new Map(
      [...randomParameters(architecture, 5)].map(([key, data]) => [key, Float64Array.from(data)]),
    );
    const names = trainableNames(architecture);
    const expected = new Map(names.map((n) => [n, centralDifferences(loss, parameters, n)]));
    const scale = rms(names.flatMap((n) => [...expected.get(n)!]));
    for (const backend of BACKENDS) {
      const tf = await useBackend(backend);
      const gradients = await tfjsGradients(tf, architecture, features, target);
      for (const n of names) {
        const error = largestDifference(gradients.get(n)!, expected.get(n)!);
        const size = Math.max(rms(expected.get(n)!), scale);
        assert.ok(error <= 5e-5 * size, `${backend}, ${n}: ${error} of ${size}`);
      }
    }
  });
}

for (const activation of ["silu", "softplus", "tanh"] as const) {
  Deno.test(`first and second derivative of ${activation} are right on every backend`, async () => {
    const { slope } = scalarActivation(activation);
    const points = Float32Array.of(-7, -2.5, -1, -0.1, 0, 0.3, 1.7, 4, 9);
    const h = 1e-5;
    const curvature = Array.from(points, (x) => (slope(x + h) - slope(x - h)) / (2 * h));
    for (const backend of BACKENDS) {
      const tf = await useBackend(backend);
      const first = tf.grad((x) => activate(tf, x as Tensor, activation));
      const second = tf.grad((x) => first(x));
      const [d1, d2] = tf.tidy(() => [first(tf.tensor1d(points)), second(tf.tensor1d(points))]);
      assert.ok(largestDifference(await d1.data(), Array.from(points, slope)) < 2e-6, backend);
      assert.ok(largestDifference(await d2.data(), curvature) < 2e-6, backend);
      tf.dispose([d1, d2]);
    }
  });
}

Deno.test("a fully connected layer has the gradients of matMul and add", async () => {
  for (const backend of BACKENDS) {
    const tf = await useBackend(backend);
    const inputs = [[7, 3], [5, 3], [5]].map((shape, seed) =>
      tf.tensor(randomFeatures(shape.reduce((a, b) => a * b), seed), shape)
    );
    const dy = tf.tensor(randomFeatures(35, 9), [7, 5]);
    const ours = tf.grads((x: Tensor, W: Tensor, b: Tensor) => affine(tf, x, W, b))(inputs, dy);
    const theirs = tf.grads((x: Tensor, W: Tensor, b: Tensor) =>
      tf.add(tf.matMul(x, W, false, true), b)
    )(inputs, dy);
    for (let k = 0; k < 3; k++) {
      assert.deepEqual(ours[k].shape, theirs[k].shape);
      assert.ok(largestDifference(await ours[k].data(), await theirs[k].data()) < 1e-5, backend);
    }
    tf.dispose([inputs, dy, ours, theirs]);
  }
});

for (const shell of ["neighbours", "diagonals"] as NeighbourShell[]) {
  Deno.test(`the aggregation of ${shell} is self-adjoint and keeps lattices of a batch apart`, async () => {
    const geometry = { batch: 2, height: 4, width: 6 };
    const shape: [number, number] = [48, 3];
    for (const backend of BACKENDS) {
      const tf = await useBackend(backend);
      const [u, v] = [1, 2].map((seed) => tf.tensor2d(randomFeatures(144, seed), shape));
      const sum = (x: Tensor) => aggregate(tf, x, geometry, shell, "sum");
      const left = (await tf.sum(tf.mul(u, sum(v))).data())[0];
      const right = (await tf.sum(tf.mul(sum(u), v)).data())[0];
      assert.ok(Math.abs(left - right) < 1e-4, backend);
      const second = tf.concat([tf.zeros([24, 3]), tf.ones([24, 3])], 0) as Tensor;
      const gathered = await sum(second).data();
      assert.deepEqual(
        [...gathered],
        Array.from({ length: 144 }, (_, k) => k < 72 ? 0 : 4),
      );
    }
  });
}
