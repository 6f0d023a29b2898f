// Divide and conquer for the symmetric tridiagonal eigenproblem: the matrix is torn in two at one
// coupling, the halves are solved alike, and a rank-one change mends the tear (Cuppen, Numer. Math.
// 36, 177 (1981)).

import { get, set } from "./array.ts";
import { solveLeaf } from "./implicit_ql.ts";
import { keepLeaf } from "./merged_vectors.ts";
import { merge } from "./rank_one.ts";
import { basis, diagonal, n, offDiagonal, stride } from "./workspace.ts";

/** Order up to which a block is solved by QL iteration. */
@inline const LEAF: i32 = 32;

/**
 * Eigenvalues, by row, in `diagonal`, with their ascending order in `order`; leaves what
 * `selectVectors` needs. Returns false if an iteration does not converge.
 */
export function solveTridiagonal(): bool {
  memory.fill(basis, 0, <usize>n * stride);
  if (n > LEAF) return solveBlock(0, n);
  if (!solveLeaf(0, n)) return false;
  keepLeaf(n);
  return true;
}

function solveBlock(lo: i32, hi: i32): bool {
  if (hi - lo <= LEAF) return solveLeaf(lo, hi);
  const mid = (lo + hi) >> 1;
  const coupling = get(offDiagonal, mid - 1);
  const torn = Math.abs(coupling);
  set(diagonal, mid - 1, get(diagonal, mid - 1) - torn);
  set(diagonal, mid, get(diagonal, mid) - torn);
  if (!solveBlock(lo, mid) || !solveBlock(mid, hi)) return false;
  merge(lo, mid, hi, coupling, hi - lo == n);
  return true;
}
