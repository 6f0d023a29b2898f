import type { Aggregation } from "../architecture.ts";
import type { BatchGeometry } from "./geometry.ts";
import {
  type AggregateOptions,
  registerPrimitiveGradient,
  runPrimitive,
  type ShellOptions,
} from "./primitives/primitives.ts";
import type { Tensor, Tfjs } from "./tfjs.ts";

/** Which sites: the nearest neighbours, or those at the second distance (√2 on the square lattice). */
export type NeighbourShell = "neighbours" | "diagonals";

/**
 * The sum or mean of the features of a shell of sites around each, shape [sites, channels] to the
 * same; only in the columns from `first` on where that is given, those before staying as they are.
 *
 * Its gradient is itself: if j is a neighbour of i, i is one of j.
 */
export function aggregate(
  tf: Tfjs,
  features: Tensor,
  geometry: BatchGeometry,
  shell: NeighbourShell,
  aggregation: Aggregation,
  first = 0,
): Tensor {
  const options = { geometry, first, shell: shell === "diagonals" ? 1 : 0, aggregation };
  return runPrimitive(tf, "aggregateColumns", { x: features }, options);
}

/**
 * Side by side the features and their aggregation over the first one or two shells, shape [sites,
 * channels] to [sites, (1 + shells) channels].
 */
export function collectShells(
  tf: Tfjs,
  features: Tensor,
  geometry: BatchGeometry,
  shells: number,
  aggregation: Aggregation,
): Tensor {
  const options = { geometry, shells, aggregation };
  return runPrimitive(tf, "collectShells", { x: features }, options);
}

/**
 * The first of 1 + shells blocks of columns, plus the aggregation of each of the others over its
 * shell: the adjoint of `collectShells`.
 */
export function foldShells(
  tf: Tfjs,
  blocks: Tensor,
  geometry: BatchGeometry,
  shells: number,
  aggregation: Aggregation,
): Tensor {
  const options = { geometry, shells, aggregation };
  return runPrimitive(tf, "foldShells", { x: blocks }, options);
}

/** Registers the gradients: each the adjoint. */
export function registerAggregateGradients(tf: Tfjs): void {
  registerPrimitiveGradient(
    tf,
    "aggregateColumns",
    [],
    (dy, _, options: AggregateOptions) => ({
      x: () => runPrimitive(tf, "aggregateColumns", { x: dy }, options),
    }),
  );
  registerPrimitiveGradient(tf, "collectShells", [], (dy, _, options: ShellOptions) => ({
    x: () => runPrimitive(tf, "foldShells", { x: dy }, options),
  }));
  registerPrimitiveGradient(tf, "foldShells", [], (dy, _, options: ShellOptions) => ({
    x: () => runPrimitive(tf, "collectShells", { x: dy }, options),
  }));
}
