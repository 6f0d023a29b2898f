/** Spectrum and eigenvectors of a real symmetric matrix. */
export interface Eigensystem {
  /** Eigenvalues in ascending order, shape [n]. */
  readonly values: Float64Array;
  /** Row m is the normalised eigenvector of `values[m]`, shape [n, n] row-major. */
  readonly vectors: Float64Array;
}

/** Diagonalises dense real symmetric matrices. */
export interface Eigensolver {
  /** Name, as options and run records spell it. */
  readonly name: string;
  /**
   * All eigenvalues and eigenvectors of a real symmetric matrix.
   *
   * @param matrix shape [n, n] row-major; only read
   * @throws {ShapeError} if the length is not n²
   * @throws {NumericalError} if the iteration does not converge or the matrix is not finite
   */
  solve(matrix: Float64Array, n: number): Promise<Eigensystem>;
  /**
   * Spectral weights of a function of the matrix: eigenvalues, and for weights f_m = weight(ε) the
   * diagonal n_i = Σ_m f_m |φ_i^(m)|². Eigenvectors of zero weight need not be computed, which makes
   * this the faster call where only the density is wanted.
   *
   * @param matrix shape [n, n] row-major; only read
   * @param weights maps the ascending eigenvalues to their weights, both of shape [n]
   */
  diagonalOfFunction(
    matrix: Float64Array,
    n: number,
    weights: (values: Float64Array) => Float64Array,
  ): Promise<{ readonly values: Float64Array; readonly diagonal: Float64Array }>;
  /** Frees what the solver holds; it cannot be used afterwards. */
  close(): void;
}
