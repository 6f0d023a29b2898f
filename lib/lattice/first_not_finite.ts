/** The first site whose value is NaN or infinite, or -1: many times faster than `findIndex`. */
export function firstNotFinite(values: Float64Array): number {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) return i;
  }
  return -1;
}
