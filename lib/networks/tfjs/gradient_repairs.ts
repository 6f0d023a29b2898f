import type { Tensor, Tfjs } from "./tfjs.ts";

let repaired = false;

/**
 * Registers gradients anew where those of TensorFlow.js 4.22 are wrong when differentiated once
 * more, as training on forces of an energy does: the gradients of sigmoid and tanh use the saved
 * output, whose own dependence on the input the second derivative then misses in silence. Here they
 * are formed from the saved input.
 */
export function repairGradients(tf: Tfjs): void {
  if (repaired) return;
  repaired = true;
  register(tf, "Sigmoid", (x) => {
    const y = tf.sigmoid(x);
    return tf.mul(y, tf.sub(1, y));
  });
  register(tf, "Tanh", (x) => tf.sub(1, tf.square(tf.tanh(x))));
}

/** Replaces the gradient of an elementwise kernel by dy times its derivative at the input. */
function register(tf: Tfjs, kernelName: string, derivative: (x: Tensor) => Tensor): void {
  tf.unregisterGradient(kernelName);
  tf.registerGradient({
    kernelName,
    inputsToSave: ["x"],
    gradFunc: (dy, [x]) => ({ x: () => tf.mul(dy as Tensor, derivative(x)) }),
  });
}
