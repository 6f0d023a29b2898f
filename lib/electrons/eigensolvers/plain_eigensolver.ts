import { NumericalError } from "../../errors.ts";
import type { Eigensolver, Eigensystem } from "../eigensolver.ts";
import {
  requireFiniteValues,
  scalingFactor,
  validateMatrix,
  validateWeights,
} from "./validate_matrix.ts";

/**
 * Diagonalises in plain TypeScript by the textbook route: Householder reflections to tridiagonal
 * form, then implicit QL rotations, all eigenvectors always. The slow, obvious twin that the fast
 * eigensolvers are held against; it needs no permission and no WebAssembly. Reads the upper
 * triangle of the matrix.
 */
export class PlainEigensolver implements Eigensolver {
  readonly name = "plain";

  // Asynchronous so that failure is a rejection, as with the other eigensolvers.
  // deno-lint-ignore require-await
  async solve(matrix: Float64Array, n: number): Promise<Eigensystem> {
    const factor = scalingFactor(validateMatrix(matrix, n));
    const { diagonal, offDiagonal, basis } = tridiagonalise(matrix.map((a) => factor * a), n);
    diagonaliseTridiagonal(diagonal, offDiagonal, basis);
    const order = [...diagonal.keys()].sort((a, b) => diagonal[a] - diagonal[b]);
    const values = Float64Array.from(order, (m) => diagonal[m] / factor);
    requireFiniteValues(values);
    const vectors = new Float64Array(n * n);
    order.forEach((m, place) => vectors.set(basis[m], place * n));
    return { values, vectors };
  }

  async diagonalOfFunction(
    matrix: Float64Array,
    n: number,
    weights: (values: Float64Array) => Float64Array,
  ): Promise<{ readonly values: Float64Array; readonly diagonal: Float64Array }> {
    const { values, vectors } = await this.solve(matrix, n);
    const factors = weights(values);
    validateWeights(factors, n);
    const diagonal = new Float64Array(n);
    factors.forEach((weight, m) => {
      for (let i = 0; i < n; i++) diagonal[i] += weight * vectors[m * n + i] ** 2;
    });
    return { values, diagonal };
  }

  close(): void {}
}

interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** Element j couples j and j + 1; the last one is 0. */
  readonly offDiagonal: Float64Array;
  /** Rows q_j of the orthonormal basis in which the matrix is tridiagonal. */
  readonly basis: Float64Array[];
}

/** A = Q T Qᵀ by reflections H_j = 1 - τ v vᵀ, each of which clears row j beyond its neighbour. */
function tridiagonalise(a: Float64Array, n: number): Tridiagonal {
  const diagonal = new Float64Array(n);
  const offDiagonal = new Float64Array(n);
  const basis = Array.from({ length: n }, (_, j) => {
    const row = new Float64Array(n);
    row[j] = 1;
    return row;
  });
  for (let j = 0; j < n; j++) for (let i = 0; i < j; i++) a[j * n + i] = a[i * n + j];
  for (let j = 0; j < n - 1; j++) {
    const v = a.slice(j * n, (j + 1) * n).fill(0, 0, j + 1);
    const norm = Math.sqrt(dot(v, v));
    offDiagonal[j] = v[j + 1] > 0 ? -norm : norm;
    v[j + 1] -= offDiagonal[j];
    const square = dot(v, v);
    if (square === 0) continue;
    const tau = 2 / square;
    // A ← H A H = A - v wᵀ - w vᵀ with w = τ A v - (τ²/2)(vᵀ A v) v.
    const w = new Float64Array(n);
    for (let i = j; i < n; i++) w[i] = tau * dot(a.subarray(i * n, (i + 1) * n), v);
    const overlap = 0.5 * tau * dot(v, w);
    for (let i = j; i < n; i++) w[i] -= overlap * v[i];
    for (let i = j; i < n; i++) {
      for (let k = j; k < n; k++) a[i * n + k] -= v[i] * w[k] + w[i] * v[k];
    }
    // Q ← Q H, whose columns are the basis: row i of Q is element i of every basis vector.
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let k = j + 1; k < n; k++) sum += basis[k][i] * v[k];
      for (let k = j + 1; k < n; k++) basis[k][i] -= tau * sum * v[k];
    }
  }
  for (let j = 0; j < n; j++) diagonal[j] = a[j * n + j];
  return { diagonal, offDiagonal, basis };
}

/** Implicit QL with Wilkinson's shift (Golub and Van Loan, section 8.3), rotating the basis along. */
function diagonaliseTridiagonal(d: Float64Array, e: Float64Array, basis: Float64Array[]): void {
  const n = d.length;
  let scale = 0;
  for (let i = 0; i < n; i++) scale = Math.max(scale, Math.abs(d[i]) + Math.abs(e[i]));
  const negligible = 0.5 * Number.EPSILON * scale;
  for (let l = 0; l < n; l++) {
    for (let iterations = 0;; iterations++) {
      let m = l;
      while (m < n - 1 && Math.abs(e[m]) > negligible) m++;
      if (m === l) break;
      if (iterations === 60) {
        throw new NumericalError(`The eigenvalues of a matrix of order ${n} did not converge`);
      }
      let g = (d[l + 1] - d[l]) / (2 * e[l]);
      g = d[m] - d[l] + e[l] / (g + Math.hypot(g, 1) * (g < 0 ? -1 : 1));
      let s = 1, c = 1, p = 0;
      let i = m - 1;
      for (; i >= l; i--) {
        const f = s * e[i], b = c * e[i];
        let r = Math.hypot(f, g);
        e[i + 1] = r;
        if (r === 0) break;
        s = f / r;
        c = g / r;
        g = d[i + 1] - p;
        r = (d[i] - g) * s + 2 * c * b;
        p = s * r;
        d[i + 1] = g + p;
        g = c * r - b;
        rotate(basis[i], basis[i + 1], c, s);
      }
      if (i >= l) d[i + 1] -= p;
      else {
        d[l] -= p;
        e[l] = g;
      }
      e[m] = 0;
    }
  }
}

/** (x, y) ← (c·x - s·y, s·x + c·y). */
function rotate(x: Float64Array, y: Float64Array, c: number, s: number): void {
  for (let i = 0; i < x.length; i++) {
    const a = x[i], b = y[i];
    x[i] = c * a - s * b;
    y[i] = s * a + c * b;
  }
}

function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}
