import { registerActivateGradient } from "../activate.ts";
import { registerAggregateGradients } from "../aggregate.ts";
import { registerColumnGradients } from "../columns.ts";
import { registerNormaliseGradients } from "../normalise.ts";
import { registerProductGradient } from "../product.ts";
import type { Tfjs } from "../tfjs.ts";
import {
  INPUTS,
  kernelName,
  type PrimitiveName,
  type Primitives,
  type TensorInfo,
} from "./primitives.ts";
import { stockPrimitives } from "./stock_primitives.ts";
import { wasmPrimitives } from "./wasm_primitives.ts";

/** How a backend computes the primitives: by a kernel of our own or by stock operations. */
export type PrimitiveKind = "kernel" | "stock";

let gradientsRegistered = false;

/**
 * Makes the primitives known to TensorFlow.js for the backend in use, in place of those that it
 * knew: by our kernel on the backend `wasm` unless `kind` is stock, by stock operations elsewhere.
 */
export function registerPrimitives(
  tf: Tfjs,
  kind: PrimitiveKind = "kernel",
): void {
  registerGradients(tf);
  const backendName = tf.getBackend();
  const ours = backendName === "wasm" && kind === "kernel" ? wasmPrimitives(tf) : undefined;
  const primitives = ours ?? stockPrimitives(tf);
  for (const name of Object.keys(primitives) as PrimitiveName[]) {
    for (const given of INPUTS[name]) {
      const kernel = kernelName(name, given);
      if (tf.getKernel(kernel, backendName) != null) tf.unregisterKernel(kernel, backendName);
      tf.registerKernel({
        kernelName: kernel,
        backendName,
        kernelFunc: ({ inputs, attrs }) => run(primitives, name, inputs, attrs),
      });
    }
  }
}

function run(
  primitives: Primitives,
  name: PrimitiveName,
  inputs: unknown,
  options: unknown,
): TensorInfo {
  return primitives[name](inputs as never, options as never);
}

function registerGradients(tf: Tfjs): void {
  if (gradientsRegistered) return;
  gradientsRegistered = true;
  registerProductGradient(tf);
  registerColumnGradients(tf);
  registerAggregateGradients(tf);
  registerActivateGradient(tf);
  registerNormaliseGradients(tf);
}
