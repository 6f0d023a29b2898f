import type { Aggregation } from "../architecture.ts";
import type { BatchGeometry } from "./geometry.ts";
import type { Tensor, Tfjs } from "./tfjs.ts";

/** Which four neighbours: at distance 1, or diagonal at √2. */
export type NeighbourShell = "neighbours" | "diagonals";

/**
 * The sum or mean of the features of a shell of four neighbours, shape [sites, channels] to the
 * same.
 *
 * One operation to the tape, whose gradient is itself: if j is a neighbour of i, i is one of j.
 */
export function aggregate(
  tf: Tfjs,
  features: Tensor,
  geometry: BatchGeometry,
  shell: NeighbourShell,
  aggregation: Aggregation,
): Tensor {
  const forward = (x: Tensor): Tensor => {
    const sum = shellSum(tf, x, geometry, shell);
    return aggregation === "mean" ? tf.mul(sum, 0.25) : sum;
  };
  const operation = tf.customGrad((x) => ({
    value: tf.tidy(() => forward(x as Tensor)),
    gradFunc: (dy) => aggregate(tf, dy, geometry, shell, aggregation),
  }));
  return operation(features);
}

function shellSum(tf: Tfjs, x: Tensor, geometry: BatchGeometry, shell: NeighbourShell): Tensor {
  const { batch, height, width } = geometry;
  const channels = x.shape[1]!;
  const row = width * channels;
  const vertical = bothSides(tf, x, batch, height * row, row);
  return shell === "neighbours"
    ? tf.add(vertical, bothSides(tf, x, batch * height, row, channels))
    : bothSides(tf, vertical, batch * height, row, channels);
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
