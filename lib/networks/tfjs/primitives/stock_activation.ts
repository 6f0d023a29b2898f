import type { Activation } from "../../architecture.ts";
import type { Tensor, Tfjs } from "../tfjs.ts";

type Derivative = (tf: Tfjs, x: Tensor) => Tensor;

/** By activation: itself and its first three derivatives. */
const DERIVATIVES: Readonly<Record<Activation, readonly Derivative[]>> = {
  relu: [
    (tf, x) => tf.relu(x),
    (tf, x) => tf.step(x),
    (tf, x) => tf.zerosLike(x),
    (tf, x) => tf.zerosLike(x),
  ],
  silu: [
    (tf, x) => tf.mul(x, tf.sigmoid(x)),
    (tf, x) => logistic(tf, x, ({ s, t }) => tf.mul(s, tf.add(1, tf.mul(x, t)))),
    (tf, x) => logistic(tf, x, ({ q, d }) => tf.mul(q, tf.add(2, tf.mul(x, d)))),
    (tf, x) =>
      logistic(tf, x, ({ q, d }) => {
        const first = tf.mul(d, tf.add(3, tf.mul(x, d)));
        return tf.mul(q, tf.sub(first, tf.mul(2, tf.mul(x, q))));
      }),
  ],
  softplus: [
    (tf, x) => tf.softplus(x),
    (tf, x) => tf.sigmoid(x),
    (tf, x) => logistic(tf, x, ({ q }) => q),
    (tf, x) => logistic(tf, x, ({ q, d }) => tf.mul(q, d)),
  ],
  tanh: [
    (tf, x) => tf.tanh(x),
    (tf, x) => tf.sub(1, tf.square(tf.tanh(x))),
    (tf, x) => {
      const y = tf.tanh(x);
      return tf.mul(tf.mul(-2, y), tf.sub(1, tf.square(y)));
    },
    (tf, x) => {
      const square = tf.square(tf.tanh(x));
      return tf.mul(tf.sub(1, square), tf.sub(tf.mul(6, square), 2));
    },
  ],
};

/** What the derivatives of the logistic function s are made of. */
interface Logistic {
  readonly s: Tensor;
  /** 1 - s. */
  readonly t: Tensor;
  /** s (1 - s), the first derivative. */
  readonly q: Tensor;
  /** 1 - 2 s: the second derivative is q d. */
  readonly d: Tensor;
}

function logistic(tf: Tfjs, x: Tensor, combine: (terms: Logistic) => Tensor): Tensor {
  const s = tf.sigmoid(x);
  const t = tf.sub(1, s) as Tensor;
  return combine({ s, t, q: tf.mul(s, t), d: tf.sub(t, s) });
}

/** σ⁽ᵒʳᵈᵉʳ⁾(x) element by element, for orders 0 to 3. */
export function stockActivation(
  tf: Tfjs,
  x: Tensor,
  activation: Activation,
  order: number,
): Tensor {
  return DERIVATIVES[activation][order](tf, x);
}
