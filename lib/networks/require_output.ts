import { NumericalError } from "../errors.ts";

/**
 * Throws unless the output of a network can be trusted: GPU backends have been seen to fail without
 * an error, with NaN or with zeros throughout.
 *
 * @param where what computed it, for the message
 */
export function requireOutput(
  output: Float64Array,
  features: ArrayLike<number>,
  where: string,
): void {
  let silent = true;
  for (let i = 0; i < output.length; i++) {
    if (!Number.isFinite(output[i])) {
      throw new NumericalError(
        `The network gave ${output[i]} at site ${i} on the backend ${where}`,
      );
    }
    if (output[i] !== 0) silent = false;
  }
  if (silent && Array.prototype.some.call(features, (value) => value !== 0)) {
    throw new NumericalError(`The network gave zero at every site on the backend ${where}`);
  }
}
