const MANTISSAS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** The smallest round number that is not below a positive value. */
export function roundUp(value: number): number {
  const exponent = Math.floor(Math.log10(value));
  const mantissa = value / 10 ** exponent;
  const found = MANTISSAS.find((candidate) => candidate >= mantissa * (1 - 1e-9)) ?? 10;
  return Number(`${found}e${exponent}`);
}

/** The largest of 1, 2 and 5 times a power of ten that is not above a positive value. */
export function roundDown(value: number): number {
  const exponent = Math.floor(Math.log10(value) + 1e-9);
  const mantissa = value / 10 ** exponent;
  const found = [5, 2, 1].find((candidate) => candidate <= mantissa * (1 + 1e-9)) ?? 1;
  return Number(`${found}e${exponent}`);
}
