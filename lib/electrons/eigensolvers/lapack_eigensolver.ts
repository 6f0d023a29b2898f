import { NumericalError, ParameterError } from "../../errors.ts";
import type { Eigensolver, Eigensystem } from "../eigensolver.ts";
import { coreName, type LapackLibrary, openLapack } from "./lapack_library.ts";
import { neededVectors } from "./needed_vectors.ts";
import { OneAtATime } from "./one_at_a_time.ts";
import { requireFiniteValues, scalingFactor, validateMatrix } from "./validate_matrix.ts";

/** Options of the eigensolver `lapack`. */
export interface LapackOptions {
  /** Path of the library; the usual places of OpenBLAS are searched when left out. */
  readonly library?: string;
  /** Threads that OpenBLAS may use, a setting of the whole process; 1 when left out. */
  readonly threads?: number;
}

/**
 * Diagonalises with LAPACK, loaded from OpenBLAS: the three steps of `dsyevd` (`dsytrd`, `dstedc`,
 * `dormtr`), called one by one so that only the eigenvectors that are needed are transformed back.
 * Needs the permission `--allow-ffi`. Reads the upper triangle of the matrix, runs off the calling
 * thread, and keeps its work space, 24 n² bytes, until `close`.
 */
export class LapackEigensolver implements Eigensolver {
  readonly name = "lapack";
  /** The processor family that OpenBLAS computes for; undefined with another LAPACK. */
  readonly coreName: string | undefined;
  readonly #queue = new OneAtATime();
  #library: LapackLibrary | undefined;
  #space = new WorkSpace(0);

  /**
   * Loads the library.
   *
   * @throws {UnavailableError} if the library or the permission to load it is missing
   * @throws {ParameterError} if `threads` is not a positive integer
   */
  constructor(options: LapackOptions = {}) {
    const { library, threads = 1 } = options;
    if (!Number.isInteger(threads) || threads < 1) {
      throw new ParameterError(`threads must be a positive integer: current value is ${threads}`);
    }
    this.#library = openLapack(library);
    this.#library.symbols.openblas_set_num_threads?.(threads);
    this.coreName = coreName(this.#library);
  }

  solve(matrix: Float64Array, n: number): Promise<Eigensystem> {
    return this.#queue.run(async () => {
      const values = await this.#decompose(matrix, n);
      await this.#backTransform(n);
      return { values, vectors: this.#space.vectors.slice(0, n * n) };
    });
  }

  diagonalOfFunction(
    matrix: Float64Array,
    n: number,
    weights: (values: Float64Array) => Float64Array,
  ): Promise<{ readonly values: Float64Array; readonly diagonal: Float64Array }> {
    return this.#queue.run(async () => {
      const values = await this.#decompose(matrix, n);
      const { constant, indices, factors } = neededVectors(weights(values), n);
      const { vectors } = this.#space;
      indices.forEach((m, place) => vectors.copyWithin(place * n, m * n, (m + 1) * n));
      await this.#backTransform(indices.length);
      const diagonal = new Float64Array(n).fill(constant);
      factors.forEach((factor, place) => {
        const vector = vectors.subarray(place * n, (place + 1) * n);
        for (let i = 0; i < n; i++) diagonal[i] += factor * vector[i] * vector[i];
      });
      return { values, diagonal };
    });
  }

  close(): void {
    this.#library?.close();
    this.#library = undefined;
    this.#space = new WorkSpace(0);
  }

  /** Eigenvalues; leaves the eigenvectors of the tridiagonal matrix in the work space. */
  async #decompose(matrix: Float64Array, n: number): Promise<Float64Array> {
    const factor = scalingFactor(validateMatrix(matrix, n));
    const { dsytrd_, dstedc_ } = this.#open();
    if (this.#space.n !== n) this.#space = new WorkSpace(n);
    const s = this.#space;
    for (let i = 0; i < matrix.length; i++) s.matrix[i] = factor * matrix[i];
    // Fortran stores columns: the upper triangle of our rows is the lower one of its columns.
    await dsytrd_(
      ...[LOWER, s.order, s.matrix, s.order, s.diagonal, s.offDiagonal, s.tau] as const,
      ...[s.work, s.workLength, s.info, 1n] as const,
    );
    await dstedc_(
      ...[WITH_VECTORS, s.order, s.diagonal, s.offDiagonal, s.vectors, s.order] as const,
      ...[s.work, s.workLength, s.integers, s.integersLength, s.info, 1n] as const,
    );
    if (s.info[0] !== 0) {
      throw new NumericalError(
        `The eigenvalues of a matrix of order ${n} did not converge (dstedc: info = ${s.info[0]})`,
      );
    }
    const values = s.diagonal.map((value) => value / factor);
    requireFiniteValues(values);
    return values;
  }

  /** Turns the first `count` eigenvectors of the tridiagonal matrix into those of the matrix. */
  async #backTransform(count: number): Promise<void> {
    const s = this.#space;
    s.columns[0] = count;
    await this.#open().dormtr_(
      ...[LEFT, LOWER, NOT_TRANSPOSED, s.order, s.columns, s.matrix, s.order, s.tau] as const,
      ...[s.vectors, s.order, s.work, s.workLength, s.info, 1n, 1n, 1n] as const,
    );
  }

  #open(): LapackLibrary["symbols"] {
    if (!this.#library) throw new Error("the eigensolver was closed");
    return this.#library.symbols;
  }
}

const [LOWER, WITH_VECTORS, LEFT, NOT_TRANSPOSED] = ["L", "I", "L", "N"]
  .map((letter) => Uint8Array.of(letter.charCodeAt(0)));

/** Arrays that LAPACK works in; held by the solver, so that they outlive the calls under way. */
class WorkSpace {
  readonly order: Int32Array<ArrayBuffer>;
  readonly columns = new Int32Array(1);
  readonly info = new Int32Array(1);
  readonly matrix: Float64Array<ArrayBuffer>;
  readonly vectors: Float64Array<ArrayBuffer>;
  readonly diagonal: Float64Array<ArrayBuffer>;
  readonly offDiagonal: Float64Array<ArrayBuffer>;
  readonly tau: Float64Array<ArrayBuffer>;
  readonly work: Float64Array<ArrayBuffer>;
  readonly workLength: Int32Array<ArrayBuffer>;
  readonly integers: Int32Array<ArrayBuffer>;
  readonly integersLength: Int32Array<ArrayBuffer>;

  constructor(readonly n: number) {
    this.order = Int32Array.of(n);
    this.matrix = new Float64Array(n * n);
    this.vectors = new Float64Array(n * n);
    this.diagonal = new Float64Array(n);
    this.offDiagonal = new Float64Array(n);
    this.tau = new Float64Array(n);
    // dstedc wants 1 + 4n + n², the blocked dsytrd and dormtr up to 64 (n + 65).
    const work = Math.max(1 + 4 * n + n * n, 64 * (n + 65));
    this.work = new Float64Array(work);
    this.workLength = Int32Array.of(work);
    this.integers = new Int32Array(3 + 5 * n);
    this.integersLength = Int32Array.of(3 + 5 * n);
  }
}
