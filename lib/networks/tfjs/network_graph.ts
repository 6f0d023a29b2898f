import type { Architecture } from "../architecture.ts";
import { embeddingParity } from "../embedding_channels.ts";
import { energyGnnGraph } from "./energy_gnn_graph.ts";
import { type BatchGeometry, totalSites } from "./geometry.ts";
import { gnnGraph } from "./gnn_graph.ts";
import { mlpGraph } from "./mlp_graph.ts";
import { type TensorMap, tensorNamed } from "./tensors.ts";
import type { Tensor, Tfjs } from "./tfjs.ts";

/** What a network says of a batch of lattices. */
export interface GraphOutput {
  /** The prediction (density less 1/2, or force), shape [sites, 1]. */
  readonly values: Tensor;
  /** Local energies ε_i, shape [sites, 1]; energy networks only. */
  readonly energies?: Tensor;
}

/**
 * The network as a differentiable function of its parameters: features [sites, features] of a batch
 * of lattices to the prediction. For energy networks the prediction is -∂(Σ ε)/∂x itself, so that a
 * loss on it can be differentiated once more.
 */
export function networkGraph(
  tf: Tfjs,
  architecture: Architecture,
  parameters: TensorMap,
  features: Tensor,
  geometry: BatchGeometry,
): GraphOutput {
  if (architecture.model !== "energy-gnn") {
    return { values: outputs(tf, architecture, parameters, features, geometry) };
  }
  const energy = (x: Tensor): Tensor => outputs(tf, architecture, parameters, x, geometry);
  // Against ones, the vector-Jacobian product of the ε_i is the gradient of their sum.
  const ones = tf.ones([totalSites(geometry), 1]);
  const { value, grad } = tf.valueAndGrad(energy)(features, ones);
  return { values: tf.neg(grad), energies: value };
}

/** Output of the network, its symmetry under x → -x included where that is built in. */
function outputs(
  tf: Tfjs,
  architecture: Architecture,
  parameters: TensorMap,
  features: Tensor,
  geometry: BatchGeometry,
): Tensor {
  if (architecture.model === "mlp" || architecture.particleHole === "learned") {
    return scaled(tf, architecture, parameters, features, geometry);
  }
  const isEnergy = architecture.model === "energy-gnn";
  const parity = isEnergy ? [-1] : embeddingParity(architecture.embedding);
  const mirrored = tf.mul(features, tf.tensor1d([...parity]));
  const doubled = { ...geometry, batch: 2 * geometry.batch };
  const both = scaled(tf, architecture, parameters, tf.concat([features, mirrored], 0), doubled);
  const [plus, minus] = tf.split(both, 2, 0);
  return tf.mul(isEnergy ? tf.add(plus, minus) : tf.sub(plus, minus), 0.5);
}

/** Features brought to order one, through the network, scaled to its target. */
function scaled(
  tf: Tfjs,
  architecture: Architecture,
  parameters: TensorMap,
  features: Tensor,
  geometry: BatchGeometry,
): Tensor {
  const shifted = tf.sub(features, tensorNamed(parameters, "input.shift"));
  const normal = tf.div(shifted, tensorNamed(parameters, "input.scale")) as Tensor;
  const scale = tensorNamed(parameters, "output.scale");
  return tf.mul(raw(tf, architecture, parameters, normal, geometry), scale);
}

function raw(
  tf: Tfjs,
  architecture: Architecture,
  parameters: TensorMap,
  features: Tensor,
  geometry: BatchGeometry,
): Tensor {
  switch (architecture.model) {
    case "mlp":
      return mlpGraph(tf, architecture, parameters, features);
    case "gnn":
      return gnnGraph(tf, architecture, parameters, features, geometry);
    case "energy-gnn":
      return energyGnnGraph(tf, architecture, parameters, features, geometry);
  }
}
