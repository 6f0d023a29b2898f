/**
 * Errors that a user can cause and mend. Each carries one line that says what was wrong, the value
 * given and what is accepted; the command line prints that line and no stack trace. Anything else
 * that is thrown is a fault of ours and keeps its trace.
 *
 * @module
 */

/** A number or name outside what is accepted (a RangeError). */
export class ParameterError extends RangeError {
  /** The class, as messages and records name it. */
  override readonly name = "ParameterError";
}

/** An array of the wrong length, shape or element type (a TypeError). */
export class ShapeError extends TypeError {
  /** The class, as messages and records name it. */
  override readonly name = "ShapeError";
}

/** A file that is not what its name or its header says: truncated, damaged or another format. */
export class FormatError extends Error {
  /** The class, as messages and records name it. */
  override readonly name = "FormatError";
}

/** Something that this machine or this permission set does not offer (a library, a file, a right). */
export class UnavailableError extends Error {
  /** The class, as messages and records name it. */
  override readonly name = "UnavailableError";
}

/** A computation that left the range where its result can be trusted (NaN, no convergence). */
export class NumericalError extends Error {
  /** The class, as messages and records name it. */
  override readonly name = "NumericalError";
}

/** True for errors whose message is meant for the user as it stands. */
export function isUserError(error: unknown): error is Error {
  return error instanceof ParameterError || error instanceof ShapeError ||
    error instanceof FormatError || error instanceof UnavailableError ||
    error instanceof NumericalError;
}

/** An error as plain data, as it crosses from a Worker: structured cloning forgets its class. */
export interface PlainError {
  /** Its class. */
  readonly name: string;
  /** Its message. */
  readonly message: string;
}

/** The error as plain data. */
export function toPlainError(error: unknown): PlainError {
  return error instanceof Error
    ? { name: error.name, message: error.message }
    : { name: "Error", message: String(error) };
}

/** The error that `toPlainError` took apart, of its own class again. */
export function fromPlainError({ name, message }: PlainError): Error {
  const known = [ParameterError, ShapeError, FormatError, UnavailableError, NumericalError];
  const Class = known.find((candidate) => candidate.name === name) ?? Error;
  return new Class(message);
}
