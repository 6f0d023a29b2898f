import type { Activation } from "../architecture.ts";
import type { Tensor, Tfjs } from "./tfjs.ts";

type Nonlinearity = (tf: Tfjs, x: Tensor) => Tensor;

const NONLINEARITIES: Readonly<Record<Activation, Nonlinearity>> = {
  relu: (tf, x) => tf.relu(x),
  silu: (tf, x) => tf.mul(x, tf.sigmoid(x)),
  softplus: (tf, x) => tf.softplus(x),
  tanh: (tf, x) => tf.tanh(x),
};

/** σ(x) of each element. Needs the gradients repaired, as `useBackend` does. */
export function activate(tf: Tfjs, x: Tensor, activation: Activation): Tensor {
  return NONLINEARITIES[activation](tf, x);
}
