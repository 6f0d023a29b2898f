import process from "node:process";

/** Something to be timed. */
export interface Contender {
  /** What the table calls it. */
  readonly name: string;
  /** What comes before each run and is not timed. */
  prepare?(): Promise<unknown>;
  /** Does the work once. */
  run(): Promise<unknown>;
}

/** Times of one contender in milliseconds. */
export interface Timing {
  readonly name: string;
  /** The least time: what the work costs when nothing disturbs it. */
  readonly minimum: number;
  /** The middle time. */
  readonly median: number;
  /** The least processor time of all threads: little changed by what else the machine does. */
  readonly processor: number;
}

/**
 * Times all contenders in turn, round after round, so that whatever else the machine does meets
 * each of them alike. One round before is not counted: code is compiled and memory taken in it.
 */
export async function timeSideBySide(
  contenders: readonly Contender[],
  rounds: number,
): Promise<Timing[]> {
  const times = contenders.map((): number[] => []);
  const processor = contenders.map(() => Infinity);
  for (let round = -1; round < rounds; round++) {
    for (const [index, contender] of contenders.entries()) {
      await contender.prepare?.();
      const before = process.cpuUsage();
      const start = performance.now();
      await contender.run();
      if (round < 0) continue;
      times[index].push(performance.now() - start);
      const { user, system } = process.cpuUsage(before);
      processor[index] = Math.min(processor[index], (user + system) / 1000);
    }
  }
  return contenders.map(({ name }, index) => {
    const sorted = times[index].sort((a, b) => a - b);
    return {
      name,
      minimum: sorted[0],
      median: sorted[Math.floor(sorted.length / 2)],
      processor: processor[index],
    };
  });
}

/** A table of timings with the ratio of each minimum to that of the contender named `base`. */
export function timingTable(timings: readonly Timing[], base: string): string {
  const reference = timings.find(({ name }) => name === base)?.minimum ?? NaN;
  const width = Math.max(...timings.map(({ name }) => name.length));
  return timings.map(({ name, minimum, median }) =>
    `  ${name.padEnd(width)}  min ${minimum.toFixed(1).padStart(9)} ms` +
    `  median ${median.toFixed(1).padStart(9)} ms` +
    `  ${(minimum / reference).toFixed(2).padStart(6)} × ${base}`
  ).join("\n");
}
