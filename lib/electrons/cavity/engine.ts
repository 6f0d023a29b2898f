import { UnavailableError } from "../../errors.ts";
import { instantiateKernel, type Kernel } from "../../kernels/kernel.ts";
import module from "../../kernels/cavity_module.js";
import type { CavitySweeps } from "./cavity_twin.ts";

interface Exports {
  prepare(
    columns: number,
    rows: number,
    sweeps: number,
    adjointSweeps: number,
    base: number,
  ): number;
  fieldRowBytes(): number;
  potentialAddress(): number;
  densityAddress(): number;
  featuresAddress(): number;
  logarithmsAddress(): number;
  derivativesAddress(): number;
  clearRows(first: number, last: number): void;
  addPole(
    first: number,
    last: number,
    eta: number,
    temperature: number,
    weight: number,
    sweeps: number,
    adjointSweeps: number,
  ): void;
  addWindowPole(
    first: number,
    last: number,
    eta: number,
    temperature: number,
    weight: number,
    sweeps: number,
    radius: number,
  ): void;
}

/** One pole as the kernel takes it, in units of the hopping. */
export interface EnginePole {
  /** y T/t. */
  readonly eta: number;
  /** w. */
  readonly weight: number;
  /** T/t. */
  readonly temperature: number;
  /** Sweeps; 0 of the adjoints leaves the rings out. */
  readonly sweeps: CavitySweeps;
}

/** Sums over rows of what the poles added. */
export interface EngineSums {
  /** Σ w (ln|det A| - N ln y). */
  readonly logarithm: number;
  /** Σ w Re t ∂ ln det A/∂t. */
  readonly derivative: number;
}

const PAGE = 65536;

/**
 * The cavity method in WebAssembly for one size of the periodic square lattice, pole by pole and for
 * any strip of rows. Its rings of four sites are the plaquettes; those around a torus of side 4 are
 * left out.
 */
export class CavityEngine {
  readonly #kernel: Kernel<Exports>;
  readonly #width: number;
  readonly #height: number;

  /**
   * Allocates the memory, and nothing more later.
   *
   * @param most sweeps of any pole
   * @throws {UnavailableError} if the machine has not that much to give
   */
  constructor(width: number, height: number, most: CavitySweeps) {
    this.#width = width;
    this.#height = height;
    this.#kernel = instantiateKernel<Exports>(module, 0);
    const { exports, memory, heapBase } = this.#kernel;
    const end = exports.prepare(width, height, most.messages, most.adjoint, heapBase);
    try {
      memory.grow(Math.max(0, Math.ceil((end - memory.buffer.byteLength) / PAGE)));
    } catch {
      throw new UnavailableError(
        `Cannot allocate the ${(end / 2 ** 20).toFixed(0)} MiB that the cavity method needs`,
      );
    }
  }

  /** Takes v, shape [N], in units of the hopping and measured from μ, and sets the sums to zero. */
  load(potential: (site: number) => number): void {
    const { exports } = this.#kernel;
    const width = this.#width;
    for (let y = 0; y < this.#height; y++) {
      // Three columns of halo, the columns, and three more.
      const row = this.#row(exports.potentialAddress() - 12, y, width + 6);
      for (let x = 0; x < width; x++) row[x + 3] = potential(x + width * y);
      row.copyWithin(0, width, width + 3);
      row.copyWithin(width + 3, 3, 6);
    }
    exports.clearRows(0, this.#height);
  }

  /** Adds a pole to the density and the sums of rows `first` … `last - 1`. */
  addPole(pole: EnginePole, first = 0, last: number = this.#height): void {
    const { eta, temperature, weight, sweeps } = pole;
    this.#kernel.exports.addPole(
      first,
      last,
      eta,
      temperature,
      weight,
      sweeps.messages,
      sweeps.adjoint,
    );
  }

  /**
   * The same by windows of (2R + 1)² sites instead of rings: better densities, and no sums.
   *
   * @param radius R, 1 to 3
   */
  addWindowPole(pole: EnginePole, radius: number, first = 0, last: number = this.#height): void {
    const { eta, temperature, weight, sweeps } = pole;
    const { exports } = this.#kernel;
    exports.addWindowPole(
      first,
      last,
      eta,
      temperature,
      weight,
      sweeps.messages,
      radius,
    );
  }

  /** Density, shape [N]. */
  density(): Float64Array {
    const width = this.#width;
    const density = new Float64Array(width * this.#height);
    for (let y = 0; y < this.#height; y++) {
      density.set(this.#row(this.#kernel.exports.densityAddress(), y, width), width * y);
    }
    return density;
  }

  /**
   * Writes four numbers a site of the pole added last to an array of shape [N, channels], from a
   * channel on: Re and Im of T w G, and Re and Im of T w (G - G_tree), T and 1/G in units of t.
   */
  readFeatures(target: Float32Array, channels: number, channel: number): void {
    const width = this.#width, height = this.#height;
    for (let y = 0; y < 4 * height; y++) {
      const row = this.#row(this.#kernel.exports.featuresAddress(), y, width);
      let to = channels * width * (y % height) + channel + Math.floor(y / height);
      for (let x = 0; x < width; x++, to += channels) target[to] = row[x];
    }
  }

  /** What the poles added to the sums, rows in order. */
  sums(): EngineSums {
    const { exports, memory } = this.#kernel;
    const total = (address: number) =>
      new Float64Array(memory.buffer, address, this.#height).reduce((sum, x) => sum + x, 0);
    return {
      logarithm: total(exports.logarithmsAddress()),
      derivative: total(exports.derivativesAddress()),
    };
  }

  #row(address: number, y: number, length: number): Float32Array {
    const { exports, memory } = this.#kernel;
    return new Float32Array(memory.buffer, address + y * exports.fieldRowBytes(), length);
  }
}
