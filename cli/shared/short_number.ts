/** Three digits, small numbers with their power of ten. */
export function shortNumber(value: number): string {
  return value === 0 ? "0" : Math.abs(value) < 0.01 ? value.toExponential(2) : value.toPrecision(3);
}
