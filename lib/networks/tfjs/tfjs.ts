/**
 * TensorFlow.js and its backends: imported here alone, and only when first used, since they are
 * heavy: a second to load, and 300 MB to download the first time. Deno fetches what it finds in an
 * `import("…")` before anything runs; a name that it cannot see there it fetches when it gets there.
 *
 * @module
 */

const TFJS = "npm:@tensorflow/tfjs@4.22.0";
const WASM_BACKEND = "npm:@tensorflow/tfjs-backend-wasm@4.22.0";
const WEBGPU_BACKEND = "npm:@tensorflow/tfjs-backend-webgpu@4.22.0";

/** The TensorFlow.js module. */
export type Tfjs = typeof import("npm:@tensorflow/tfjs@4.22.0");

/** A tensor. */
export type Tensor = InstanceType<Tfjs["Tensor"]>;

let loading: Promise<Tfjs> | undefined;

/** TensorFlow.js with the backend `cpu`; the same module at each call. */
export function loadTfjs(): Promise<Tfjs> {
  loading ??= import(TFJS).then((tf: Tfjs) => {
    // Else the first use of a backend greets whoever reads the console.
    tf.enableProdMode();
    return tf;
  });
  return loading;
}

/** Makes the backend `wasm` known to TensorFlow.js. */
export async function importWasmBackend(): Promise<void> {
  await import(WASM_BACKEND);
}

/** Makes the backend `webgpu` known to TensorFlow.js. */
export async function importWebgpuBackend(): Promise<void> {
  await import(WEBGPU_BACKEND);
}
