import type { EnergyGnnArchitecture } from "../architecture.ts";
import { activate } from "./activate.ts";
import { affine } from "./affine.ts";
import { aggregate } from "./aggregate.ts";
import { scaleColumns } from "./columns.ts";
import type { BatchGeometry } from "./geometry.ts";
import { normalise } from "./normalise.ts";
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

  /** W_self σ(A V_i + a) + W_NN ⊕_j σ(B V_j + b) + rest: Eq. (19). */
  const messages = (name: string, V: Tensor, rest: Tensor): Tensor => {
    // Both terms at once, side by side.
    const both = (part: string, axis: number) =>
      tf.concat([parameter(`${name}.self.${part}`), parameter(`${name}.neighbours.${part}`)], axis);
    const hidden = activate(
      tf,
      affine(tf, V, both("hidden.weight", 0), both("hidden.bias", 0)),
      activation,
    );
    const width = hidden.shape[1]! / 2;
    const sources = aggregate(tf, hidden, geometry, "neighbours", aggregation, width);
    return affine(tf, sources, both("weight", 1), undefined, rest);
  };

  let V = field;
  for (let l = 0; l < channels.length; l++) {
    const name = `blocks.${l}`;
    const update = affine(
      tf,
      V,
      parameter(`${name}.update.weight`),
      parameter(`${name}.update.bias`),
    );
    const U = activate(tf, messages(name, V, update), activation);
    const normal = scaleColumns(tf, normalise(tf, U), parameter(`${name}.norm.weight`));
    V = affine(tf, V, parameter(`${name}.residual.weight`), parameter(`${name}.norm.bias`), normal);
  }
  return messages("readout", V, affine(tf, V, parameter("readout.residual.weight")));
}
