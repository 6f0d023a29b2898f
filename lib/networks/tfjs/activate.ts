import type { Activation } from "../architecture.ts";
import {
  type ActivateOptions,
  registerPrimitiveGradient,
  runPrimitive,
} from "./primitives/primitives.ts";
import type { Tensor, Tfjs } from "./tfjs.ts";

const HIGHEST_ORDER = 3;

/** σ(x) of each element. It may be differentiated three times. */
export function activate(tf: Tfjs, x: Tensor, activation: Activation): Tensor {
  return runPrimitive(tf, "activate", { x, u: undefined, v: undefined }, { activation, order: 0 });
}

/**
 * Registers the gradient of u v σ⁽ᵏ⁾(x), in u the same with dy in its place, in x the same of order
 * k + 1 and dy another factor.
 */
export function registerActivateGradient(tf: Tfjs): void {
  registerPrimitiveGradient(
    tf,
    "activate",
    ["x", "u", "v"],
    (dy, [x, u, v], { activation, order }: ActivateOptions) => {
      const times = (factors: (Tensor | undefined)[], k: number): Tensor => {
        if (k > HIGHEST_ORDER) throw new Error("no fourth derivative of an activation");
        const [first, second, third] = factors.filter((factor) => factor !== undefined);
        const rest = third === undefined ? second : tf.mul(second, third);
        return runPrimitive(tf, "activate", { x, u: first, v: rest }, { activation, order: k });
      };
      return {
        x: () => times([dy, u, v], order + 1),
        u: () => times([dy, v], order),
        v: () => times([dy, u], order),
      };
    },
  );
}
