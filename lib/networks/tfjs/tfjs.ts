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

/** Loading what is there takes one; fetching it, ten or more. */
const SLOW_SECONDS = 4;

let loading: Promise<Tfjs> | undefined;
let sayThatItIsSlow = () => {};

/** TensorFlow.js with the backend `cpu`; the same module at each call. */
export function loadTfjs(): Promise<Tfjs> {
  loading ??= load();
  return loading;
}

/** What to call, once, when TensorFlow.js takes long to load: Deno is fetching it. */
export function onSlowTfjs(listener: () => void): void {
  sayThatItIsSlow = listener;
}

async function load(): Promise<Tfjs> {
  const timer = setTimeout(() => sayThatItIsSlow(), SLOW_SECONDS * 1000);
  try {
    const tf: Tfjs = await import(TFJS);
    // Else the first use of a backend greets whoever reads the console.
    tf.enableProdMode();
    return tf;
  } finally {
    clearTimeout(timer);
  }
}

/** Makes the backend `wasm` known to TensorFlow.js. */
export async function importWasmBackend(): Promise<void> {
  await import(WASM_BACKEND);
}

/** Makes the backend `webgpu` known to TensorFlow.js. */
export async function importWebgpuBackend(): Promise<void> {
  await import(WEBGPU_BACKEND);
}
