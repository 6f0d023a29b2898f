import type { Aggregation } from "../../architecture.ts";
import { aggregationFactor, type BatchGeometry } from "../geometry.ts";
import type { Tensor, Tfjs } from "../tfjs.ts";
import { stockTableSum } from "./stock_table_sum.ts";

/** The sum or mean of the features of a shell (0 or 1) of sites around each, [sites, channels]. */
export function stockShellSum(
  tf: Tfjs,
  x: Tensor,
  geometry: BatchGeometry,
  shell: number,
  aggregation: Aggregation,
): Tensor {
  const { batch, tables } = geometry;
  const sum = tables === undefined
    ? squareSum(tf, x, geometry, shell === 1)
    : stockTableSum(tf, x, tables[shell], batch);
  const factor = aggregationFactor(geometry, shell, aggregation);
  return factor === 1 ? sum : tf.mul(sum, factor);
}

/** The sum over the four neighbours, or the four diagonal ones, of the square lattice. */
function squareSum(
  tf: Tfjs,
  x: Tensor,
  { batch, height, width }: BatchGeometry,
  diagonal: boolean,
): Tensor {
  const channels = x.shape[1]!;
  const row = width * channels;
  const vertical = bothSides(tf, x, batch, height * row, row);
  return diagonal
    ? bothSides(tf, vertical, batch * height, row, channels)
    : tf.add(vertical, bothSides(tf, x, batch * height, row, channels)) as Tensor;
}

/**
 * With the elements as `rings` of `length`: at each the one `step` further along its ring plus the
 * one `step` back. As a matrix, because backends copy parts of matrices far faster than parts of
 * arrays with more axes.
 */
function bothSides(tf: Tfjs, x: Tensor, rings: number, length: number, step: number): Tensor {
  const ring = tf.reshape(x, [rings, length]);
  const part = (begin: number, size: number) => tf.slice(ring, [0, begin], [rings, size]);
  const rest = length - step;
  const sum = tf.add(
    tf.concat([part(step, rest), part(0, step)], 1),
    tf.concat([part(rest, step), part(0, rest)], 1),
  );
  return tf.reshape(sum, x.shape);
}
