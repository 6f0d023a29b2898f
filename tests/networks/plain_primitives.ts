import type { Activation } from "../../lib/networks/architecture.ts";
import type { BatchGeometry } from "../../lib/networks/tfjs/geometry.ts";
import { scalarActivation } from "../../lib/networks/twin/scalar_activation.ts";

/** A matrix in double precision, row-major; a row where `rows` is 1. */
export interface Plain {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/** The matrix with these elements. */
export function plain(
  rows: number,
  columns: number,
  element: (i: number, j: number) => number,
): Plain {
  const data = new Float64Array(rows * columns);
  data.forEach((_, k) => data[k] = element(Math.floor(k / columns), k % columns));
  return { rows, columns, data };
}

const at = ({ columns, data }: Plain, i: number, j: number) => data[i * columns + j];

const sum = (count: number, term: (k: number) => number) =>
  Array.from({ length: count }, (_, k) => term(k)).reduce((a, b) => a + b, 0);

export function plainTranspose(a: Plain): Plain {
  return plain(a.columns, a.rows, (i, j) => at(a, j, i));
}

export function plainProduct(a: Plain, b: Plain, bias?: Plain, addend?: Plain): Plain {
  return plain(a.rows, b.columns, (i, j) =>
    sum(a.columns, (k) => at(a, i, k) * at(b, k, j)) +
    (bias === undefined ? 0 : at(bias, 0, j)) + (addend === undefined ? 0 : at(addend, i, j)));
}

export function plainColumnSums(x: Plain, y?: Plain): Plain {
  return plain(
    1,
    x.columns,
    (_, j) => sum(x.rows, (i) => at(x, i, j) * (y === undefined ? 1 : at(y, i, j))),
  );
}

export function plainScaleColumns(x: Plain, factors: Plain): Plain {
  return plain(x.rows, x.columns, (i, j) => at(x, i, j) * at(factors, 0, j));
}

/** `factor` times the sum over the four neighbours, or over the four diagonal ones. */
export function plainShell(x: Plain, geometry: BatchGeometry, diagonal: boolean, factor: number) {
  const { height, width } = geometry;
  const steps = diagonal
    ? [[1, 1], [1, -1], [-1, 1], [-1, -1]]
    : [[0, 1], [0, -1], [1, 0], [-1, 0]];
  return plain(x.rows, x.columns, (i, j) => {
    const lattice = i - i % (height * width);
    const row = Math.floor((i - lattice) / width), column = i % width;
    return factor * sum(4, (k) => {
      const [down, right] = steps[k];
      const y = (row + down + height) % height, z = (column + right + width) % width;
      return at(x, lattice + y * width + z, j);
    });
  });
}

/** Columns from `begin` to before `end`. */
export function plainColumns(x: Plain, begin: number, end: number): Plain {
  return plain(x.rows, end - begin, (i, j) => at(x, i, begin + j));
}

/** Matrices side by side. */
export function plainBeside(...parts: readonly Plain[]): Plain {
  const columns = parts.flatMap((part) =>
    Array.from({ length: part.columns }, (_, j) => (i: number) => at(part, i, j))
  );
  return plain(parts[0].rows, columns.length, (i, j) => columns[j](i));
}

export function plainAdd(x: Plain, y: Plain): Plain {
  return plain(x.rows, x.columns, (i, j) => at(x, i, j) + at(y, i, j));
}

export function plainActivate(x: Plain, activation: Activation): Plain {
  const { value } = scalarActivation(activation);
  return plain(x.rows, x.columns, (i, j) => value(at(x, i, j)));
}

export function plainNormalise(x: Plain, epsilon: number): Plain {
  return plain(x.rows, x.columns, (i, j) => {
    const n = x.columns;
    const mean = sum(n, (k) => at(x, i, k)) / n;
    const variance = sum(n, (k) => (at(x, i, k) - mean) ** 2) / n;
    return (at(x, i, j) - mean) / Math.sqrt(variance + epsilon);
  });
}
