import { UnavailableError } from "../../errors.ts";
import { instantiateOn, type Kernel, reserve, sharedMemory } from "../../kernels/kernel.ts";
import module from "../../kernels/inference_module.js";
import type { CavitySweeps } from "./cavity_twin.ts";

/** What the kernel has of the cavity method. Addresses and rows as in its source. */
export interface CavityExports {
  placeFields(columns: number, rows: number, base: number): number;
  placeStages(sweeps: number, adjointSweeps: number, base: number): number;
  fieldRowBytes(): number;
  potentialAddress(): number;
  densityAddress(): number;
  featuresAddress(): number;
  logarithmsAddress(): number;
  derivativesAddress(): number;
  loadRows(first: number, last: number, field: number, factor: number): void;
  addPole(
    first: number,
    last: number,
    eta: number,
    temperature: number,
    weight: number,
    sweeps: number,
    adjointSweeps: number,
    summed: boolean,
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

/**
 * The cavity method in WebAssembly for one size of the periodic square lattice, pole by pole and for
 * any strip of rows. Its rings of four sites are the plaquettes; those around a torus of side 4 are
 * left out.
 */
export class CavityEngine {
  readonly #kernel: Kernel<CavityExports>;
  readonly #width: number;
  readonly #height: number;
  readonly #field: number;

  /**
   * Allocates the memory, and nothing more later.
   *
   * @param most sweeps of any pole
   * @throws {UnavailableError} if the machine has not that much to give
   */
  constructor(width: number, height: number, most: CavitySweeps) {
    this.#width = width;
    this.#height = height;
    this.#kernel = instantiateOn<CavityExports>(module, sharedMemory());
    const { exports, memory, heapBase } = this.#kernel;
    this.#field = heapBase;
    const fields = exports.placeFields(width, height, heapBase + 8 * width * height);
    const end = exports.placeStages(most.messages, most.adjoint, fields);
    try {
      reserve(memory, end);
    } catch {
      throw new UnavailableError(
        `Cannot allocate the ${(end / 2 ** 20).toFixed(0)} MiB that the cavity method needs`,
      );
    }
  }

  /** Takes v, shape [N], in units of the hopping and measured from μ, and sets the sums to zero. */
  load(potential: (site: number) => number): void {
    const { exports, memory } = this.#kernel;
    const sites = this.#width * this.#height;
    const field = new Float64Array(memory.buffer, this.#field, sites);
    for (let i = 0; i < sites; i++) field[i] = potential(i);
    exports.loadRows(0, this.#height, this.#field, 1);
  }

  /** Adds a pole to the density of rows `first` … `last - 1`, and to their sums where `summed`. */
  addPole(pole: EnginePole, first = 0, last: number = this.#height, summed = true): void {
    addPoleRows(this.#kernel.exports, pole, first, last, summed);
  }

  /**
   * The same by windows of (2R + 1)² sites instead of rings: better densities, and no sums.
   *
   * @param radius R, 1 to 3
   */
  addWindowPole(pole: EnginePole, radius: number, first = 0, last: number = this.#height): void {
    addWindowRows(this.#kernel.exports, pole, radius, first, last);
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

/** Adds a pole to the density of rows of a kernel's fields, and to their sums where `summed`. */
export function addPoleRows(
  kernel: CavityExports,
  { eta, temperature, weight, sweeps }: EnginePole,
  first: number,
  last: number,
  summed: boolean,
): void {
  const { messages, adjoint } = sweeps;
  kernel.addPole(first, last, eta, temperature, weight, messages, adjoint, summed);
}

/** The same by windows of radius R. */
export function addWindowRows(
  kernel: CavityExports,
  { eta, temperature, weight, sweeps }: EnginePole,
  radius: number,
  first: number,
  last: number,
): void {
  kernel.addWindowPole(first, last, eta, temperature, weight, sweeps.messages, radius);
}
