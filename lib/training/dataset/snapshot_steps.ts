/** `count` steps evenly spaced up to `last`: `last / count`, …, `last`, rounded to integers. */
export function evenSteps(last: number, count: number): number[] {
  return Array.from({ length: count }, (_, s) => Math.round((s + 1) * last / count));
}

/** Steps between the frames that a trajectory keeps for its snapshots: their greatest divisor. */
export function frameInterval(snapshotSteps: readonly number[]): number {
  return snapshotSteps.reduce((a, b) => {
    while (b !== 0) [a, b] = [b, a % b];
    return a;
  }, 0);
}
