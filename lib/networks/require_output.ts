import { NumericalError } from "../errors.ts";

/**
 * Throws unless the output of a network can be trusted: GPU backends have been seen to fail without
 * an error, with NaN or with zeros throughout.
 *
 * @param where what computed it, for the message
 */
export function requireOutput(
  output: Float64Array,
  features: Float32Array,
  where: string,
): void {
  const wrong = output.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    throw new NumericalError(
      `The network gave ${output[wrong]} at site ${wrong} on the backend ${where}`,
    );
  }
  if (output.every((value) => value === 0) && features.some((value) => value !== 0)) {
    throw new NumericalError(`The network gave zero at every site on the backend ${where}`);
  }
}
