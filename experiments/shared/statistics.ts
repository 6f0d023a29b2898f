import { meanAndError } from "../../mod.ts";

/**
 * The mean of a series in time and its standard error from means over blocks, which are independent
 * where blocks are longer than correlations last.
 *
 * @param blocks how many; what is left over at the front counts for the mean of the first
 */
export function blockError(
  series: readonly number[],
  blocks: number,
): readonly [mean: number, error: number] {
  const length = series.length / blocks;
  const means = Array.from(
    { length: blocks },
    (_, b) => average(series.slice(Math.round(b * length), Math.round((b + 1) * length))),
  );
  return [average(series), meanAndError(means).error];
}

function average(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}
