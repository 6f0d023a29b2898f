import assert from "node:assert/strict";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { inputFeatures } from "../../lib/networks/parameter_layout.ts";
import { initialParameters } from "../../lib/networks/parameters.ts";
import { networkPresetNamed } from "../../lib/networks/presets.ts";
import { withBackend } from "../../lib/networks/tfjs/backend.ts";
import { networkGraph } from "../../lib/networks/tfjs/network_graph.ts";
import { disposeTensors, uploadParameters } from "../../lib/networks/tfjs/tensors.ts";
import type { Tensor, Tfjs } from "../../lib/networks/tfjs/tfjs.ts";
import { availableBackends } from "../networks/backends.ts";
import { largestDifference, randomFeatures, rms, trainableNames } from "../networks/networks.ts";

const LATTICE = new SquareLattice(6);
const BACKENDS = await availableBackends();

for (const model of ["mlp", "gnn", "energy-gnn"]) {
  Deno.test(`the paper's ${model} runs forward and through a step of training on every backend, with one answer`, async () => {
    const { architecture, initialisation } = networkPresetNamed(model, "paper");
    const parameters = initialParameters(architecture, initialisation, 1);
    const features = randomFeatures(LATTICE.sites * inputFeatures(architecture), 2);
    const names = trainableNames(architecture);
    const { height, width, sites } = LATTICE;

    /** The forces before and after a step of steepest descent on the sum of their squares. */
    const step = (tf: Tfjs): Tensor[] => {
      const uploaded = uploadParameters(tf, architecture, parameters);
      const result = tf.tidy(() => {
        const x = tf.tensor2d(features, [sites, inputFeatures(architecture)]);
        const forces = (trained: Tensor[]): Tensor => {
          const tensors = new Map(uploaded);
          names.forEach((name, k) => tensors.set(name, trained[k]));
          return networkGraph(tf, architecture, tensors, x, { batch: 1, height, width }).values;
        };
        const start = names.map((name) => uploaded.get(name)!);
        const loss = (...trained: Tensor[]): Tensor => tf.mean(tf.square(forces(trained)));
        const { value, grads } = tf.valueAndGrads(loss)(start);
        const square = grads.map((g) => tf.sum(tf.square(g))).reduce((a, b) => tf.add(a, b));
        // As far as would take off a thousandth of the loss, were it linear.
        const rate = tf.div(tf.mul(value, 1e-3), square);
        return [forces(start), forces(start.map((w, k) => tf.sub(w, tf.mul(rate, grads[k]))))];
      });
      disposeTensors(uploaded);
      return result;
    };

    const answers: number[][] = [];
    for (const backend of BACKENDS) {
      const started = performance.now();
      const [before, after] = await withBackend(backend, step);
      const [first, second] = [[...await before.data()], [...await after.data()]];
      before.dispose();
      after.dispose();
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`${model} on ${backend}: ${seconds} s, rms ${rms(first)} → ${rms(second)}`);
      assert.ok(rms(first) > 0 && rms(second) < rms(first), backend);
      answers.push(first);
    }
    for (const [b, answer] of answers.entries()) {
      const error = largestDifference(answer, answers[0]) / rms(answers[0]);
      assert.ok(error <= 1e-5, `${BACKENDS[b]} and ${BACKENDS[0]}: ${error}`);
    }
  });
}
