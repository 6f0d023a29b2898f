import { UnavailableError } from "../errors.ts";

/** A kernel made ready to run: its functions and the memory that they work in. */
export interface Kernel<Exports> {
  /** What the AssemblyScript source exports. */
  readonly exports: Exports;
  /** The memory that all pointers refer to; its buffer changes when it grows. */
  readonly memory: WebAssembly.Memory;
  /** First free byte above the kernel's own data: where the caller may lay out arrays. */
  readonly heapBase: number;
}

const PAGE = 65536;
/** Of four GiB, the most that 32-bit addresses reach. */
const MOST_PAGES = 65536;

/**
 * Instantiates a kernel with a memory of its own that holds at least `bytes` above the kernel's
 * static data. The memory goes with the instance: drop the kernel and both are collected.
 *
 * Every source exports `heapBase(): usize`, which returns `__heap_base`.
 */
export function instantiateKernel<Exports>(
  module: WebAssembly.Module,
  bytes: number,
): Kernel<Exports> {
  const kernel = instantiateOn<Exports>(module, new WebAssembly.Memory({ initial: 1 }));
  reserve(kernel.memory, kernel.heapBase + bytes);
  return kernel;
}

/**
 * A memory for kernels that several threads run, with nothing in it yet.
 *
 * @throws {UnavailableError} if the addresses for it cannot be had: all that it may grow to, at once
 */
export function sharedMemory(): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true });
  } catch (error) {
    throw new UnavailableError(
      "Cannot reserve 4 GiB of addresses for WebAssembly: is virtual memory limited (ulimit -v)?",
      { cause: error },
    );
  }
}

/**
 * Instantiates a kernel on a memory that is there. On a shared one, other threads may have instances
 * of the same kernel: its static data is the same for all, and nothing that changes may be in it.
 */
export function instantiateOn<Exports>(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
): Kernel<Exports> {
  const instance = new WebAssembly.Instance(module, {
    env: {
      memory,
      abort: () => {
        throw new Error("a kernel aborted");
      },
    },
  });
  const kernelExports = instance.exports as Exports & { heapBase(): number };
  const heapBase = Math.ceil(kernelExports.heapBase() / 64) * 64;
  return { exports: kernelExports, memory, heapBase };
}

/**
 * Grows a memory until it reaches to `end`.
 *
 * @throws {RangeError} if the machine has not that much to give
 */
export function reserve(memory: WebAssembly.Memory, end: number): void {
  const missing = Math.ceil((end - memory.buffer.byteLength) / PAGE);
  if (missing > 0) memory.grow(missing);
}
