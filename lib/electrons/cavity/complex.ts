/** A complex number. */
export interface Complex {
  /** Real part. */
  readonly re: number;
  /** Imaginary part. */
  readonly im: number;
}

/** a + b. */
export function add(a: Complex, b: Complex): Complex {
  return { re: a.re + b.re, im: a.im + b.im };
}

/** a - b. */
export function subtract(a: Complex, b: Complex): Complex {
  return { re: a.re - b.re, im: a.im - b.im };
}

/** a b. */
export function multiply(a: Complex, b: Complex): Complex {
  return { re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re };
}

/** s a for a real s. */
export function scale(s: number, a: Complex): Complex {
  return { re: s * a.re, im: s * a.im };
}

/** 1/a. */
export function invert(a: Complex): Complex {
  const square = a.re * a.re + a.im * a.im;
  return { re: a.re / square, im: -a.im / square };
}

/** The sum of all terms. */
export function total(terms: readonly Complex[]): Complex {
  return terms.reduce(add, { re: 0, im: 0 });
}

/** ln|a|. */
export function logModulus(a: Complex): number {
  return 0.5 * Math.log(a.re * a.re + a.im * a.im);
}

/** The root s of s² = a with Im s ≥ 0. */
export function upperRoot(a: Complex): Complex {
  const modulus = Math.hypot(a.re, a.im);
  const large = Math.sqrt(0.5 * (modulus + Math.abs(a.re)));
  if (large === 0) return { re: 0, im: 0 };
  const small = 0.5 * a.im / large;
  if (a.re <= 0) return { re: small, im: large };
  return a.im >= 0 ? { re: large, im: small } : { re: -large, im: -small };
}
