/** a modulo n, from 0 up to n, for a of either sign: where a walk round a period of n ends. */
export function modulo(a: number, n: number): number {
  return ((a % n) + n) % n;
}
