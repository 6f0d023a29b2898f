import { NumericalError, ParameterError } from "../../errors.ts";
import { instantiateKernel, type Kernel } from "../../kernels/kernel.ts";
import module from "../../kernels/symmetric_eigen_module.js";
import type { Eigensolver, Eigensystem } from "../eigensolver.ts";
import { neededVectors } from "./needed_vectors.ts";
import { requireFiniteValues, scalingFactor, validateMatrix } from "./validate_matrix.ts";

/** What lib/kernels/assembly/symmetric_eigen.ts exports. */
interface SymmetricEigen {
  prepare(n: number, base: number): number;
  matrixAddress(): number;
  rowBytes(): number;
  listAddress(): number;
  weightsAddress(): number;
  densityAddress(): number;
  valuesAddress(): number;
  vectorsAddress(): number;
  portion(): number;
  decompose(): number;
  eigenvectors(count: number): void;
  density(count: number): void;
}

const PAGE = 65536;
const LARGEST_MEMORY = 65536 * PAGE;

/**
 * Diagonalises in WebAssembly (SIMD, one thread): blocked Householder tridiagonalisation, divide
 * and conquer, blocked back-transformation of the eigenvectors that are needed. Needs no
 * permission. Reads the upper triangle of the matrix. The calling thread is busy until the answer
 * is there; the memory of the largest matrix so far, 24 n² bytes, is kept until `close`.
 */
export class WasmEigensolver implements Eigensolver {
  readonly name = "wasm";
  #kernel: Kernel<SymmetricEigen> | undefined = instantiateKernel<SymmetricEigen>(module, 0);

  // Asynchronous so that failure is a rejection, as with the other eigensolvers.
  // deno-lint-ignore require-await
  async solve(matrix: Float64Array, n: number): Promise<Eigensystem> {
    const values = this.#decompose(matrix, n);
    const vectors = new Float64Array(n * n);
    const indices = Int32Array.from({ length: n }, (_, m) => m);
    this.#forPortions(indices, (first, count, rows, stride) => {
      for (let m = 0; m < count; m++) {
        vectors.set(rows.subarray(m * stride, m * stride + n), (first + m) * n);
      }
    });
    return { values, vectors };
  }

  // Asynchronous so that failure is a rejection, as with the other eigensolvers.
  // deno-lint-ignore require-await
  async diagonalOfFunction(
    matrix: Float64Array,
    n: number,
    weights: (values: Float64Array) => Float64Array,
  ): Promise<{ readonly values: Float64Array; readonly diagonal: Float64Array }> {
    const values = this.#decompose(matrix, n);
    const { constant, indices, factors } = neededVectors(weights(values), n);
    const { exports, memory } = this.#open();
    new Float64Array(memory.buffer, exports.densityAddress(), n).fill(constant);
    this.#forPortions(indices, (first, count) => {
      new Float64Array(memory.buffer, exports.weightsAddress(), count)
        .set(factors.subarray(first, first + count));
      exports.density(count);
    });
    const diagonal = new Float64Array(memory.buffer, exports.densityAddress(), n).slice();
    return { values, diagonal };
  }

  close(): void {
    this.#kernel = undefined;
  }

  /** All eigenvalues; leaves the kernel ready to form eigenvectors. */
  #decompose(matrix: Float64Array, n: number): Float64Array {
    const factor = scalingFactor(validateMatrix(matrix, n));
    const { exports, memory, heapBase } = this.#open();
    reserve(memory, exports.prepare(n, heapBase), n);
    const stride = exports.rowBytes() / 8;
    const rows = new Float64Array(memory.buffer, exports.matrixAddress(), n * stride);
    for (let i = 0; i < n; i++) {
      for (let j = i; j < n; j++) rows[i * stride + j] = factor * matrix[i * n + j];
    }
    if (exports.decompose() !== 0) {
      throw new NumericalError(`The eigenvalues of a matrix of order ${n} did not converge`);
    }
    const values = new Float64Array(memory.buffer, exports.valuesAddress(), n)
      .map((value) => value / factor);
    requireFiniteValues(values);
    return values;
  }

  /** Forms the eigenvectors of these numbers, a portion at a time, as rows of the kernel's memory. */
  #forPortions(
    indices: Int32Array,
    use: (first: number, count: number, rows: Float64Array, stride: number) => void,
  ): void {
    const { exports, memory } = this.#open();
    const stride = exports.rowBytes() / 8;
    const portion = exports.portion();
    for (let first = 0; first < indices.length; first += portion) {
      const count = Math.min(portion, indices.length - first);
      new Int32Array(memory.buffer, exports.listAddress(), count)
        .set(indices.subarray(first, first + count));
      exports.eigenvectors(count);
      const rows = new Float64Array(memory.buffer, exports.vectorsAddress(), count * stride);
      use(first, count, rows, stride);
    }
  }

  #open(): Kernel<SymmetricEigen> {
    if (!this.#kernel) throw new Error("the eigensolver was closed");
    return this.#kernel;
  }
}

/** Grows the memory to `end` bytes, if it is not as large already. */
function reserve(memory: WebAssembly.Memory, end: number, n: number): void {
  const missing = Math.ceil((end - memory.buffer.byteLength) / PAGE);
  if (missing <= 0) return;
  try {
    memory.grow(missing);
  } catch {
    throw new ParameterError(
      `A matrix of order ${n} needs ${(end / 2 ** 30).toFixed(1)} GiB in the wasm eigensolver, ` +
        `of at most ${LARGEST_MEMORY / 2 ** 30}: use a smaller lattice or selected inversion`,
    );
  }
}
