import { product } from "./product.ts";
import type { Tensor, Tfjs } from "./tfjs.ts";

/**
 * x Wᵀ + b + y of a fully connected layer: x of shape [sites, in], W [out, in], b [out] and y
 * [sites, out], together [sites, out]; b and y may be left out.
 */
export function affine(tf: Tfjs, x: Tensor, W: Tensor, b?: Tensor, y?: Tensor): Tensor {
  return product(tf, x, W, { transposeB: true, bias: b, addend: y });
}
