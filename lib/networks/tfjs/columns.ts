import { registerPrimitiveGradient, runPrimitive } from "./primitives/primitives.ts";
import type { Tensor, Tfjs } from "./tfjs.ts";

/** Σ_i x_ij of every column j, or Σ_i x_ij y_ij: shapes [m, n] to [n]. */
export function columnSums(tf: Tfjs, x: Tensor, y?: Tensor): Tensor {
  return runPrimitive(tf, "columnSums", { x, y });
}

/** Every column times its factor: shapes [m, n] and [n] to [m, n]. */
export function scaleColumns(tf: Tfjs, x: Tensor, factors: Tensor): Tensor {
  return runPrimitive(tf, "scaleColumns", { x, factors });
}

/** Registers the gradients of both, each made of the other. */
export function registerColumnGradients(tf: Tfjs): void {
  registerPrimitiveGradient(tf, "columnSums", ["x", "y"], (dy, [x, y]) => ({
    x: () => y === undefined ? sameRows(tf, dy, x.shape[0]) : scaleColumns(tf, y, dy),
    y: () => scaleColumns(tf, x, dy),
  }));
  registerPrimitiveGradient(tf, "scaleColumns", ["x", "factors"], (dy, [x, factors]) => ({
    x: () => scaleColumns(tf, dy, factors),
    factors: () => columnSums(tf, x, dy),
  }));
}

/** The row, `count` times. */
function sameRows(tf: Tfjs, row: Tensor, count: number): Tensor {
  const inputs = { a: tf.ones([count, 1]), b: tf.reshape(row, [1, row.size]) };
  const extras = { bias: undefined, addend: undefined };
  const options = { transposeA: false, transposeB: false };
  return runPrimitive(tf, "product", { ...inputs, ...extras }, options);
}
