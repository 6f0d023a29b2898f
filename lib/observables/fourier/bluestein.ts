import { type FourierAxis, mixedRadixAxis } from "./mixed_radix.ts";

/**
 * A transform of any length n along the middle axis of [batch, n, stride] by Bluestein's
 * convolution (IEEE Trans. Audio Electroacoust. 18, 451 (1970)): with jk = (j² + k² - (j-k)²)/2 the
 * transform is a chirp, a convolution with the conjugate chirp, and a chirp again. The convolution
 * is done in a power of two of at least 2n - 1.
 */
export function bluesteinAxis(n: number, stride: number, batch: number): FourierAxis {
  const size = 2 ** Math.ceil(Math.log2(2 * n - 1));
  const transform = mixedRadixAxis(size, 1, 1);
  const chirpCos = new Float64Array(n);
  const chirpSin = new Float64Array(n);
  const kernel = { re: new Float64Array(size), im: new Float64Array(size) };
  for (let j = 0; j < n; j++) {
    // j² modulo 2n keeps the angle small, and with it the digits of its cosine.
    const angle = Math.PI * ((j * j) % (2 * n)) / n;
    chirpCos[j] = Math.cos(angle);
    chirpSin[j] = -Math.sin(angle);
    for (const place of [j, (size - j) % size]) {
      kernel.re[place] = chirpCos[j] / size;
      kernel.im[place] = -chirpSin[j] / size;
    }
  }
  transform(kernel);
  const work = { re: new Float64Array(size), im: new Float64Array(size) };
  const swapped = { re: work.im, im: work.re };

  return ({ re, im }) => {
    for (let line = 0; line < batch * stride; line++) {
      const first = Math.floor(line / stride) * n * stride + line % stride;
      work.re.fill(0, n);
      work.im.fill(0, n);
      for (let j = 0; j < n; j++) {
        const r = re[first + j * stride], i = im[first + j * stride];
        work.re[j] = r * chirpCos[j] - i * chirpSin[j];
        work.im[j] = r * chirpSin[j] + i * chirpCos[j];
      }
      transform(work);
      for (let k = 0; k < size; k++) {
        const r = work.re[k], i = work.im[k];
        work.re[k] = r * kernel.re[k] - i * kernel.im[k];
        work.im[k] = r * kernel.im[k] + i * kernel.re[k];
      }
      transform(swapped);
      for (let k = 0; k < n; k++) {
        const r = work.re[k], i = work.im[k];
        re[first + k * stride] = r * chirpCos[k] - i * chirpSin[k];
        im[first + k * stride] = r * chirpSin[k] + i * chirpCos[k];
      }
    }
  };
}
