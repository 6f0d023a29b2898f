import type { Lattice } from "../../lattice/lattice.ts";
import { makeLattice } from "../../lattice/make_lattice.ts";
import type { Architecture } from "../../networks/architecture.ts";
import type { ParameterSet } from "../../networks/parameters.ts";
import { type BackendName, withBackend } from "../../networks/tfjs/backend.ts";
import { batchGeometry } from "../../networks/tfjs/geometry.ts";
import { networkGraph } from "../../networks/tfjs/network_graph.ts";
import type { TensorMap } from "../../networks/tfjs/tensors.ts";
import type { Tensor, Tfjs } from "../../networks/tfjs/tfjs.ts";
import type { Shard } from "./batches.ts";
import { type FlatEntry, flatLayout } from "./flat_parameters.ts";
import { type ParameterTensors, parameterTensors } from "./parameter_tensors.ts";
import type { SampleGroup } from "./samples.ts";

/** What every worker of a training holds: memory that all share, and what it means. */
export interface ShardSetup {
  /** The network. */
  readonly architecture: Architecture;
  /** Its parameters; those that are trained are taken from `flat` instead. */
  readonly parameters: ParameterSet;
  /** The trained parameters, end to end; the trainer changes them between steps. */
  readonly flat: Float32Array;
  /** Room for the gradients of the shards of a step, shape [shards, parameters]. */
  readonly gradients: Float32Array;
  /** Samples, by set. */
  readonly sets: Readonly<Record<string, readonly SampleGroup[]>>;
  /** Parity of the features under x → -x, if each has one. */
  readonly parity: readonly number[] | undefined;
  /** Where networks are computed. */
  readonly backend: BackendName;
}

/** What is asked of a worker. */
export type ShardTask =
  /** The loss of a shard of the training set, and its gradient into place `slot`. */
  | { readonly kind: "gradient"; readonly shard: Shard; readonly slot: number }
  /** The errors of the network on a shard of a set. */
  | { readonly kind: "errors"; readonly set: string; readonly shard: Shard };

/** The answer: the sum of squared errors, in units of the target's scale, or the errors themselves. */
export type ShardAnswer = number | Float32Array;

/** Name of the set that gradients are taken on. */
export const TRAINING_SET = "train";

/** Computes losses, gradients and errors of shards on one TensorFlow.js backend. */
export class ShardComputer {
  readonly #setup: ShardSetup;
  readonly #layout: readonly FlatEntry[];
  readonly #trained: ParameterTensors;
  readonly #scale: number;
  readonly #lattices = new Map<SampleGroup, Lattice>();

  /** Takes what all share; nothing is copied. */
  constructor(setup: ShardSetup) {
    this.#setup = setup;
    this.#layout = flatLayout(setup.architecture);
    this.#trained = parameterTensors(setup.backend, this.#layout);
    this.#scale = setup.parameters.get("output.scale")![0];
  }

  /** Does a task; the shared parameters must not change meanwhile. */
  answer(task: ShardTask): Promise<ShardAnswer> {
    return task.kind === "errors"
      ? this.#errorsOf(task.shard, this.#setup.sets[task.set][task.shard.group])
      : this.#gradientOf(task.shard, task.slot);
  }

  async #errorsOf(shard: Shard, group: SampleGroup): Promise<Float32Array> {
    return await take(
      await withBackend(
        this.#setup.backend,
        (tf) =>
          tf.tidy(() => this.#errors(tf, shard, group, this.#trained.on(tf, this.#setup.flat))),
      ),
    );
  }

  async #gradientOf(shard: Shard, slot: number): Promise<number> {
    const { backend, sets, flat, gradients } = this.#setup;
    const group = sets[TRAINING_SET][shard.group];
    const { value, grads } = await withBackend(backend, (tf) =>
      tf.tidy(() => {
        const loss = (...trained: Tensor[]): Tensor =>
          tf.sum(tf.square(tf.div(this.#errors(tf, shard, group, trained), this.#scale)));
        return tf.valueAndGrads(loss)(this.#trained.on(tf, this.#setup.flat));
      }));
    const arrays = await Promise.all(grads.map(take));
    const begin = slot * flat.length;
    arrays.forEach((values, k) => gradients.set(values, begin + this.#layout[k].begin));
    return (await take(value))[0];
  }

  /** Prediction less target of the sites of a shard, shape [sites, 1]. */
  #errors(tf: Tfjs, shard: Shard, group: SampleGroup, trained: readonly Tensor[]): Tensor {
    const { architecture, parameters, parity } = this.#setup;
    const features = gather(group.features, group, shard, parity);
    const target = gather(group.target, group, shard, [-1]);
    const sites = target.length;
    const constants = ["input.shift", "input.scale", "output.scale"];
    const tensors: TensorMap = new Map([
      ...constants.map((name) => [name, tf.tensor1d(parameters.get(name)!)] as const),
      ...this.#layout.map(({ name }, k) => [name, trained[k]] as const),
    ]);
    const geometry = batchGeometry(this.#latticeOf(group), shard.configurations.length);
    const x = tf.tensor2d(features, [sites, features.length / sites]);
    const { values } = networkGraph(tf, architecture, tensors, x, geometry);
    return tf.sub(values, tf.tensor2d(target, [sites, 1]));
  }

  #latticeOf(group: SampleGroup): Lattice {
    const lattice = this.#lattices.get(group) ?? makeLattice(group.lattice);
    this.#lattices.set(group, lattice);
    return lattice;
  }
}

/** The rows of a shard's configurations, end to end; those with sign -1 as their twins. */
function gather(
  all: Float32Array,
  { configurations: count }: SampleGroup,
  { configurations, signs }: Shard,
  parity: readonly number[] | undefined,
): Float32Array {
  const length = all.length / count;
  const out = new Float32Array(configurations.length * length);
  configurations.forEach((c, k) => {
    const rows = out.subarray(k * length, (k + 1) * length);
    rows.set(all.subarray(c * length, (c + 1) * length));
    if (signs[k] > 0 || parity === undefined) return;
    for (let i = 0, width = parity.length; i < length; i++) rows[i] *= parity[i % width];
  });
  return out;
}

async function take(tensor: Tensor): Promise<Float32Array> {
  try {
    return await tensor.data<"float32">();
  } finally {
    tensor.dispose();
  }
}
