import { ParameterError } from "../errors.ts";

/** Seconds between checkpoints where none are given. */
const USUAL_SECONDS = 30;

/**
 * Milliseconds between checkpoints.
 *
 * @param checkpointSeconds as options have it: 30 when left out; 0 is one at every occasion
 * @throws {ParameterError} if it is negative or not a number
 */
export function checkpointMilliseconds(checkpointSeconds = USUAL_SECONDS): number {
  if (!(checkpointSeconds >= 0)) {
    throw new ParameterError(
      `checkpointSeconds must not be negative: current value is ${checkpointSeconds}`,
    );
  }
  return 1000 * checkpointSeconds;
}
