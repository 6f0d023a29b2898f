import { CounterRng } from "../../random/counter_rng.ts";

/** Configurations of one group whose gradient is computed in one go. */
export interface Shard {
  /** Number of the group. */
  readonly group: number;
  /** Numbers of configurations in the group. */
  readonly configurations: readonly number[];
  /** For each, 1, or -1 for its twin by particle-hole symmetry. */
  readonly signs: readonly number[];
}

/** How batches are formed. */
export interface BatchOptions {
  /** Seed of the order. */
  readonly seed: number;
  /** Configurations of a step. */
  readonly batch: number;
  /** Configurations of a shard: a batch is divided into shards, which workers share. */
  readonly shard: number;
  /** Whether each configuration is replaced by its particle-hole twin at random. */
  readonly flips: boolean;
}

/** Steps of an epoch. */
export function stepsPerEpoch(counts: readonly number[], batch: number): number {
  return counts.reduce((steps, count) => steps + Math.ceil(count / batch), 0);
}

/**
 * The batches of an epoch, each divided into shards: every configuration once, those of one group
 * together, groups and configurations in random order. A function of seed and epoch alone.
 *
 * @param counts configurations of each group
 */
export function batchesOf(
  counts: readonly number[],
  epoch: number,
  { seed, batch, shard, flips }: BatchOptions,
): Shard[][] {
  const order = new CounterRng(seed, "batchOrder");
  const flip = new CounterRng(seed, "particleHoleFlip");
  const batches = counts.flatMap((count, group) => {
    const counter = { step: epoch, trajectory: group + 1 };
    const numbers = order.permutation(count, counter);
    const coins = flip.uniforms(count, counter);
    const sign = (c: number) => flips && coins[c] < 0.5 ? -1 : 1;
    return pieces([...numbers], batch).map((members) =>
      pieces(members, shard).map((configurations): Shard => ({
        group,
        configurations,
        signs: configurations.map(sign),
      }))
    );
  });
  const sequence = order.permutation(batches.length, { step: epoch });
  return [...sequence].map((b) => batches[b]);
}

/** All configurations in order, without flips, in shards: for errors on a whole set. */
export function everyShard(counts: readonly number[], shard: number): Shard[] {
  return counts.flatMap((count, group) =>
    pieces(Array.from({ length: count }, (_, c) => c), shard).map((configurations): Shard => ({
      group,
      configurations,
      signs: configurations.map(() => 1),
    }))
  );
}

function pieces<T>(list: readonly T[], size: number): T[][] {
  return Array.from(
    { length: Math.ceil(list.length / size) },
    (_, p) => list.slice(p * size, (p + 1) * size),
  );
}
