import type { GnnArchitecture } from "../architecture.ts";
import { activate } from "./activate.ts";
import { affine } from "./affine.ts";
import { aggregate, type NeighbourShell } from "./aggregate.ts";
import type { BatchGeometry } from "./geometry.ts";
import { type TensorMap, tensorNamed } from "./tensors.ts";
import type { Tensor, Tfjs } from "./tfjs.ts";

const SHELLS: readonly NeighbourShell[] = ["neighbours", "diagonals"];

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
  { shells: count, aggregation }: GnnArchitecture,
  parameters: TensorMap,
  V: Tensor,
  geometry: BatchGeometry,
  l: number,
): Tensor {
  const shells = SHELLS.slice(0, count);
  const weights = (source: string) => tensorNamed(parameters, `layers.${l}.${source}.weight`);
  const gather = (x: Tensor, shell: NeighbourShell) =>
    aggregate(tf, x, geometry, shell, aggregation);
  const bias = tensorNamed(parameters, `layers.${l}.bias`);
  const [out, inputs] = weights("self").shape;
  // Aggregation and the linear map commute: the narrower side is aggregated.
  if (inputs! <= out!) {
    const sources = tf.concat([V, ...shells.map((shell) => gather(V, shell))], 1);
    const W = tf.concat([weights("self"), ...shells.map(weights)], 1);
    return affine(tf, sources, W, bias);
  }
  return shells.reduce(
    (sum, shell) => tf.add(sum, gather(affine(tf, V, weights(shell)), shell)),
    affine(tf, V, weights("self"), bias),
  );
}
