import type { EnergyGnnArchitecture } from "../architecture.ts";
import { LAYER_NORM_EPSILON } from "../layer_norm.ts";
import { activate } from "./activate.ts";
import { affine } from "./affine.ts";
import { aggregate } from "./aggregate.ts";
import type { BatchGeometry } from "./geometry.ts";
import { type TensorMap, tensorNamed } from "./tensors.ts";
import type { Tensor, Tfjs } from "./tfjs.ts";

/** Eqs. (19)-(22): the field, shape [sites, 1], to the local energies ε_i, shape [sites, 1]. */
export function energyGnnGraph(
  tf: Tfjs,
  architecture: EnergyGnnArchitecture,
  parameters: TensorMap,
  field: Tensor,
  geometry: BatchGeometry,
): Tensor {
  const { channels, activation, aggregation } = architecture;
  const parameter = (name: string) => tensorNamed(parameters, name);

  /** σ(A V_i + a) and ⊕_j σ(B V_j + b) side by side, with W_self and W_NN likewise. */
  const messages = (name: string, V: Tensor): { sources: Tensor; weights: Tensor } => {
    const hidden = (source: string) => {
      const prefix = `${name}.${source}.hidden`;
      const y = affine(tf, V, parameter(`${prefix}.weight`), parameter(`${prefix}.bias`));
      return activate(tf, y, activation);
    };
    const gathered = aggregate(tf, hidden("neighbours"), geometry, "neighbours", aggregation);
    return {
      sources: tf.concat([hidden("self"), gathered], 1),
      weights: tf.concat(
        [parameter(`${name}.self.weight`), parameter(`${name}.neighbours.weight`)],
        1,
      ),
    };
  };

  let V = field;
  for (let l = 0; l < channels.length; l++) {
    const name = `blocks.${l}`;
    const { sources, weights } = messages(name, V);
    const all = affine(
      tf,
      tf.concat([sources, V], 1),
      tf.concat([weights, parameter(`${name}.update.weight`)], 1),
      parameter(`${name}.update.bias`),
    );
    const U = activate(tf, all, activation);
    const norm = layerNorm(tf, U, parameter(`${name}.norm.weight`), parameter(`${name}.norm.bias`));
    V = tf.add(affine(tf, V, parameter(`${name}.residual.weight`)), norm);
  }
  const { sources, weights } = messages("readout", V);
  return affine(
    tf,
    tf.concat([sources, V], 1),
    tf.concat([weights, parameter("readout.residual.weight")], 1),
  );
}

/** (U - mean)/√(variance + ε) over the channels of each site, times gain plus bias. */
function layerNorm(tf: Tfjs, U: Tensor, gain: Tensor, bias: Tensor): Tensor {
  const centred = tf.sub(U, tf.mean(U, 1, true));
  const variance = tf.mean(tf.square(centred), 1, true);
  const normal = tf.mul(centred, tf.rsqrt(tf.add(variance, LAYER_NORM_EPSILON)));
  return tf.add(tf.mul(normal, gain), bias);
}
