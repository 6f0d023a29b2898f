import { UnavailableError } from "../../errors.ts";
import { instantiateKernel, type Kernel } from "../../kernels/kernel.ts";
import module from "../../kernels/selected_inversion_module.js";
import { loadImage, type MemoryLayout } from "./memory_layout.ts";

interface Exports {
  selectedInversion(
    nodes: number,
    count: number,
    front: number,
    scratch: number,
    panel: number,
    onsite: number,
    chemicalPotential: number,
    hopping: number,
    y0: number,
    y1: number,
    weight0: number,
    weight1: number,
    diagonal: number,
    sums: number,
  ): void;
}

/** Two poles of H - μ + i y, in units of energy, with their weights. */
export interface PolePair {
  /** Imaginary parts y_j T > 0. */
  readonly y: readonly [number, number];
  /** Weights w_j; 0 makes a pole count for nothing. */
  readonly weights: readonly [number, number];
}

/** One pair of poles to be worked out. */
export interface PairRequest {
  /** v_i, shape [N]. */
  readonly onsite: Float64Array;
  /** μ. */
  readonly chemicalPotential: number;
  /** The poles. */
  readonly pair: PolePair;
}

/** What one pair of poles contributes. */
export interface PairContribution {
  /** Σ_j w_j Re[(H - μ + i y_j)⁻¹]_ii over the pair, shape [N]. */
  readonly diagonal: Float64Array<ArrayBuffer>;
  /** Σ_j w_j Σ_<ij> Re[(H - μ + i y_j)⁻¹]_ij over the pair and all bonds, each counted once. */
  readonly bonds: number;
  /** Σ_j w_j (ln|det(H - μ + i y_j)| - N ln y_j) over the pair. */
  readonly logarithm: number;
}

/** The factorisation of one lattice, ready to be run for any potential, μ and poles. */
export class SelectedInversionEngine {
  #kernel: Kernel<Exports>;
  #layout: MemoryLayout;
  #hopping: number;

  /**
   * Allocates the memory of the layout, and nothing more later.
   *
   * @throws {UnavailableError} if the machine has not that much to give
   */
  constructor(layout: MemoryLayout, hopping: number) {
    this.#layout = layout;
    this.#hopping = hopping;
    this.#kernel = allocate(layout.bytes);
    loadImage(layout, this.#kernel.memory.buffer, this.#kernel.heapBase);
  }

  /** Factorises and inverts for one pair of poles. */
  evaluate({ onsite, chemicalPotential, pair }: PairRequest): PairContribution {
    const { exports, memory, heapBase } = this.#kernel;
    const { sites, supernodes, panel, records, front, scratch, diagonal } = this.#layout;
    new Float64Array(memory.buffer, heapBase + this.#layout.onsite, sites).set(onsite);
    // deno-fmt-ignore
    exports.selectedInversion(
      heapBase + records, supernodes, heapBase + front, heapBase + scratch, panel,
      heapBase + this.#layout.onsite, chemicalPotential, this.#hopping,
      ...pair.y, ...pair.weights, heapBase + diagonal, heapBase,
    );
    // The first words of the image are left free for the kernel's sums.
    const [log0, log1, bonds] = new Float64Array(memory.buffer, heapBase, 3);
    return {
      diagonal: new Float64Array(memory.buffer, heapBase + diagonal, sites).slice(),
      bonds,
      logarithm: 0.5 * (pair.weights[0] * log0 + pair.weights[1] * log1),
    };
  }
}

function allocate(bytes: number): Kernel<Exports> {
  try {
    return instantiateKernel<Exports>(module, bytes);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UnavailableError(
      `Cannot allocate the ${(bytes / 2 ** 20).toFixed(0)} MiB that selected inversion needs`,
    );
  }
}
