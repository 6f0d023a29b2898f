import { ParameterError, UnavailableError } from "../../errors.ts";
import { repairGradients } from "./gradient_repairs.ts";
import { importWasmBackend, importWebgpuBackend, loadTfjs, type Tfjs } from "./tfjs.ts";

/**
 * Where TensorFlow.js computes: `cpu` (plain JavaScript, no permission, slow), `wasm` (SIMD on one
 * core; needs read access to its one `.wasm` file in Deno's npm cache) or `webgpu` (a GPU, no
 * permission).
 */
export type BackendName = "cpu" | "wasm" | "webgpu";

const NOTHING_TO_IMPORT = () => Promise.resolve();

const BACKENDS: Readonly<Record<BackendName, () => Promise<void>>> = {
  wasm: importWasmBackend,
  cpu: NOTHING_TO_IMPORT,
  webgpu: importWebgpuBackend,
};

/** The names of the backends, the default first. */
export const BACKEND_NAMES: readonly BackendName[] = Object.keys(BACKENDS) as BackendName[];

/**
 * Checks the name of a backend.
 *
 * @throws {ParameterError} if there is none of that name
 */
export function backendNamed(name: string): BackendName {
  if (!Object.hasOwn(BACKENDS, name)) {
    throw new ParameterError(
      `Unknown backend "${name}": accepted are ${BACKEND_NAMES.join(", ")}`,
    );
  }
  return name as BackendName;
}

/**
 * TensorFlow.js with this backend in use and its gradients repaired. TensorFlow.js has one backend
 * in use at a time: call this before every computation.
 *
 * @throws {ParameterError} if there is no such backend
 * @throws {UnavailableError} if the machine or the permissions lack what it needs
 */
export async function useBackend(name: BackendName): Promise<Tfjs> {
  backendNamed(name);
  const tf = await loadTfjs();
  if (tf.getBackend() === name) return tf;
  await BACKENDS[name]();
  const started = await quietly(() => tf.setBackend(name).catch(() => false));
  // setBackend may fall back to another backend in silence.
  if (!started || tf.getBackend() !== name) throw unavailable(name);
  repairGradients(tf);
  return tf;
}

function unavailable(name: BackendName): UnavailableError {
  const needs = {
    cpu: "it should need nothing",
    wasm: "it needs to read its .wasm file; add --allow-read=DENO_DIR/npm/registry.npmjs.org/" +
      "@tensorflow/tfjs-backend-wasm (`deno info` prints DENO_DIR), or use the backend cpu",
    webgpu: "it needs a GPU with a Vulkan, Metal or DirectX 12 driver (in software: Mesa's " +
      "lavapipe, Debian package mesa-vulkan-drivers), or use the backend wasm",
  };
  return new UnavailableError(`Cannot start the TensorFlow.js backend ${name}: ${needs[name]}`);
}

/** Runs `action` without the lines that TensorFlow.js prints when a backend fails to start. */
async function quietly<T>(action: () => Promise<T>): Promise<T> {
  const { log, warn, error } = console;
  console.log = console.warn = console.error = () => {};
  try {
    return await action();
  } finally {
    Object.assign(console, { log, warn, error });
  }
}
