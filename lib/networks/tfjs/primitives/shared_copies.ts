import type { Tfjs } from "../tfjs.ts";
import type { TensorInfo } from "./primitives.ts";

type KernelConfig = Parameters<Tfjs["registerKernel"]>[0];

/** The kernels by which TensorFlow.js keeps what a gradient needs, and passes gradients back. */
const COPIES = ["Identity", "Cast"];

/**
 * Lets copies of a tensor on the backend `wasm` share its memory, as they do on other backends: the
 * tape makes one of every input that it keeps, and tensors do not change.
 */
export function shareCopies(tf: Tfjs): void {
  for (const kernelName of COPIES) {
    const stock = tf.getKernel(kernelName, "wasm");
    if (stock == null) continue;
    tf.unregisterKernel(kernelName, "wasm");
    tf.registerKernel({ ...stock, kernelFunc: sharingOr(stock) });
  }
}

function sharingOr({ kernelFunc }: KernelConfig): KernelConfig["kernelFunc"] {
  return (call) => {
    const x = call.inputs.x as TensorInfo;
    const { dtype = x.dtype } = (call.attrs ?? {}) as { dtype?: string };
    if (dtype !== x.dtype || dtype === "string") return kernelFunc(call);
    (call.backend as { incRef(dataId: object): void }).incRef(x.dataId);
    return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
  };
}
