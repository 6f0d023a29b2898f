/**
 * TensorFlow.js and its backends: imported here alone, and only when first used, since they are
 * heavy (a second to load).
 *
 * @module
 */

const importTfjs = () => import("npm:@tensorflow/tfjs@4.22.0");

/** The TensorFlow.js module. */
export type Tfjs = Awaited<ReturnType<typeof importTfjs>>;

/** A tensor. */
export type Tensor = InstanceType<Tfjs["Tensor"]>;

let loading: Promise<Tfjs> | undefined;

/** TensorFlow.js with the backend `cpu`; the same module at each call. */
export function loadTfjs(): Promise<Tfjs> {
  loading ??= importTfjs().then((tf) => {
    // Else the first use of a backend greets whoever reads the console.
    tf.enableProdMode();
    return tf;
  });
  return loading;
}

/** Makes the backend `wasm` known to TensorFlow.js. */
export async function importWasmBackend(): Promise<void> {
  await import("npm:@tensorflow/tfjs-backend-wasm@4.22.0");
}

/** Makes the backend `webgpu` known to TensorFlow.js. */
export async function importWebgpuBackend(): Promise<void> {
  await import("npm:@tensorflow/tfjs-backend-webgpu@4.22.0");
}
