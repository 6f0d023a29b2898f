import { LAYER_NORM_EPSILON } from "../layer_norm.ts";
import {
  type NormaliseOptions,
  registerPrimitiveGradient,
  runPrimitive,
} from "./primitives/primitives.ts";
import type { Tensor, Tfjs } from "./tfjs.ts";

/**
 * Layer norm without gain and bias: (x - mean)/√(variance + ε) over each row. It may be
 * differentiated twice.
 */
export function normalise(tf: Tfjs, x: Tensor): Tensor {
  return runPrimitive(tf, "normalise", { x }, { epsilon: LAYER_NORM_EPSILON });
}

/** Registers the gradients of layer norm and of its derivative. */
export function registerNormaliseGradients(tf: Tfjs): void {
  registerPrimitiveGradient(tf, "normalise", ["x"], (dy, [x], options: NormaliseOptions) => ({
    x: () => runPrimitive(tf, "normaliseSlope", { x, g: dy }, options),
  }));
  registerPrimitiveGradient(
    tf,
    "normaliseSlope",
    ["x", "g"],
    (dy, [x, g], options: NormaliseOptions) => ({
      x: () => runPrimitive(tf, "normaliseCurvature", { x, g, h: dy }, options),
      // The derivative is a symmetric matrix.
      g: () => runPrimitive(tf, "normaliseSlope", { x, g: dy }, options),
    }),
  );
}
