import { type ComplexArray, runPass, type StockhamPass, stockhamPass } from "./stockham_pass.ts";

/**
 * Transforms [batch, n, stride] complex numbers in place along the middle axis, forward and
 * without a factor: X(k) = Σ_j x(j) e^{-2πi jk/n}. Swapping real and imaginary parts before and
 * after gives the inverse.
 */
export type FourierAxis = (x: ComplexArray) => void;

/** The factors of n in the order of the passes: fours first, then primes in rising order. */
export function factors(n: number): number[] {
  const result: number[] = [];
  const divideBy = (radix: number) => {
    for (; n % radix === 0; n /= radix) result.push(radix);
  };
  divideBy(4);
  divideBy(2);
  for (let radix = 3; n > 1; radix += 2) divideBy(radix);
  return result;
}

/** A transform whose cost grows with the sum of the prime factors of n, one pass for each. */
export function mixedRadixAxis(
  n: number,
  stride: number,
  batch: number,
): FourierAxis {
  const size = n * stride * batch;
  const scratch = { re: new Float64Array(size), im: new Float64Array(size) };
  const passes: StockhamPass[] = [];
  let m = n;
  let reach = stride;
  for (const radix of factors(n)) {
    m /= radix;
    passes.push(stockhamPass(radix, m, reach, batch));
    reach *= radix;
  }
  return (x) => {
    let from: ComplexArray = x;
    let to: ComplexArray = scratch;
    for (const pass of passes) {
      runPass(pass, from, to);
      [from, to] = [to, from];
    }
    if (from !== x) {
      x.re.set(from.re);
      x.im.set(from.im);
    }
  };
}
