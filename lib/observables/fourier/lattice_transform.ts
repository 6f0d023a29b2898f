import type { Lattice } from "../../lattice/lattice.ts";
import { fourierAxis } from "./fourier_axis.ts";
import type { FourierAxis } from "./mixed_radix.ts";
import type { ComplexArray } from "./stockham_pass.ts";

/**
 * The discrete Fourier transform of fields on a periodic lattice, in double precision and for
 * sides of any length:
 *
 *   X(a, b) = Σ_{x,y} f(x, y) e^{-2πi (a x/width + b y/height)},
 *
 * stored like the field, at index a + width·b. Sides with no prime factor above 31 take a
 * mixed-radix transform, others Bluestein's convolution. The libraries on npm transform powers of
 * two only or in single precision, and 40, 60 and 200 are not powers of two; hence our own.
 */
export class LatticeTransform {
  /** Number of columns. */
  readonly width: number;
  /** Number of rows. */
  readonly height: number;
  readonly #rows: FourierAxis;
  readonly #columns: FourierAxis;

  /** Prepares the tables for one size of lattice. */
  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.#rows = fourierAxis(width, 1, height);
    this.#columns = fourierAxis(height, width, 1);
  }

  /** Transforms in place, without a factor. */
  forward(x: ComplexArray): void {
    this.#rows(x);
    this.#columns(x);
  }

  /** The transform with e^{+2πi …} in place, without the factor 1/N: it undoes `forward` but for N. */
  inverse({ re, im }: ComplexArray): void {
    this.forward({ re: im, im: re });
  }
}

const cache = new WeakMap<Lattice, LatticeTransform>();

/** The transform of a lattice, prepared once for each. */
export function transformOf(lattice: Lattice): LatticeTransform {
  let transform = cache.get(lattice);
  if (!transform) {
    transform = new LatticeTransform(lattice.width, lattice.height);
    cache.set(lattice, transform);
  }
  return transform;
}
