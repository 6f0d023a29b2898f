import { ParameterError, UnavailableError } from "../../errors.ts";
import { registerPrimitives } from "./primitives/register_primitives.ts";
import { shareCopies } from "./primitives/shared_copies.ts";
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

/** One start at a time, each backend once; a failed start may be tried again. */
let lastStart: Promise<unknown> = Promise.resolve();
const started = new Set<BackendName>();

/**
 * TensorFlow.js with this backend in use and our primitives known to it. It has one backend in use
 * at a time: compute before awaiting anything else, or call `withBackend`.
 *
 * @throws {ParameterError} if there is no such backend
 * @throws {UnavailableError} if the machine or the permissions lack what it needs
 */
export function useBackend(name: BackendName): Promise<Tfjs> {
  return withBackend(name, (tf) => tf);
}

/**
 * What `compute` returns, called with this backend in use; others may be in use before and after.
 *
 * @param compute synchronous, so that no other switches the backend meanwhile
 * @throws {ParameterError} if there is no such backend
 * @throws {UnavailableError} if the machine or the permissions lack what it needs
 */
export async function withBackend<T>(name: BackendName, compute: (tf: Tfjs) => T): Promise<T> {
  backendNamed(name);
  const tf = await loadTfjs();
  if (!started.has(name)) {
    const starting = lastStart.then(() => start(tf, name));
    lastStart = starting.catch(() => {});
    await starting;
  }
  // A backend that has started is switched to before this call returns its promise.
  if (tf.getBackend() !== name) void tf.setBackend(name);
  if (tf.getBackend() !== name) throw unavailable(name, []);
  return compute(tf);
}

async function start(tf: Tfjs, name: BackendName): Promise<void> {
  if (started.has(name)) return;
  await BACKENDS[name]();
  const printed: string[] = [];
  const success = await quietly(printed, () => tf.setBackend(name).catch(() => false));
  // setBackend may fall back to another backend in silence.
  if (!success || tf.getBackend() !== name) throw unavailable(name, printed);
  if (name === "wasm") shareCopies(tf);
  registerPrimitives(tf);
  started.add(name);
}

function unavailable(name: BackendName, printed: readonly string[]): UnavailableError {
  const file = /Requires read access to "([^"]+)"/.exec(printed.join("\n"))?.[1];
  const needs = {
    cpu: "it should need nothing",
    wasm: file === undefined
      ? `TensorFlow.js says: ${printed[0]?.split("\n")[0] ?? "nothing"}`
      : `it reads ${file}; add --allow-read=${file}, or use the backend cpu`,
    webgpu: "it needs a GPU with a Vulkan, Metal or DirectX 12 driver (in software: Mesa's " +
      "lavapipe, Debian package mesa-vulkan-drivers), or use the backend wasm",
  };
  return new UnavailableError(`Cannot start the TensorFlow.js backend ${name}: ${needs[name]}`);
}

/** Runs `action`, which prints to a list instead of the console: half a page when it fails. */
async function quietly<T>(printed: string[], action: () => Promise<T>): Promise<T> {
  const { log, warn, error } = console;
  console.log = console.warn = console.error = (...words) => printed.push(words.join(" "));
  try {
    return await action();
  } finally {
    Object.assign(console, { log, warn, error });
  }
}
