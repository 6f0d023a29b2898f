import type { GnnArchitecture } from "../architecture.ts";
import { messageSources } from "../message_sources.ts";
import { activate } from "./activate.ts";
import { affine } from "./affine.ts";
import { collectShells, foldShells } from "./aggregate.ts";
import type { BatchGeometry } from "./geometry.ts";
import { type TensorMap, tensorNamed } from "./tensors.ts";
import type { Tensor, Tfjs } from "./tfjs.ts";

/** Eqs. (15)-(17): features [sites, features] to one number a site, shape [sites, 1]. */
export function gnnGraph(
  tf: Tfjs,
  architecture: GnnArchitecture,
  parameters: TensorMap,
  features: Tensor,
  geometry: BatchGeometry,
): Tensor {
  const { channels, activation } = architecture;
  let V = features;
  for (let l = 0; l <= channels.length; l++) {
    const message = layer(tf, architecture, parameters, V, geometry, l);
    V = l < channels.length ? activate(tf, message, activation) : message;
  }
  return V;
}

/** W_self V_i + Σ over shells W_shell ⊕_j V_j + b. */
function layer(
  tf: Tfjs,
  architecture: GnnArchitecture,
  parameters: TensorMap,
  V: Tensor,
  geometry: BatchGeometry,
  l: number,
): Tensor {
  const { shells, aggregation } = architecture;
  const weights = messageSources(architecture)
    .map((source) => tensorNamed(parameters, `layers.${l}.${source}.weight`));
  const bias = tensorNamed(parameters, `layers.${l}.bias`);
  const [out, inputs] = weights[0].shape;
  // Aggregation and the linear map commute: the narrower side is aggregated.
  if (inputs! <= out!) {
    const sources = collectShells(tf, V, geometry, shells, aggregation);
    return affine(tf, sources, tf.concat(weights, 1), bias);
  }
  const none = tf.zeros([shells * out!]);
  const messages = affine(tf, V, tf.concat(weights, 0), tf.concat([bias, none], 0));
  return foldShells(tf, messages, geometry, shells, aggregation);
}
