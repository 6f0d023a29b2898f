import type { Tensor, Tfjs } from "../tfjs.ts";
import { stockActivation } from "./stock_activation.ts";
import type { Primitives, TensorInfo } from "./primitives.ts";
import { stockShellSum } from "./stock_shell_sum.ts";

/** The primitives by operations of TensorFlow.js, for any backend: the twin of the wasm kernel. */
export function stockPrimitives(tf: Tfjs): Primitives {
  const tensors = <T>(inputs: T) => inputs as { [key in keyof T]: Tensor };
  const columns = (x: Tensor, begin: number, count: number) =>
    tf.slice(x, [0, begin], [x.shape[0], count]);

  return {
    product(inputs, { transposeA, transposeB }) {
      const { a, b, bias, addend } = tensors(inputs);
      return tf.tidy(() => {
        // The backend `wasm` multiplies ten times slower when an operand is transposed for it.
        const left = transposeA ? tf.transpose(a) : a;
        let c: Tensor = tf.matMul(left, transposeB ? tf.transpose(b) : b);
        if (bias !== undefined) c = tf.add(c, bias);
        return addend === undefined ? c : tf.add(c, addend);
      });
    },
    columnSums(inputs) {
      const { x, y } = tensors(inputs);
      const [m, n] = x.shape as [number, number];
      // A product, because the backend `wasm` sums down columns slowly.
      return tf.tidy(() =>
        tf.reshape(tf.matMul(tf.ones([1, m]), y === undefined ? x : tf.mul(x, y)), [n])
      );
    },
    scaleColumns(inputs) {
      const { x, factors } = tensors(inputs);
      return tf.mul(x, factors);
    },
    collectShells(inputs, { geometry, shells, factor }) {
      const { x } = tensors(inputs);
      const sum = (diagonal: boolean) => stockShellSum(tf, x, geometry, diagonal, factor);
      return tf.tidy(() =>
        tf.concat([x, ...[false, true].slice(0, shells).map((diagonal) => sum(diagonal))], 1)
      ) as TensorInfo;
    },
    foldShells(inputs, { geometry, shells, factor }) {
      const { x } = tensors(inputs);
      const channels = x.shape[1]! / (1 + shells);
      return tf.tidy(() =>
        [false, true].slice(0, shells).reduce(
          (sum: Tensor, diagonal, k) => {
            const part = columns(x, (k + 1) * channels, channels);
            return tf.add(sum, stockShellSum(tf, part, geometry, diagonal, factor));
          },
          columns(x, 0, channels),
        )
      );
    },
    aggregateColumns(inputs, { geometry, first, diagonal, factor }) {
      const { x } = tensors(inputs);
      return tf.tidy(() => {
        const part = first === 0 ? x : columns(x, first, x.shape[1]! - first);
        const sum = stockShellSum(tf, part, geometry, diagonal, factor);
        return first === 0 ? sum : tf.concat([columns(x, 0, first), sum], 1) as Tensor;
      });
    },
    activate(inputs, { activation, order }) {
      const { x, u, v } = tensors(inputs);
      return tf.tidy(() => {
        let y = stockActivation(tf, x, activation, order);
        if (u !== undefined) y = tf.mul(y, u);
        return v === undefined ? y : tf.mul(y, v);
      });
    },
  };
}
