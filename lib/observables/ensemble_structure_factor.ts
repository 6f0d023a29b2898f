import { ParameterError } from "../errors.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { circularAverage } from "./circular_average.ts";
import { EnsembleSamples } from "./ensemble_samples.ts";
import { structureFactor } from "./structure_factor.ts";

/**
 * The structure factor of densities (Eq. 25), their mean taken off, and its average over circles
 * about the ordering wave vector Q, over the trajectories of an ensemble at one time.
 *
 * @example The ordering peak of a checkerboard, in the middle of the map
 * ```ts
 * import { EnsembleStructureFactor, SquareLattice } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const lattice = new SquareLattice(4);
 * const factor = new EnsembleStructureFactor(lattice);
 * factor.add(0, Float64Array.from({ length: 16 }, (_, i) => (i + Math.floor(i / 4)) % 2));
 * assert.ok(Math.abs(factor.mean()[2 + 4 * 2] - 16 * 0.5 ** 2) < 1e-12);
 * assert.equal(factor.radialWaveNumber[0], 0);
 * ```
 */
export class EnsembleStructureFactor {
  readonly #lattice: Lattice;
  readonly #sum: Float64Array;
  #circles: { readonly waveNumber: Float64Array; readonly samples: EnsembleSamples } | undefined;

  /** No trajectory yet. */
  constructor(lattice: Lattice) {
    this.#lattice = lattice;
    this.#sum = new Float64Array(lattice.sites);
  }

  /**
   * Adds the densities of one trajectory.
   *
   * @throws {ShapeError} if they are not one a site
   * @throws {ParameterError} if a value is not finite, or the trajectory is in already
   */
  add(trajectory: number, density: Float64Array): void {
    const centre = "ordering";
    const S = structureFactor(this.#lattice, density, { removeMean: true, centre });
    const circle = circularAverage(this.#lattice, S, { centre });
    this.#circles ??= { waveNumber: circle.k, samples: new EnsembleSamples(circle.k.length) };
    this.#circles.samples.add(trajectory, circle.S);
    for (let k = 0; k < S.length; k++) this.#sum[k] += S[k];
  }

  /**
   * Mean over trajectories, shape [height, width] as `structureFactor` has it.
   *
   * @throws {ParameterError} if there are none
   */
  mean(): Float64Array {
    const { size } = this.radial;
    return this.#sum.map((sum) => sum / size);
  }

  /**
   * Mean |k - Q| of the circles.
   *
   * @throws {ParameterError} if there is no trajectory
   */
  get radialWaveNumber(): Float64Array {
    return this.#found().waveNumber;
  }

  /**
   * Averages over the circles, one sample a trajectory.
   *
   * @throws {ParameterError} if there is no trajectory
   */
  get radial(): EnsembleSamples {
    return this.#found().samples;
  }

  #found() {
    if (this.#circles === undefined) throw new ParameterError("The ensemble holds no trajectory");
    return this.#circles;
  }
}
