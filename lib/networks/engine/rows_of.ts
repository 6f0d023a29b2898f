import type { Lane } from "../../parallel/lockstep.ts";

/** Blocks of rows that there are for each thread. */
const BLOCKS_PER_THREAD = 8;

/** One of some equal parts. */
export interface Part {
  /** Its number, from 0. */
  readonly index: number;
  /** How many there are. */
  readonly count: number;
}

/** The strip of rows that belongs to a thread or a task: first, and one after the last. */
export function rowsOf({ index, count }: Part, height: number): [number, number] {
  return [Math.floor(index * height / count), Math.floor((index + 1) * height / count)];
}

/**
 * Does work on all rows with the other threads, some rows at a time: few enough that none waits long
 * for another.
 */
export function shareRows(
  lane: Lane,
  height: number,
  work: (first: number, last: number) => void,
): void {
  const count = lane.count === 1 ? 1 : Math.min(height, BLOCKS_PER_THREAD * lane.count);
  lane.share(count, (index) => work(...rowsOf({ index, count }, height)));
}
