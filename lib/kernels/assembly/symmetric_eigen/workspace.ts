// Where everything lies in memory. One instance of the kernel works on one matrix at a time.

import { PACKING_BYTES } from "./gemm.ts";

/** Columns reduced between two updates of the trailing matrix. */
export const PANEL: i32 = 32;
/** Householder reflections applied to the eigenvectors at a time. */
export const REFLECTIONS: i32 = 64;
/** Most eigenvectors that one call returns. */
export const VECTORS: i32 = 128;

/** Order of the matrix. */
export let n: i32 = 0;
/** Bytes from one row to the next, of all n × n arrays. */
export let stride: usize = 0;

/** The matrix; the tridiagonalisation leaves its Householder vectors in the rows. */
export let matrix: usize = 0;
/** Diagonal of the tridiagonal matrix, then the eigenvalues in the order of their rows. */
export let diagonal: usize = 0;
/** Off-diagonal: element j couples j and j + 1. */
export let offDiagonal: usize = 0;
/** Factors τ of the reflections H = 1 - τ v vᵀ. */
export let tau: usize = 0;
/** Eigenvectors of the tridiagonal matrix's blocks, one a row. */
export let basis: usize = 0;
/** The rows of `basis` that a merge combines, gathered by where they are non-zero. */
export let gathered: usize = 0;
/** Row numbers in the order of ascending eigenvalues, within each block. */
export let order: usize = 0;
/** Scratch for row numbers: four arrays of n. */
export let indices: usize = 0;
/** Scratch for vectors of n numbers. */
export let vectors: usize = 0;
/** Coefficients of new eigenvectors in the gathered rows: VECTORS × n. */
export let coefficients: usize = 0;
/** Triangular factors of the groups of reflections: n × REFLECTIONS. */
export let factors: usize = 0;
/** Eigenvectors asked for: VECTORS × n. */
export let result: usize = 0;
/** Packed operands and small matrices. */
export let scratch: usize = 0;

/** Number of vectors in `vectors`: ten for the stages in turn, three for the host. */
@inline const VECTOR_COUNT: usize = 13;

/** Address of scratch vector number `index`. */
export function vector(index: i32): usize {
  return vectors + <usize>index * stride;
}

/**
 * Lays out the arrays for matrices of order `size` from address `base` on and returns the first
 * byte behind them.
 */
export function layOut(size: i32, base: usize): f64 {
  n = size;
  // An odd number of cache lines: rows then spread over all cache sets.
  const lines = ((<usize>size + 7) >> 3) | 1;
  stride = lines << 6;
  const square = <u64>stride * <u64>size;
  // Sizes are summed in 64 bits, so that a matrix too large for the address space shows as such.
  const end = <f64>(<u64>base + 3 * square + (4 + <u64>VECTOR_COUNT + 4) * <u64>stride +
    (2 * <u64>VECTORS + <u64>REFLECTIONS) * <u64>stride + <u64>scratchBytes());
  matrix = base;
  basis = matrix + <usize>square;
  gathered = basis + <usize>square;
  diagonal = gathered + <usize>square;
  offDiagonal = diagonal + stride;
  tau = offDiagonal + stride;
  order = tau + stride;
  indices = order + stride;
  vectors = indices + 4 * stride;
  coefficients = vectors + VECTOR_COUNT * stride;
  result = coefficients + <usize>VECTORS * stride;
  factors = result + <usize>VECTORS * stride;
  scratch = factors + <usize>REFLECTIONS * stride;
  return end;
}

function scratchBytes(): usize {
  const products = PACKING_BYTES + <usize>((2 * VECTORS + 2 * REFLECTIONS) * REFLECTIONS * 8);
  const panel = <usize>PANEL * stride * 5 + 4096;
  return max(products, panel);
}
