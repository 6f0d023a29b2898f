import type { Tensor, Tfjs } from "./tfjs.ts";

type SaveTensors = (tensors: Tensor[]) => void;

/**
 * x Wᵀ + b of a fully connected layer: x of shape [sites, in], W [out, in], b [out], together
 * [sites, out]; no b adds nothing.
 *
 * Transposes are made explicit, in the gradient too, and the gradient of b is a product with a row
 * of ones: the backend `wasm` multiplies ten times slower when an operand is transposed for it, and
 * sums over rows slowly.
 */
export function affine(tf: Tfjs, x: Tensor, W: Tensor, b?: Tensor): Tensor {
  const product = multiply(tf, x, tf.transpose(W));
  return b === undefined ? product : addRow(tf, product, b);
}

/** A B of matrices [m, k] and [k, n]. */
function multiply(tf: Tfjs, A: Tensor, B: Tensor): Tensor {
  const operation = tf.customGrad((a, b, save) => {
    // Saved inputs stay on the tape, for a second derivative; saved outputs would not.
    (save as SaveTensors)([a as Tensor, b as Tensor]);
    return {
      value: tf.matMul(a as Tensor, b as Tensor),
      gradFunc: (dy, [left, right]) => [
        multiply(tf, dy, tf.transpose(right)),
        multiply(tf, tf.transpose(left), dy),
      ],
    };
  });
  return operation(A, B);
}

/** Adds the same row, shape [n], to each row of a matrix [m, n]. */
function addRow(tf: Tfjs, x: Tensor, row: Tensor): Tensor {
  const operation = tf.customGrad((a, b) => ({
    value: tf.add(a as Tensor, b as Tensor),
    gradFunc: (dy) => [
      tf.clone(dy),
      tf.reshape(multiply(tf, tf.ones([1, dy.shape[0]!]), dy), [dy.shape[1]!]),
    ],
  }));
  return operation(x, row);
}
