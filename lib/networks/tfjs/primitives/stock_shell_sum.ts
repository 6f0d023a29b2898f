import type { BatchGeometry } from "../geometry.ts";
import type { Tensor, Tfjs } from "../tfjs.ts";

/** `factor` times the sum of the features of four neighbours of each site, [sites, channels]. */
export function stockShellSum(
  tf: Tfjs,
  x: Tensor,
  { batch, height, width }: BatchGeometry,
  diagonal: boolean,
  factor: number,
): Tensor {
  const channels = x.shape[1]!;
  const row = width * channels;
  const vertical = bothSides(tf, x, batch, height * row, row);
  const sum = diagonal
    ? bothSides(tf, vertical, batch * height, row, channels)
    : tf.add(vertical, bothSides(tf, x, batch * height, row, channels)) as Tensor;
  return factor === 1 ? sum : tf.mul(sum, factor);
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
