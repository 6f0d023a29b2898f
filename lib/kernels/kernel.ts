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
  const memory = new WebAssembly.Memory({ initial: 1 });
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
  const missing = Math.ceil((heapBase + bytes) / PAGE) - 1;
  if (missing > 0) memory.grow(missing);
  return { exports: kernelExports, memory, heapBase };
}
