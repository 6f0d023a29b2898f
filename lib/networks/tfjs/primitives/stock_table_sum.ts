import type { ShellTable } from "../geometry.ts";
import type { Tensor, Tfjs } from "../tfjs.ts";

/** Rows to add up, one array for each place in the shell, by table and number of lattices. */
const cache = new WeakMap<Int32Array, Map<number, Int32Array[]>>();

/** The sum of the features of the sites that a table lists, [sites, channels], lattice by lattice. */
export function stockTableSum(tf: Tfjs, x: Tensor, table: ShellTable, batch: number): Tensor {
  return tf.tidy(() =>
    tf.addN(rowsOf(table, batch).map((rows): Tensor => tf.gather(x, tf.tensor1d(rows, "int32"))))
  );
}

function rowsOf({ size, sites }: ShellTable, batch: number): Int32Array[] {
  const known = cache.get(sites) ?? new Map<number, Int32Array[]>();
  cache.set(sites, known);
  const lattice = sites.length / size;
  const rows = known.get(batch) ?? Array.from(
    { length: size },
    (_, a) =>
      Int32Array.from(
        { length: batch * lattice },
        (_, i) => sites[size * (i % lattice) + a] + i - i % lattice,
      ),
  );
  known.set(batch, rows);
  return rows;
}
