import type { Tensor, Tfjs } from "../tfjs.ts";
import { stockActivation } from "./stock_activation.ts";
import type { Primitives, TensorInfo } from "./primitives.ts";
import { stockShellSum } from "./stock_shell_sum.ts";

/** Neighbours, and the sites at the second distance. */
const SHELLS = [0, 1];

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
    collectShells(inputs, { geometry, shells, aggregation }) {
      const { x } = tensors(inputs);
      const sum = (shell: number) => stockShellSum(tf, x, geometry, shell, aggregation);
      return tf.tidy(() => tf.concat([x, ...SHELLS.slice(0, shells).map(sum)], 1)) as TensorInfo;
    },
    foldShells(inputs, { geometry, shells, aggregation }) {
      const { x } = tensors(inputs);
      const channels = x.shape[1]! / (1 + shells);
      return tf.tidy(() =>
        SHELLS.slice(0, shells).reduce(
          (sum: Tensor, shell) => {
            const part = columns(x, (shell + 1) * channels, channels);
            return tf.add(sum, stockShellSum(tf, part, geometry, shell, aggregation));
          },
          columns(x, 0, channels),
        )
      );
    },
    aggregateColumns(inputs, { geometry, first, shell, aggregation }) {
      const { x } = tensors(inputs);
      return tf.tidy(() => {
        const part = first === 0 ? x : columns(x, first, x.shape[1]! - first);
        const sum = stockShellSum(tf, part, geometry, shell, aggregation);
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
    normalise(inputs, { epsilon }) {
      return tf.tidy(() => stockNormal(tf, tensors(inputs).x, epsilon).y);
    },
    normaliseSlope(inputs, { epsilon }) {
      const { x, g } = tensors(inputs);
      return tf.tidy(() => {
        const { y, r } = stockNormal(tf, x, epsilon);
        const along = tf.mul(y, rowMean(tf, tf.mul(g, y)));
        return tf.mul(r, tf.sub(centred(tf, g), along));
      });
    },
    normaliseCurvature(inputs, { epsilon }) {
      const { x, g, h } = tensors(inputs);
      return tf.tidy(() => {
        const { y, r } = stockNormal(tf, x, epsilon);
        const gy = rowMean(tf, tf.mul(g, y)), hy = rowMean(tf, tf.mul(h, y));
        const both = rowMean(tf, tf.mul(centred(tf, g), centred(tf, h)));
        const along = tf.mul(y, tf.sub(both, tf.mul(3, tf.mul(gy, hy))));
        const across = tf.add(tf.mul(gy, centred(tf, h)), tf.mul(hy, centred(tf, g)));
        return tf.neg(tf.mul(tf.square(r), tf.add(along, across)));
      });
    },
  };
}

function rowMean(tf: Tfjs, x: Tensor): Tensor {
  return tf.mean(x, 1, true);
}

function centred(tf: Tfjs, x: Tensor): Tensor {
  return tf.sub(x, rowMean(tf, x));
}

/** Layer norm y of each row, and the factor r that brought it to size. */
function stockNormal(tf: Tfjs, x: Tensor, epsilon: number): { y: Tensor; r: Tensor } {
  const difference = centred(tf, x);
  const r: Tensor = tf.rsqrt(tf.add(rowMean(tf, tf.square(difference)), epsilon));
  return { y: tf.mul(difference, r), r };
}
