import { ParameterError, ShapeError } from "../errors.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { validateField } from "../lattice/field.ts";
import { type EmbeddingPlan, planEmbedding } from "./cavity/embedding_plan.ts";
import type { CavityEmbeddingOptions } from "./cavity_embedding_options.ts";
import type { CavityEngine } from "./cavity/engine.ts";
import { squareEngine } from "./cavity_solver.ts";

/** Numbers a site for every pole of an embedding. */
export const CAVITY_CHANNELS_PER_POLE = 4;

/** What a network reads of a potential. */
export interface CavityEmbedded {
  /**
   * Shape [N, 4P] row-major. Channels 4p … 4p + 3 of a site hold, for pole p counted from the real
   * axis, Re and Im of T w_p G_ii and Re and Im of T w_p (G_ii - G_ii^tree): the cavity method's
   * Green function and the part in it of rings, or of the window. Under v → -v, at μ = 0, real parts
   * are odd and imaginary parts even.
   */
  readonly features: Float32Array;
  /** The cavity method's own density, shape [N]; n - 1/2 is odd under v → -v. */
  readonly density: Float64Array;
  /**
   * Ω_e of the cavity method, in the unit of t, less Σ (v_i - μ)/2: even under v → -v. Windows have
   * none.
   */
  readonly evenPotential?: number;
}

/**
 * The cavity method as the first layer of a network: what is known of a site's electrons without
 * training, from all sites within its reach, for the network to learn the rest.
 *
 * @example
 * ```ts
 * import { CavityEmbedding, SquareLattice } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const lattice = new SquareLattice(8);
 * const embedding = new CavityEmbedding(lattice, { hopping: 1, temperature: 0.1, poles: 3 });
 * const { features, density } = embedding.embed(new Float64Array(64).fill(-20));
 * assert.equal(features.length, 64 * embedding.channels);
 * assert.ok(density.every((n) => Math.abs(n - 1) < 1e-5));
 * ```
 */
export class CavityEmbedding {
  /** The lattice. */
  readonly lattice: Lattice;
  /** Channels a site, 4P. */
  readonly channels: number;
  /** +1 for the channels that are even under v → -v, -1 for the odd ones, shape [4P]. */
  readonly parity: readonly (1 | -1)[];
  /** Largest |v_i - μ|/t that is accepted. */
  readonly largestPotential: number;
  readonly #engine: CavityEngine;
  readonly #plan: EmbeddingPlan;
  readonly #hopping: number;
  readonly #temperature: number;

  /**
   * Chooses the poles and allocates the memory.
   *
   * @throws {ParameterError} if an option is out of range or the lattice is not the square one
   * @throws {UnavailableError} if the machine has not enough memory
   */
  constructor(lattice: Lattice, options: CavityEmbeddingOptions) {
    const { hopping, temperature, poles } = options;
    this.#plan = planEmbedding(lattice, options);
    this.lattice = lattice;
    this.largestPotential = this.#plan.largestPotential;
    this.parity = Array.from(
      { length: CAVITY_CHANNELS_PER_POLE * poles },
      (_, c) => c % 2 === 0 ? -1 : 1,
    );
    this.channels = CAVITY_CHANNELS_PER_POLE * poles;
    this.#engine = squareEngine(lattice, this.#plan.mostSweeps);
    this.#hopping = hopping;
    this.#temperature = temperature;
  }

  /**
   * Embeds one potential.
   *
   * @param potential v_i - μ in the unit of t, shape [N]; left unchanged
   * @param features where to write the features, shape [N, 4P]; a new array when left out
   * @throws {ShapeError} if an array is of the wrong length
   * @throws {ParameterError} if a value is not finite or larger than the embedding was made for
   */
  embed(potential: Float64Array, features?: Float32Array): CavityEmbedded {
    const { lattice, channels, largestPotential } = this;
    validateField(lattice, potential, "The potential");
    const far = potential.findIndex((v) => Math.abs(v) > largestPotential * this.#hopping);
    if (far >= 0) {
      throw new ParameterError(
        `The potential reaches ${Math.abs(potential[far] / this.#hopping)} t at site ${far}; ` +
          `this embedding was made for at most ${largestPotential} t`,
      );
    }
    const target = features ?? new Float32Array(lattice.sites * channels);
    if (target.length !== lattice.sites * channels) {
      throw new ShapeError(
        `The features need ${lattice.sites}×${channels} values: got ${target.length}`,
      );
    }
    const { poles, featured, windows } = this.#plan;
    this.#engine.load((i) => potential[i] / this.#hopping);
    poles.forEach((pole, p) => {
      if (p < windows.poles) this.#engine.addWindowPole(pole, windows.radius);
      else this.#engine.addPole(pole, 0, lattice.height, windows.poles === 0);
      if (p < featured) {
        this.#engine.readFeatures(target, channels, CAVITY_CHANNELS_PER_POLE * p);
      }
    });
    const density = this.#engine.density();
    if (windows.poles > 0) return { features: target, density };
    const { logarithm } = this.#engine.sums();
    const evenPotential = -this.#temperature * (lattice.sites * Math.LN2 + logarithm);
    return { features: target, density, evenPotential };
  }
}
