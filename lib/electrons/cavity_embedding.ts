import { ParameterError, ShapeError } from "../errors.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { validateField } from "../lattice/field.ts";
import type { CavityEngine, EnginePole } from "./cavity/engine.ts";
import {
  cavityPoleSet,
  convergedPoles,
  MOST_CONVERGED_SWEEPS,
  MOST_SWEEPS,
  scheduledPoles,
} from "./cavity/schedule.ts";
import { squareEngine } from "./cavity_solver.ts";

/** Numbers a site for every pole of an embedding. */
export const CAVITY_CHANNELS_PER_POLE = 4;

/** Largest |v_i - μ|/t that an embedding accepts unless told. */
export const LARGEST_POTENTIAL = 200;

/** Windows around each site. */
export interface WindowOptions {
  /** R, sites from the centre to the rim: 1, 2 or 3. */
  readonly radius: number;
  /** Number of poles, those nearest to the real axis. */
  readonly poles: number;
}

/** Largest radius of a window. */
const MOST_RADIUS = 3;

/** How a potential is to be embedded. */
export interface CavityEmbeddingOptions {
  /** Hopping amplitude t > 0. */
  readonly hopping: number;
  /** Temperature k_B T > 0, in the unit of t. */
  readonly temperature: number;
  /** Number P of poles whose Green functions are handed out, those nearest to the real axis; or 0. */
  readonly poles: number;
  /**
   * Largest |v_i - μ|/t that is accepted, 200 unless told. It fixes the pole set, and with it what
   * the channels mean: a network keeps that of its training.
   */
  readonly largestPotential?: number;
  /**
   * `converged`: so many sweeps that the density is the gradient of the energy to single precision
   * also for narrow disorder, at several times the cost. `scheduled`, when left out: as many as the
   * method's own error warrants.
   */
  readonly sweeps?: "scheduled" | "converged";
  /**
   * Windows of (2R + 1)² sites around each site, for the inverse there at the poles nearest to the
   * real axis: exact but for what enters from outside, instead of with rings of four sites. Densities
   * are better by a factor of four to five for each R, and have no energy. None when left out.
   */
  readonly windows?: WindowOptions;
}

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
  readonly #poles: readonly EnginePole[];
  readonly #featured: number;
  readonly #windows: WindowOptions;
  readonly #hopping: number;
  readonly #temperature: number;

  /**
   * Chooses the poles and allocates the memory.
   *
   * @throws {ParameterError} if an option is out of range or the lattice is not the square one
   * @throws {UnavailableError} if the machine has not enough memory
   */
  constructor(lattice: Lattice, options: CavityEmbeddingOptions) {
    const { hopping, temperature, poles, largestPotential = LARGEST_POTENTIAL } = options;
    const { sweeps = "scheduled", windows = { radius: 1, poles: 0 } } = options;
    for (const [name, value] of Object.entries({ hopping, temperature, largestPotential })) {
      if (!(Number.isFinite(value) && value > 0)) {
        throw new ParameterError(`${name} must be a positive number: current value is ${value}`);
      }
    }
    const set = cavityPoleSet((largestPotential + lattice.coordination) * hopping / temperature);
    requireInteger("The number of poles", poles, 0, set.poles);
    requireInteger("The radius of windows", windows.radius, 1, MOST_RADIUS);
    requireInteger("The number of poles with windows", windows.poles, 0, set.poles);
    this.lattice = lattice;
    this.largestPotential = largestPotential;
    this.parity = Array.from(
      { length: CAVITY_CHANNELS_PER_POLE * poles },
      (_, c) => c % 2 === 0 ? -1 : 1,
    );
    this.channels = CAVITY_CHANNELS_PER_POLE * poles;
    const converged = sweeps === "converged";
    this.#engine = squareEngine(lattice, converged ? MOST_CONVERGED_SWEEPS : MOST_SWEEPS);
    this.#poles = (converged ? convergedPoles : scheduledPoles)(set, temperature / hopping);
    this.#featured = poles;
    this.#windows = windows;
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
    this.#engine.load((i) => potential[i] / this.#hopping);
    this.#poles.forEach((pole, p) => {
      if (p < this.#windows.poles) this.#engine.addWindowPole(pole, this.#windows.radius);
      else this.#engine.addPole(pole);
      if (p < this.#featured) {
        this.#engine.readFeatures(target, channels, CAVITY_CHANNELS_PER_POLE * p);
      }
    });
    const density = this.#engine.density();
    if (this.#windows.poles > 0) return { features: target, density };
    const { logarithm } = this.#engine.sums();
    const evenPotential = -this.#temperature * (lattice.sites * Math.LN2 + logarithm);
    return { features: target, density, evenPotential };
  }
}

function requireInteger(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new ParameterError(
    `${name} must be an integer from ${least} to ${most}: current value is ${value}`,
  );
}
