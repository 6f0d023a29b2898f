import type { Activation } from "../architecture.ts";

/** A nonlinearity of one number and its derivative. */
export interface ScalarActivation {
  /** σ(x). */
  readonly value: (x: number) => number;
  /** σ'(x). */
  readonly slope: (x: number) => number;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

const ACTIVATIONS: Readonly<Record<Activation, ScalarActivation>> = {
  relu: { value: (x) => Math.max(0, x), slope: (x) => x > 0 ? 1 : 0 },
  silu: {
    value: (x) => x * sigmoid(x),
    slope: (x) => sigmoid(x) * (1 + x * (1 - sigmoid(x))),
  },
  // log(1 + eˣ), written so that it overflows for no x.
  softplus: { value: (x) => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x))), slope: sigmoid },
  tanh: { value: Math.tanh, slope: (x) => 1 - Math.tanh(x) ** 2 },
};

/** The nonlinearity of that name. */
export function scalarActivation(activation: Activation): ScalarActivation {
  return ACTIVATIONS[activation];
}
