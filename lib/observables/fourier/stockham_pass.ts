/**
 * One pass of the Stockham self-sorting Fourier transform: butterflies of one radix.
 *
 * A pass of radix R turns `batch` blocks of R·m·stride numbers, read as [R, m, stride], into blocks
 * of [m, R, stride]: numbers that lie m·stride apart are combined, multiplied by their twiddle
 * factors and written stride apart. Passes over all factors of a length n, with m falling to 1 and
 * the stride growing from its first value s, transform [n, s] along n with no reordering at the
 * end (Cooley and Tukey, Math. Comp. 19, 297 (1965); Stockham, AFIPS 28, 229 (1966)).
 */
export interface StockhamPass {
  /** The factor R of the length. */
  readonly radix: number;
  /** Length of the transforms that are left after this pass. */
  readonly m: number;
  /** Distance between neighbouring numbers of one transform. */
  readonly stride: number;
  /** Number of independent blocks. */
  readonly batch: number;
  /** cos and sin of -2π p j/(R m) for p = 0 … m-1 and j = 0 … R-1, shape [m, R] each. */
  readonly cos: Float64Array;
  readonly sin: Float64Array;
}

/** Real and imaginary parts of complex numbers. */
export interface ComplexArray {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** The pass with its table of twiddle factors. */
export function stockhamPass(
  radix: number,
  m: number,
  stride: number,
  batch: number,
): StockhamPass {
  const n = radix * m;
  const cos = new Float64Array(n);
  const sin = new Float64Array(n);
  for (let p = 0; p < m; p++) {
    for (let j = 0; j < radix; j++) {
      const angle = (-2 * Math.PI * ((p * j) % n)) / n;
      cos[radix * p + j] = Math.cos(angle);
      sin[radix * p + j] = Math.sin(angle);
    }
  }
  return { radix, m, stride, batch, cos, sin };
}

/** Runs a pass from `x` to `y`, which must be different arrays. */
export function runPass(pass: StockhamPass, x: ComplexArray, y: ComplexArray): void {
  if (pass.radix === 2) radix2(pass, x, y);
  else if (pass.radix === 4) radix4(pass, x, y);
  else if (pass.radix === 5) radix5(pass, x, y);
  else anyRadix(pass, x, y);
}

function radix2({ m, stride, batch, cos, sin }: StockhamPass, x: ComplexArray, y: ComplexArray) {
  const { re: xr, im: xi } = x;
  const { re: yr, im: yi } = y;
  const step = m * stride;
  for (let b = 0; b < batch; b++) {
    for (let p = 0; p < m; p++) {
      const c = cos[2 * p + 1], s = sin[2 * p + 1];
      let from = stride * (2 * b * m + p), to = stride * 2 * (b * m + p);
      for (const end = from + stride; from < end; from++, to++) {
        const r0 = xr[from], i0 = xi[from];
        const r1 = xr[from + step], i1 = xi[from + step];
        const dr = r0 - r1, di = i0 - i1;
        yr[to] = r0 + r1;
        yi[to] = i0 + i1;
        yr[to + stride] = dr * c - di * s;
        yi[to + stride] = dr * s + di * c;
      }
    }
  }
}

function radix4({ m, stride, batch, cos, sin }: StockhamPass, x: ComplexArray, y: ComplexArray) {
  const { re: xr, im: xi } = x;
  const { re: yr, im: yi } = y;
  const step = m * stride;
  for (let b = 0; b < batch; b++) {
    for (let p = 0; p < m; p++) {
      const c1 = cos[4 * p + 1], c2 = cos[4 * p + 2], c3 = cos[4 * p + 3];
      const s1 = sin[4 * p + 1], s2 = sin[4 * p + 2], s3 = sin[4 * p + 3];
      let from = stride * (4 * b * m + p), to = stride * 4 * (b * m + p);
      for (const end = from + stride; from < end; from++, to++) {
        const r0 = xr[from], i0 = xi[from];
        const r1 = xr[from + step], i1 = xi[from + step];
        const r2 = xr[from + 2 * step], i2 = xi[from + 2 * step];
        const r3 = xr[from + 3 * step], i3 = xi[from + 3 * step];
        const ar = r0 + r2, ai = i0 + i2, br = r0 - r2, bi = i0 - i2;
        const cr = r1 + r3, ci = i1 + i3, dr = i1 - i3, di = r3 - r1;
        const e1r = br + dr, e1i = bi + di;
        const e2r = ar - cr, e2i = ai - ci;
        const e3r = br - dr, e3i = bi - di;
        yr[to] = ar + cr;
        yi[to] = ai + ci;
        yr[to + stride] = e1r * c1 - e1i * s1;
        yi[to + stride] = e1r * s1 + e1i * c1;
        yr[to + 2 * stride] = e2r * c2 - e2i * s2;
        yi[to + 2 * stride] = e2r * s2 + e2i * c2;
        yr[to + 3 * stride] = e3r * c3 - e3i * s3;
        yi[to + 3 * stride] = e3r * s3 + e3i * c3;
      }
    }
  }
}

const C1 = Math.cos(0.4 * Math.PI), C2 = Math.cos(0.8 * Math.PI);
const S1 = Math.sin(0.4 * Math.PI), S2 = Math.sin(0.8 * Math.PI);

function radix5({ m, stride, batch, cos, sin }: StockhamPass, x: ComplexArray, y: ComplexArray) {
  const { re: xr, im: xi } = x;
  const { re: yr, im: yi } = y;
  const step = m * stride;
  for (let b = 0; b < batch; b++) {
    for (let p = 0; p < m; p++) {
      const w = 5 * p;
      const c1 = cos[w + 1], c2 = cos[w + 2], c3 = cos[w + 3], c4 = cos[w + 4];
      const s1 = sin[w + 1], s2 = sin[w + 2], s3 = sin[w + 3], s4 = sin[w + 4];
      let from = stride * (5 * b * m + p), to = stride * 5 * (b * m + p);
      for (const end = from + stride; from < end; from++, to++) {
        const r0 = xr[from], i0 = xi[from];
        const r1 = xr[from + step], i1 = xi[from + step];
        const r2 = xr[from + 2 * step], i2 = xi[from + 2 * step];
        const r3 = xr[from + 3 * step], i3 = xi[from + 3 * step];
        const r4 = xr[from + 4 * step], i4 = xi[from + 4 * step];
        const ar = r1 + r4, ai = i1 + i4, br = r2 + r3, bi = i2 + i3;
        const cr = r1 - r4, ci = i1 - i4, dr = r2 - r3, di = i2 - i3;
        const er = r0 + C1 * ar + C2 * br, ei = i0 + C1 * ai + C2 * bi;
        const fr = r0 + C2 * ar + C1 * br, fi = i0 + C2 * ai + C1 * bi;
        const gr = S1 * ci + S2 * di, gi = -S1 * cr - S2 * dr;
        const hr = S2 * ci - S1 * di, hi = S1 * dr - S2 * cr;
        yr[to] = r0 + ar + br;
        yi[to] = i0 + ai + bi;
        yr[to + stride] = (er + gr) * c1 - (ei + gi) * s1;
        yi[to + stride] = (er + gr) * s1 + (ei + gi) * c1;
        yr[to + 2 * stride] = (fr + hr) * c2 - (fi + hi) * s2;
        yi[to + 2 * stride] = (fr + hr) * s2 + (fi + hi) * c2;
        yr[to + 3 * stride] = (fr - hr) * c3 - (fi - hi) * s3;
        yi[to + 3 * stride] = (fr - hr) * s3 + (fi - hi) * c3;
        yr[to + 4 * stride] = (er - gr) * c4 - (ei - gi) * s4;
        yi[to + 4 * stride] = (er - gr) * s4 + (ei - gi) * c4;
      }
    }
  }
}

/** Radix R by its definition, R² multiplications a butterfly: for 3, 7 and larger primes. */
function anyRadix(pass: StockhamPass, x: ComplexArray, y: ComplexArray) {
  const { radix, m, stride, batch, cos, sin } = pass;
  const { re: xr, im: xi } = x;
  const { re: yr, im: yi } = y;
  const step = m * stride;
  const rootCos = Float64Array.from({ length: radix }, (_, j) => Math.cos(2 * Math.PI * j / radix));
  const rootSin = Float64Array.from(
    { length: radix },
    (_, j) => -Math.sin(2 * Math.PI * j / radix),
  );
  for (let b = 0; b < batch; b++) {
    for (let p = 0; p < m; p++) {
      const first = stride * (radix * b * m + p), to = stride * radix * (b * m + p);
      for (let q = 0; q < stride; q++) {
        for (let j = 0; j < radix; j++) {
          let sr = 0, si = 0;
          for (let l = 0, k = 0; l < radix; l++) {
            const from = first + q + l * step;
            sr += xr[from] * rootCos[k] - xi[from] * rootSin[k];
            si += xr[from] * rootSin[k] + xi[from] * rootCos[k];
            if ((k += j) >= radix) k -= radix;
          }
          const c = cos[radix * p + j], s = sin[radix * p + j];
          yr[to + q + j * stride] = sr * c - si * s;
          yi[to + q + j * stride] = sr * s + si * c;
        }
      }
    }
  }
}
