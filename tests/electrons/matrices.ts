import type { Lattice } from "../../lib/lattice/lattice.ts";
import { hamiltonianMatrix } from "../../lib/electrons/hamiltonian_matrix.ts";
import type { ElectronSystem, Ensemble } from "../../lib/electrons/electron_solver.ts";
import { CounterRng } from "../../lib/random/counter_rng.ts";

/** Normal numbers that are the same in every run of the tests. */
export function normals(count: number, seed: number): Float64Array {
  return new CounterRng(seed, "datasetConfiguration").normals(count);
}

/** The matrix with elements a(i, j) for i ≤ j and its mirror image below, shape [n, n]. */
export function symmetric(n: number, a: (i: number, j: number) => number): Float64Array {
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = i; j < n; j++) matrix[i * n + j] = matrix[j * n + i] = a(i, j);
  }
  return matrix;
}

/** A full matrix of normal random numbers. */
export function randomSymmetric(n: number, seed: number): Float64Array {
  const elements = normals(n * n, seed);
  return symmetric(n, (i, j) => elements[i * n + j]);
}

/** A tridiagonal matrix. */
export function tridiagonal(
  n: number,
  diagonal: (i: number) => number,
  offDiagonal: (i: number) => number,
): Float64Array {
  return symmetric(n, (i, j) => i === j ? diagonal(i) : j === i + 1 ? offDiagonal(i) : 0);
}

/** Electrons at t = 1. */
export function electrons(
  lattice: Lattice,
  temperature = 0.1,
  ensemble: Ensemble = "grand-canonical",
  chemicalPotential = 0,
): ElectronSystem {
  return { lattice, hopping: 1, temperature, ensemble, chemicalPotential };
}

/** Hamiltonian of the lattice at t = 1 with a normally distributed on-site potential. */
export function disorderedLattice(lattice: Lattice, width: number, seed: number): Float64Array {
  const onsite = normals(lattice.sites, seed).map((v) => width * v);
  return hamiltonianMatrix(electrons(lattice), onsite);
}

/** Largest absolute difference of two arrays of one length. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let largest = 0;
  // A NaN must not pass as a small difference.
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i] - b[i]);
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}
