import { ParameterError } from "../../errors.ts";

/**
 * The number of panels side by side: what is asked for, but no more than there are.
 *
 * @throws {ParameterError} if there are no panels, or the number asked for is not a positive integer
 */
export function gridColumns(count: number, requested: number): number {
  if (count === 0) throw new ParameterError("Nothing to draw: no data were given");
  if (!Number.isInteger(requested) || requested < 1) {
    throw new ParameterError(
      `The number of columns must be a positive integer: current value is ${requested}`,
    );
  }
  return Math.min(requested, count);
}
