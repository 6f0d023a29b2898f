import { NumericalError, ShapeError } from "../../errors.ts";

/**
 * Checks a matrix that an eigensolver is given and returns its largest absolute element.
 *
 * @throws {ShapeError} if n is not a positive integer or the length is not n²
 * @throws {NumericalError} if an element is not finite
 */
export function validateMatrix(matrix: Float64Array, n: number): number {
  if (!Number.isInteger(n) || n < 1) {
    throw new ShapeError(`The order of a matrix must be a positive integer: got ${n}`);
  }
  if (matrix.length !== n * n) {
    throw new ShapeError(
      `A matrix of order ${n} has ${n * n} elements: got an array of ${matrix.length}`,
    );
  }
  let largest = 0;
  let differences = 0;
  for (let i = 0; i < matrix.length; i++) {
    const size = Math.abs(matrix[i]);
    if (size > largest) largest = size;
    // Zero for a finite element, NaN for any other.
    differences += size - size;
  }
  if (differences !== 0) {
    const bad = matrix.findIndex((element) => !Number.isFinite(element));
    throw new NumericalError(
      `The matrix must be finite: element (${Math.floor(bad / n)}, ${bad % n}) is ${matrix[bad]}`,
    );
  }
  return largest;
}

/**
 * Checks that there is one weight for each of n eigenvalues.
 *
 * @throws {ShapeError} if there is not
 */
export function validateWeights(weights: Float64Array, n: number): void {
  if (weights.length !== n) {
    throw new ShapeError(`${n} eigenvalues need as many weights: got ${weights.length}`);
  }
}

/**
 * The power of two that brings elements of size up to `largest` near 1: multiplying by it is exact,
 * and squares can then neither overflow nor vanish.
 */
export function scalingFactor(largest: number): number {
  if (largest === 0) return 1;
  const exponent = Math.floor(Math.log2(largest));
  return 2 ** Math.min(-exponent, 1022);
}

/**
 * Checks the eigenvalues that a solver is about to return.
 *
 * @throws {NumericalError} if one is not finite
 */
export function requireFiniteValues(values: Float64Array): void {
  if (!values.every(Number.isFinite)) {
    throw new NumericalError("An eigenvalue is beyond the largest number that a double can hold");
  }
}
