import type { Tensor, Tfjs } from "./tfjs.ts";

type SaveTensors = (tensors: Tensor[]) => void;

/**
 * x Wᵀ + b of a fully connected layer: x of shape [sites, in], W [out, in], b [out], together
 * [sites, out]; no b adds nothing.
 *
 * The gradient multiplies by explicit transposes, and gets those of W and b in one product with x
 * and a column of ones: the backend `wasm` multiplies ten times slower when an operand is
 * transposed for it, and sums over rows slowly.
 */
export function affine(tf: Tfjs, x: Tensor, W: Tensor, b?: Tensor): Tensor {
  if (b === undefined) return multiply(tf, x, tf.transpose(W));
  const operation = tf.customGrad((input, weights, bias, save) => {
    const inputs = [input, weights] as Tensor[];
    (save as SaveTensors)(inputs);
    return {
      value: tf.tidy(() => tf.add(tf.matMul(inputs[0], tf.transpose(inputs[1])), bias as Tensor)),
      gradFunc: (dy, [savedX, savedW]) => {
        const [sites, width] = savedX.shape as [number, number];
        const out = savedW.shape[0]!;
        const rows = tf.concat([tf.transpose(savedX), tf.ones([1, sites])], 0);
        const product = multiply(tf, rows, dy);
        return [
          multiply(tf, dy, savedW),
          tf.transpose(tf.slice(product, [0, 0], [width, out])),
          tf.reshape(tf.slice(product, [width, 0], [1, out]), [out]),
        ];
      },
    };
  });
  return operation(x, W, b);
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
