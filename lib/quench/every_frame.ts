import { ParameterError } from "../errors.ts";

/**
 * Every so many of the steps at which frames were saved, from the first on.
 *
 * @throws {ParameterError} if `every` is no positive integer
 */
export function everyFrame(steps: readonly number[], every = 1): number[] {
  if (!Number.isSafeInteger(every) || every < 1) {
    throw new ParameterError(`every must be a positive integer: current value is ${every}`);
  }
  return steps.filter((_, s) => s % every === 0);
}
