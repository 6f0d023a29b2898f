import { FormatError, ParameterError, ShapeError } from "../errors.ts";
import { firstNotFinite } from "../lattice/first_not_finite.ts";

/** An `EnsembleSamples` as plain data that JSON and structured cloning keep to the last bit. */
export interface EnsembleSamplesState {
  /** Number of values in each sample. */
  readonly length: number;
  /** Numbers of the trajectories in rising order. */
  readonly trajectories: number[];
  /** The sample of each trajectory, in that order. */
  readonly values: number[][];
}

/**
 * What an ensemble of trajectories measured: one vector of observables a trajectory, filed under
 * the trajectory's number. Keeping the samples apart, rather than their sum, is what makes errors
 * over trajectories, resampling and later extension possible; and since every mean is taken in the
 * order of the trajectory numbers, results do not depend on the order in which trajectories were
 * added or partial ensembles merged, to the last bit.
 *
 * @example The mean of two partial ensembles, merged
 * ```ts
 * import { EnsembleSamples } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const first = new EnsembleSamples(2);
 * first.add(0, Float64Array.of(1, 10));
 * const second = new EnsembleSamples(2);
 * second.add(7, Float64Array.of(3, 30));
 * first.merge(second);
 * assert.deepEqual(first.trajectories, [0, 7]);
 * assert.deepEqual(first.mean(), Float64Array.of(2, 20));
 * ```
 */
export class EnsembleSamples {
  /** Number of values in each sample. */
  readonly length: number;
  readonly #samples: Map<number, Float64Array> = new Map();

  /**
   * An ensemble without trajectories.
   *
   * @param length number of values in each sample, an integer of at least 1
   * @throws {ParameterError} if it is not
   */
  constructor(length: number) {
    if (!Number.isInteger(length) || length < 1) {
      throw new ParameterError(
        `The length of a sample must be an integer of at least 1: current value is ${length}`,
      );
    }
    this.length = length;
  }

  /** Number of trajectories. */
  get size(): number {
    return this.#samples.size;
  }

  /** Numbers of the trajectories in rising order. */
  get trajectories(): number[] {
    return [...this.#samples.keys()].sort((a, b) => a - b);
  }

  /** Whether the trajectory has been added. */
  has(trajectory: number): boolean {
    return this.#samples.has(trajectory);
  }

  /**
   * The sample of a trajectory.
   *
   * @throws {ParameterError} if there is none
   */
  sample(trajectory: number): Float64Array {
    const sample = this.#samples.get(trajectory);
    if (!sample) {
      throw new ParameterError(`The ensemble holds no trajectory ${trajectory}`);
    }
    return sample;
  }

  /**
   * Files the sample of one more trajectory.
   *
   * @param trajectory its number, an integer of at least 0 that is unique in the ensemble
   * @throws {ParameterError} if the number is taken or no such integer, or a value is not finite
   * @throws {ShapeError} if the sample has another length
   */
  add(trajectory: number, values: Float64Array): void {
    if (!Number.isSafeInteger(trajectory) || trajectory < 0) {
      throw new ParameterError(
        `A trajectory's number must be an integer of at least 0: current value is ${trajectory}`,
      );
    }
    if (this.#samples.has(trajectory)) {
      throw new ParameterError(`Trajectory ${trajectory} is in the ensemble already`);
    }
    if (values.length !== this.length) {
      throw new ShapeError(
        `A sample of this ensemble has ${this.length} values: got ${values.length}`,
      );
    }
    const broken = firstNotFinite(values);
    if (broken >= 0) {
      throw new ParameterError(
        `Samples must be finite: value ${broken} of trajectory ${trajectory} is ${values[broken]}`,
      );
    }
    this.#samples.set(trajectory, values.slice());
  }

  /**
   * Adds all trajectories of another ensemble, or none if that throws.
   *
   * @throws {ShapeError} if its samples have another length
   * @throws {ParameterError} if the two share a trajectory
   */
  merge(other: EnsembleSamples): void {
    const shared = other.trajectories.find((trajectory) => this.has(trajectory));
    if (shared !== undefined) {
      throw new ParameterError(`Cannot merge two ensembles that both hold trajectory ${shared}`);
    }
    for (const trajectory of other.trajectories) this.add(trajectory, other.sample(trajectory));
  }

  /**
   * The mean over trajectories, shape [length].
   *
   * @param weights one weight a trajectory in the order of `trajectories`, as resampling gives
   *   them; equal weights when left out
   * @throws {ParameterError} if the ensemble is empty
   * @throws {ShapeError} if the number of weights is not that of trajectories
   */
  mean(weights?: ArrayLike<number>): Float64Array {
    if (this.size === 0) throw new ParameterError("The ensemble holds no trajectory yet");
    if (weights && weights.length !== this.size) {
      throw new ShapeError(
        `The ensemble of ${this.size} trajectories takes as many weights: got ${weights.length}`,
      );
    }
    const mean = new Float64Array(this.length);
    let total = 0;
    this.trajectories.forEach((trajectory, place) => {
      const weight = weights ? weights[place] : 1;
      if (weight === 0) return;
      const sample = this.sample(trajectory);
      for (let i = 0; i < mean.length; i++) mean[i] += weight * sample[i];
      total += weight;
    });
    for (let i = 0; i < mean.length; i++) mean[i] /= total;
    return mean;
  }

  /** The ensemble as plain data. */
  state(): EnsembleSamplesState {
    const trajectories = this.trajectories;
    return {
      length: this.length,
      trajectories,
      values: trajectories.map((trajectory) => [...this.sample(trajectory)]),
    };
  }

  /**
   * The ensemble that `state` took apart.
   *
   * @throws {FormatError} if the data is not such a state
   * @throws {ParameterError} if it names a trajectory twice
   */
  static fromState(state: EnsembleSamplesState): EnsembleSamples {
    const { length, trajectories, values } = state;
    const sound = Array.isArray(trajectories) && Array.isArray(values) &&
      values.length === trajectories.length &&
      // JSON writes what is not finite as null, which would read as 0.
      values.every((sample) => Array.isArray(sample) && sample.every(Number.isFinite));
    if (!sound) {
      throw new FormatError(
        "The state of an ensemble holds one sample of finite numbers for each trajectory",
      );
    }
    const ensemble = new EnsembleSamples(length);
    trajectories.forEach((trajectory, place) =>
      ensemble.add(trajectory, Float64Array.from(values[place]))
    );
    return ensemble;
  }
}
