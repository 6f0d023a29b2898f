import { UnavailableError } from "../../errors.ts";
import { reserve } from "../../kernels/kernel.ts";

/** Bytes of a cache line: nothing that two threads write shares one. */
const LINE = 64;
/** Where 32-bit addresses end. */
const FOUR_GIB = 2 ** 32;

/** Hands out parts of a memory one after the other, before it is that large. */
export class SharedLayout {
  #end: number;
  readonly #contents: { readonly address: number; readonly values: Float32Array }[] = [];

  /** @param base first free byte */
  constructor(base: number) {
    this.#end = base;
  }

  /** Address of so many bytes. */
  take(bytes: number): number {
    const address = Math.ceil(this.#end / LINE) * LINE;
    this.#end = address + bytes;
    return address;
  }

  /** Takes what `place` uses from an address on; it returns where that ends. */
  takeBy(place: (base: number) => number): number {
    const address = this.take(0);
    // Kernels count addresses in 32 bits: one that has wrapped around lies below where it began.
    const end = place(address) >>> 0;
    this.#end = end < address ? Infinity : end;
    return address;
  }

  /** Address of these numbers, which `allocate` writes there. */
  put(values: Float32Array): number {
    const address = this.take(values.byteLength);
    this.#contents.push({ address, values });
    return address;
  }

  /** Addresses of as many bytes for each of so many threads. */
  takeEach(threads: number, bytes: number): number[] {
    return Array.from({ length: threads }, () => this.take(bytes));
  }

  /**
   * Makes the memory as large as what was handed out, and writes what was put there.
   *
   * @param what for the message: who needs it
   * @throws {UnavailableError} if the machine has not that much to give
   */
  allocate(memory: WebAssembly.Memory, what: string): void {
    if (!(this.#end < FOUR_GIB)) {
      throw new UnavailableError(
        `${what} needs more memory than the 4096 MiB that WebAssembly addresses: ` +
          `take a smaller lattice or network`,
      );
    }
    try {
      reserve(memory, this.#end);
    } catch {
      const size = Math.ceil(this.#end / 2 ** 20);
      throw new UnavailableError(`Cannot allocate the ${size} MiB that ${what} needs`);
    }
    for (const { address, values } of this.#contents) {
      new Float32Array(memory.buffer, address, values.length).set(values);
    }
  }
}
