import { CounterRng } from "../random/counter_rng.ts";

/**
 * The random kicks of one trajectory: standard normal numbers ξ_i(s) for step s and site i, a
 * function of (seed, trajectory, s, i) alone.
 */
export class LangevinNoise {
  readonly #rng: CounterRng;
  readonly #trajectory: number;
  readonly #first: number;
  #buffer = new Float64Array(0);

  /**
   * The noise of one trajectory of a seed.
   *
   * @param first number of the site that its first number is for; 0 when left out
   * @throws {ParameterError} if the seed or trajectory is not an integer in range
   */
  constructor(seed: number, trajectory: number, first = 0) {
    this.#rng = new CounterRng(seed, "langevinNoise");
    this.#trajectory = trajectory;
    this.#first = first;
  }

  /** ξ for one step, shape [sites]; overwritten by the next call. */
  at(step: number, sites: number): Float64Array {
    if (this.#buffer.length !== sites) this.#buffer = new Float64Array(sites);
    return this.#rng.fillNormals(this.#buffer, {
      trajectory: this.#trajectory,
      step,
      first: this.#first,
    });
  }
}
