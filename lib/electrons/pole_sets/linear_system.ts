/** A factorised matrix: solves for one right-hand side after another. */
export type Solve = (rightHandSide: ArrayLike<number>) => Float64Array;

/** Factorises a small dense matrix with partial pivoting; its rows are overwritten. */
export function factorizeMatrix(rows: Float64Array[]): Solve {
  const n = rows.length;
  const order = rows.map((_, i) => i);
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) {
      if (Math.abs(rows[i][k]) > Math.abs(rows[pivot][k])) pivot = i;
    }
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    [order[k], order[pivot]] = [order[pivot], order[k]];
    for (let i = k + 1; i < n; i++) {
      const factor = rows[i][k] /= rows[k][k];
      for (let j = k + 1; j < n; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  return (rightHandSide) => {
    const x = Float64Array.from(order, (i) => rightHandSide[i]);
    for (let k = 0; k < n; k++) {
      for (let j = 0; j < k; j++) x[k] -= rows[k][j] * x[j];
    }
    for (let k = n - 1; k >= 0; k--) {
      for (let j = k + 1; j < n; j++) x[k] -= rows[k][j] * x[j];
      x[k] /= rows[k][k];
    }
    return x;
  };
}
