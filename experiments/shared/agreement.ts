import { ensembleMean, type EnsembleSamples, ParameterError } from "../../mod.ts";
import { type SignFlipTest, signFlipTest } from "./sign_flip.ts";

/** How two ensembles of the same trajectories under different forces compare. */
export interface Agreement {
  /** Number of pairs. */
  readonly pairs: number;
  /** The test of their differences. */
  readonly test: SignFlipTest;
  /** Largest |mean difference|, in units of the first value of the reference. */
  readonly largest: number;
  /** Largest of |mean difference| + critical value × its error, in the same unit. */
  readonly bound: number;
  /** Largest standard error of the first ensemble, in the same unit. */
  readonly error: number;
  /** Largest standard error of the reference, in the same unit. */
  readonly referenceError: number;
}

/**
 * Compares curves of two ensembles, trajectory by trajectory.
 *
 * @param samples one curve a trajectory
 * @param reference the same under other forces
 * @param from the first of the values that are compared; it sets the unit
 * @throws {ParameterError} if they share fewer than 2 trajectories
 */
export function agreementOf(
  samples: EnsembleSamples,
  reference: EnsembleSamples,
  from: number,
): Agreement {
  const shared = samples.trajectories.filter((trajectory) => reference.has(trajectory));
  if (shared.length < 2) {
    throw new ParameterError(
      `A paired test needs at least 2 common trajectories: there are ${shared.length}`,
    );
  }
  const differences = shared.map((trajectory) => {
    const other = reference.sample(trajectory);
    return samples.sample(trajectory).map((value, i) => value - other[i]).subarray(from);
  });
  const test = signFlipTest(differences);
  const unit = Math.abs(reference.mean()[from]);
  const largestError = (of: EnsembleSamples) =>
    Math.max(...ensembleMean(of).error.subarray(from)) / unit;
  return {
    pairs: shared.length,
    test,
    largest: Math.max(...test.mean.map(Math.abs)) / unit,
    bound: Math.max(...test.mean.map((d, i) => Math.abs(d) + test.critical * test.error[i])) / unit,
    error: largestError(samples),
    referenceError: largestError(reference),
  };
}
