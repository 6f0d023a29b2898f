import type { Lane } from "../../parallel/lockstep.ts";

/** The strip of rows that belongs to a thread: first, and one after the last. */
export function rowsOf({ index, count }: Lane, height: number): [number, number] {
  return [Math.floor(index * height / count), Math.floor((index + 1) * height / count)];
}
