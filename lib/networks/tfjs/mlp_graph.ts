import type { MlpArchitecture } from "../architecture.ts";
import { activate } from "./activate.ts";
import { affine } from "./affine.ts";
import { type TensorMap, tensorNamed } from "./tensors.ts";
import type { Tensor, Tfjs } from "./tfjs.ts";

/** Eqs. (11)-(12): features [sites, 45] to one number a site, shape [sites, 1]. */
export function mlpGraph(
  tf: Tfjs,
  { hidden, activation }: MlpArchitecture,
  parameters: TensorMap,
  features: Tensor,
): Tensor {
  let x = features;
  for (let l = 0; l <= hidden.length; l++) {
    const W = tensorNamed(parameters, `layers.${l}.weight`);
    const y = affine(tf, x, W, tensorNamed(parameters, `layers.${l}.bias`));
    x = l < hidden.length ? activate(tf, y, activation) : y;
  }
  return x;
}
