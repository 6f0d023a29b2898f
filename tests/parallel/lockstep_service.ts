import { NumericalError, ParameterError } from "../../lib/errors.ts";
import type { Lane, LockstepService } from "../../lib/parallel/lockstep.ts";

/** Jobs of the team in these tests. */
export const COUNT = 0, LAST_FAILS = 1, FIRST_FAILS = 2, ALL_FAIL = 3;

/** What its threads share, and whether the setup of the last one fails. */
export interface Setup {
  /** A word for every thread, and one after them for those who saw another lag behind. */
  readonly shared: SharedArrayBuffer;
  /** Whether the last thread cannot be set up. */
  readonly broken?: boolean;
}

/** Rounds of a job. */
export const ROUNDS = 300;

/** Threads that count in step and look at each other's counts. */
export const service: LockstepService<Setup> = ({ shared, broken }, lane) => {
  const words = new Int32Array(shared);
  if (broken && lane.index === lane.count - 1) {
    throw new ParameterError("the last thread got 3: accepted are 1 and 2");
  }
  return (job) => {
    if (job === COUNT) return count(lane, words);
    const mine = job === ALL_FAIL || lane.index === (job === LAST_FAILS ? lane.count - 1 : 0);
    if (mine) throw new NumericalError(`thread ${lane.index}: ×${"\u0001".repeat(2000)}`);
    // Long after the other has failed.
    wait(20);
    lane.barrier();
    throw new Error("the barrier let a thread through that others will never reach");
  };
};

/** Every thread's count is one ahead before a barrier, and none is after it. */
function count({ index, count, barrier }: Lane, words: Int32Array): void {
  for (let round = 0; round < ROUNDS; round++) {
    // Some turns are late, each thread's in its own.
    if ((round + 7 * index) % 50 === 0) wait(1);
    // Without atomics: it is the barrier that makes it seen.
    words[index]++;
    barrier();
    for (let other = 0; other < count; other++) {
      if (words[other] !== words[index]) Atomics.add(words, count, 1);
    }
    barrier();
  }
}

function wait(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}
