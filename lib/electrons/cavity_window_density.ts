import type { Lattice } from "../lattice/lattice.ts";
import { CavityEmbedding } from "./cavity_embedding.ts";
import type { WindowOptions } from "./cavity_embedding_options.ts";
import type { DensityEstimate, DensityEstimator } from "./density_estimator.ts";

/** 7×7 sites, for the poles that earn their cost: further from the real axis, less is left to mend. */
export const WIDE_WINDOWS: WindowOptions = { radius: 3, poles: 2 };

/**
 * Densities from windows of 7×7 sites around each site: exact within, and with the messages of the
 * cavity method from outside. Nothing is trained, the cost grows with the number of sites alone, and
 * the error of a force at g = 3.5 t, T = 0.1 t is 1e-4 for the wide random start of a quench and 3e-4
 * at its worst, some seventy steps on. Each density is an approximation by itself: they are not the
 * gradient of an energy, and there is none.
 *
 * @example
 * ```ts
 * import { SquareLattice, CavityWindowDensity } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const model = new CavityWindowDensity(new SquareLattice(8), 1, 0.1);
 * const { density } = await model.evaluate(new Float64Array(64));
 * assert.ok(density.every((n) => Math.abs(n - 0.5) < 1e-4));
 * model.close();
 * ```
 */
export class CavityWindowDensity implements DensityEstimator {
  readonly name = "window";
  readonly lattice: Lattice;
  readonly temperature: number;
  #embedding: CavityEmbedding | undefined;

  /**
   * Allocates the memory for a lattice.
   *
   * @param hopping t > 0
   * @param temperature k_B T > 0, in the unit of t
   * @throws {ParameterError} if a number is out of range or the lattice is not the square one
   * @throws {UnavailableError} if the machine has not enough memory
   */
  constructor(lattice: Lattice, hopping: number, temperature: number) {
    this.lattice = lattice;
    this.temperature = temperature;
    this.#embedding = new CavityEmbedding(lattice, {
      hopping,
      temperature,
      poles: 0,
      windows: WIDE_WINDOWS,
    });
  }

  // Asynchronous so that failure is a rejection, as with the other models.
  // deno-lint-ignore require-await
  async evaluate(potential: Float64Array): Promise<DensityEstimate> {
    if (this.#embedding === undefined) throw new Error("the window densities were closed");
    return { density: this.#embedding.embed(potential).density };
  }

  close(): void {
    this.#embedding = undefined;
  }
}
