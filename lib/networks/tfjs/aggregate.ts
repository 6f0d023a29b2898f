import type { Aggregation } from "../architecture.ts";
import { type BatchGeometry, totalSites } from "./geometry.ts";
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
  const grid = tf.reshape(x, [batch, height, width, channels]);
  const vertical = bothSides(tf, grid, 1);
  const sum = shell === "neighbours"
    ? tf.add(vertical, bothSides(tf, grid, 2))
    : bothSides(tf, vertical, 2);
  return tf.reshape(sum, [totalSites(geometry), channels]);
}

/** At each site the features of the next plus those of the last along an axis, periodically. */
function bothSides(tf: Tfjs, grid: Tensor, axis: 1 | 2): Tensor {
  const length = grid.shape[axis]!;
  const part = (begin: number, size: number): Tensor => {
    const from = grid.shape.map((_, a) => a === axis ? begin : 0);
    const sizes = grid.shape.map((extent, a) => a === axis ? size : extent!);
    return tf.slice(grid, from, sizes);
  };
  const first = part(0, 1);
  const last = part(length - 1, 1);
  return tf.add(
    tf.concat([part(1, length - 1), first], axis),
    tf.concat([last, part(0, length - 1)], axis),
  );
}
