/**
 * TensorFlow.js and its backends: imported here alone, and only when first used, since they are
 * heavy: a second to load, and 300 MB to download the first time. Deno fetches what it finds in an
 * `import("…")` before anything runs; a name that it cannot see there it fetches when it gets there.
 *
 * @module
 */
import { UnavailableError } from "../../errors.ts";

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

/**
 * TensorFlow.js with the backend `cpu`; the same module at each call.
 *
 * @throws {UnavailableError} if it cannot be fetched
 */
export function loadTfjs(): Promise<Tfjs> {
  loading ??= load().catch((error) => {
    // The network may be back when it is asked for again.
    loading = undefined;
    throw error;
  });
  return loading;
}

/** What to call, once, when TensorFlow.js takes long to load: Deno is fetching it. */
export function onSlowTfjs(listener: () => void): void {
  sayThatItIsSlow = listener;
}

async function load(): Promise<Tfjs> {
  const timer = setTimeout(() => sayThatItIsSlow(), SLOW_SECONDS * 1000);
  try {
    const tf = await fetched(() => import(TFJS)) as Tfjs;
    // Else the first use of a backend greets whoever reads the console.
    tf.enableProdMode();
    return tf;
  } finally {
    clearTimeout(timer);
  }
}

/** Makes the backend `wasm` known to TensorFlow.js. */
export async function importWasmBackend(): Promise<void> {
  await fetched(() => import(WASM_BACKEND));
}

/** Makes the backend `webgpu` known to TensorFlow.js. */
export async function importWebgpuBackend(): Promise<void> {
  await fetched(() => import(WEBGPU_BACKEND));
}

/** What is imported, or one line that says why not. */
async function fetched(load: () => Promise<unknown>): Promise<unknown> {
  try {
    return await load();
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split("\n");
    throw new UnavailableError(
      `Cannot load TensorFlow.js, which Deno fetches from the npm registry the first time: ${reason}`,
      { cause: error },
    );
  }
}
