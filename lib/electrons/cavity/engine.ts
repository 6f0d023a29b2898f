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
  sweepRows(
    first: number,
    last: number,
    eta: number,
    start: number,
    sweeps: number,
    place: number,
  ): void;
  addPole(
    first: number,
    last: number,
    start: number,
    place: number,
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
  readonly #joint = new JointSweeps(() => {});

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
    const isWhole = first === 0 && last === this.#height;
    addPoleRows(this.#kernel.exports, pole, first, last, summed, isWhole ? this.#joint : undefined);
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

/** Sweeps after which strips meet: a strip without begins as many rows outside as it has stages. */
const JOINT_SWEEPS = 8;

/** All strips of a lattice going through the many sweeps of near poles together, some at a time. */
export class JointSweeps {
  readonly #barrier: () => void;
  /** Where messages are saved next: by turns, since some strips read those saved last for long. */
  #place = 0;

  /** @param barrier returns once all strips have come to it */
  constructor(barrier: () => void) {
    this.#barrier = barrier;
  }

  /** Makes the first sweeps of a pole; returns how many, and where the messages are. */
  sweep(
    kernel: CavityExports,
    { eta, sweeps }: EnginePole,
    first: number,
    last: number,
  ): { start: number; place: number } {
    let start = 0;
    for (; start + JOINT_SWEEPS < sweeps.messages; start += JOINT_SWEEPS) {
      kernel.sweepRows(first, last, eta, start, start + JOINT_SWEEPS, this.#place);
      this.#barrier();
      this.#place = 1 - this.#place;
    }
    return { start, place: 1 - this.#place };
  }
}

/**
 * Adds a pole to the density of rows of a kernel's fields, and to their sums where `summed`.
 *
 * @param joint the same for all strips of the lattice, which then must all call this; without, the
 *   rows are worked out alone
 */
export function addPoleRows(
  kernel: CavityExports,
  pole: EnginePole,
  first: number,
  last: number,
  summed: boolean,
  joint?: JointSweeps,
): void {
  const { start, place } = joint?.sweep(kernel, pole, first, last) ?? { start: 0, place: 0 };
  const { eta, temperature, weight, sweeps: { messages, adjoint } } = pole;
  // deno-fmt-ignore
  kernel.addPole(
    first, last, start, place, eta, temperature, weight, messages, adjoint, summed,
  );
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
