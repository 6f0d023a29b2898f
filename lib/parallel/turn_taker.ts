import { setImmediate } from "node:timers/promises";

/** Milliseconds of computing after which the rest of the process gets its turn. */
const INTERVAL = 50;

/**
 * A function to await between pieces of a long computation. Now and then it lets signals, timers and
 * output of the process have their turn: awaiting promises alone never does.
 */
export function turnTaker(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < INTERVAL) return;
    await setImmediate();
    last = performance.now();
  };
}
