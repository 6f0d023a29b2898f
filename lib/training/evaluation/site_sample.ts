import { CounterRng } from "../../random/counter_rng.ts";
import { SAMPLE_DRAWS } from "./select_configurations.ts";

/** What a parity plot shows: values of some sites, and the errors of all. */
export interface ParityData {
  /** Exact values, shape [sites]. */
  readonly exact: Float64Array;
  /** Predicted values, shape [sites]. */
  readonly predicted: Float64Array;
  /** Errors of all sites, those that are not in the sample too. */
  readonly errors: Float64Array;
}

/**
 * A sample of sites, every subset of its size equally likely, taken in one pass (selection
 * sampling, Knuth's algorithm S).
 */
export class SiteSample {
  readonly #data: ParityData;
  readonly #rng: CounterRng;
  #left: number;
  #taken = 0;
  #fields = 0;

  /**
   * @param sites number of sites that will be offered in all
   * @param size number of sites to take; all of them if there are fewer
   */
  constructor(sites: number, size: number, seed: number) {
    const length = Math.min(sites, size);
    this.#data = {
      exact: new Float64Array(length),
      predicted: new Float64Array(length),
      errors: new Float64Array(sites),
    };
    this.#rng = new CounterRng(seed, "evaluationSample");
    this.#left = sites;
  }

  /** Offers the sites of one configuration: exact values and errors, each of shape [N]. */
  offer(exact: Float64Array, error: Float64Array): void {
    const { exact: taken, predicted, errors } = this.#data;
    errors.set(error, errors.length - this.#left);
    const counter = { trajectory: SAMPLE_DRAWS.parity, step: this.#fields++ };
    const u = this.#rng.uniforms(exact.length, counter);
    for (let i = 0; i < exact.length; i++) {
      if (u[i] * this.#left-- >= taken.length - this.#taken) continue;
      taken[this.#taken] = exact[i];
      predicted[this.#taken++] = exact[i] + error[i];
    }
  }

  /** The sites taken, and the errors of all that were offered. */
  get data(): ParityData {
    return this.#data;
  }
}
