import { ParameterError, ShapeError } from "../../errors.ts";

/** The errors of predicted values, in numbers. Deviations divide by the number of values. */
export interface ErrorSummary {
  /** Number of values, for forces one a site. */
  readonly sites: number;
  /** Mean of the error δ = predicted - exact. */
  readonly bias: number;
  /** Standard deviation of δ about its mean. */
  readonly sd: number;
  /** Mean of |δ|. */
  readonly mae: number;
  /** Root mean square of δ. */
  readonly rms: number;
  /** Largest |δ|. */
  readonly max: number;
  /** Standard deviation of the exact values. */
  readonly sdExact: number;
  /** 1 - ⟨δ²⟩/sdExact²; left out where the exact values are all the same. */
  readonly rSquared?: number;
}

/** What an `ErrorStatistics` holds, as plain data that workers can pass on. */
export interface ErrorMoments {
  /** Number of values. */
  readonly sites: number;
  /** Mean of δ. */
  readonly meanError: number;
  /** Sum of (δ - mean)². */
  readonly squaredError: number;
  /** Mean of |δ|. */
  readonly meanAbsolute: number;
  /** Largest |δ|. */
  readonly largest: number;
  /** Mean of the exact values. */
  readonly meanExact: number;
  /** Sum of (exact - mean)². */
  readonly squaredExact: number;
}

const NOTHING: ErrorMoments = {
  sites: 0,
  meanError: 0,
  squaredError: 0,
  meanAbsolute: 0,
  largest: 0,
  meanExact: 0,
  squaredExact: 0,
};

/**
 * Statistics of errors, value by value and without keeping any, by Welford's recurrence: it does
 * not lose digits where the mean is large against the deviation. Parts can be merged (Chan, Golub
 * and LeVeque), to rounding in any order.
 *
 * @example
 * ```ts
 * import { ErrorStatistics } from "../../../mod.ts";
 * import assert from "node:assert/strict";
 * const statistics = new ErrorStatistics();
 * for (const [exact, error] of [[1, 0.5], [2, -0.5], [3, 0.5], [4, -0.5]]) {
 *   statistics.add(exact, error);
 * }
 * const { sites, bias, sd, mae, rSquared } = statistics.summary();
 * assert.deepEqual([sites, bias, sd, mae, rSquared], [4, 0, 0.5, 0.5, 0.8]);
 * ```
 */
export class ErrorStatistics {
  #moments: { -readonly [Key in keyof ErrorMoments]: ErrorMoments[Key] };

  /** Starts from nothing, or from what another one held. */
  constructor(moments: ErrorMoments = NOTHING) {
    this.#moments = { ...moments };
  }

  /** What is held, as plain data; a copy. */
  get moments(): ErrorMoments {
    return { ...this.#moments };
  }

  /** Number of values so far. */
  get sites(): number {
    return this.#moments.sites;
  }

  /**
   * Takes in one value.
   *
   * @param exact the exact value
   * @param error predicted less exact
   */
  add(exact: number, error: number): void {
    const m = this.#moments;
    const weight = 1 / ++m.sites;
    const deviation = error - m.meanError;
    m.meanError += deviation * weight;
    m.squaredError += deviation * (error - m.meanError);
    const distance = exact - m.meanExact;
    m.meanExact += distance * weight;
    m.squaredExact += distance * (exact - m.meanExact);
    const size = Math.abs(error);
    m.meanAbsolute += (size - m.meanAbsolute) * weight;
    // Math.max, and no comparison, so that a NaN shows.
    m.largest = Math.max(m.largest, size);
  }

  /**
   * Takes in the values of one field, in order.
   *
   * @param exact exact values, shape [N]
   * @param error predicted less exact, shape [N]
   * @throws {ShapeError} if the two differ in length
   */
  addAll(exact: ArrayLike<number>, error: ArrayLike<number>): void {
    if (exact.length !== error.length) {
      throw new ShapeError(
        `Statistics need an error for every value: got ${error.length} for ${exact.length}`,
      );
    }
    for (let i = 0; i < exact.length; i++) this.add(exact[i], error[i]);
  }

  /** Takes in all that another one holds. */
  merge({ moments: other }: ErrorStatistics): void {
    const m = this.#moments;
    if (other.sites === 0) return;
    const sites = m.sites + other.sites;
    const share = other.sites / sites;
    const between = m.sites * share;
    const error = other.meanError - m.meanError;
    const exact = other.meanExact - m.meanExact;
    m.squaredError += other.squaredError + error * error * between;
    m.squaredExact += other.squaredExact + exact * exact * between;
    m.meanError += error * share;
    m.meanExact += exact * share;
    m.meanAbsolute += (other.meanAbsolute - m.meanAbsolute) * share;
    m.largest = Math.max(m.largest, other.largest);
    m.sites = sites;
  }

  /**
   * The statistics of the values so far.
   *
   * @throws {ParameterError} if there are none
   */
  summary(): ErrorSummary {
    const m = this.#moments;
    if (m.sites === 0) throw new ParameterError("There are no errors to take statistics of");
    const variance = m.squaredError / m.sites;
    const meanSquare = m.meanError * m.meanError + variance;
    const varianceExact = m.squaredExact / m.sites;
    return {
      sites: m.sites,
      bias: m.meanError,
      sd: Math.sqrt(variance),
      mae: m.meanAbsolute,
      rms: Math.sqrt(meanSquare),
      max: m.largest,
      sdExact: Math.sqrt(varianceExact),
      ...(varianceExact > 0 && { rSquared: 1 - meanSquare / varianceExact }),
    };
  }
}
