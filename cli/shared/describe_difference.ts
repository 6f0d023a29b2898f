import { shortNumber } from "./short_number.ts";

/** How far forces are from others of the same sites, in one line. */
export function describeDifference(
  force: Float64Array,
  other: Float64Array,
  name: string,
): string {
  let squares = 0;
  let largest = 0;
  let site = 0;
  for (let i = 0; i < force.length; i++) {
    const difference = Math.abs(force[i] - other[i]);
    squares += difference ** 2;
    if (difference > largest) [largest, site] = [difference, i];
  }
  const rms = Math.sqrt(squares / force.length);
  return `against ${name}: rms ${shortNumber(rms)}, largest ${
    shortNumber(largest)
  } at site ${site}`;
}
