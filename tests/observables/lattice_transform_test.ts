import assert from "node:assert/strict";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { bluesteinAxis } from "../../lib/observables/fourier/bluestein.ts";
import { LatticeTransform } from "../../lib/observables/fourier/lattice_transform.ts";
import { factors, mixedRadixAxis } from "../../lib/observables/fourier/mixed_radix.ts";
import { largestDifference, whiteNoise } from "./fields.ts";

const random = (count: number, trajectory: number) =>
  whiteNoise(new SquareLattice(4, 4 * Math.ceil(count / 16) + 4), trajectory).slice(0, count);

/** X(k) = Σ_j x(j) e^{-2πi jk/n} along the middle axis of [batch, n, stride], by its definition. */
function directAxis(n: number, stride: number, batch: number, re: Float64Array, im: Float64Array) {
  const out = { re: new Float64Array(re.length), im: new Float64Array(im.length) };
  for (let line = 0; line < batch * stride; line++) {
    const first = Math.floor(line / stride) * n * stride + line % stride;
    for (let k = 0; k < n; k++) {
      for (let j = 0; j < n; j++) {
        const angle = -2 * Math.PI * ((j * k) % n) / n;
        const r = re[first + j * stride], i = im[first + j * stride];
        out.re[first + k * stride] += r * Math.cos(angle) - i * Math.sin(angle);
        out.im[first + k * stride] += r * Math.sin(angle) + i * Math.cos(angle);
      }
    }
  }
  return out;
}

Deno.test("the factors of a length multiply to it, fours first and the rest prime", () => {
  for (let n = 1; n <= 500; n++) {
    const radices = factors(n);
    assert.equal(radices.reduce((product, radix) => product * radix, 1), n);
    for (const radix of radices) {
      for (let d = 2; d < radix; d++) assert.ok(radix === 4 || radix % d !== 0, `${radix}`);
    }
  }
});

for (
  const [name, axis] of [["mixed radix", mixedRadixAxis], ["Bluestein", bluesteinAxis]] as const
) {
  Deno.test(`the ${name} transform equals the sum that defines it, at every length and stride`, () => {
    const lengths = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 16, 20, 25, 30, 36, 37, 49, 60, 62, 64];
    for (const n of lengths) {
      for (const [stride, batch] of [[1, 1], [1, 3], [3, 1], [2, 2]]) {
        const re = random(n * stride * batch, 0), im = random(n * stride * batch, 1);
        const expected = directAxis(n, stride, batch, re, im);
        axis(n, stride, batch)({ re, im });
        assert.ok(largestDifference(re, expected.re) < 2e-13 * n, `n = ${n}`);
        assert.ok(largestDifference(im, expected.im) < 2e-13 * n, `n = ${n}`);
      }
    }
  });
}

Deno.test("inverse after forward is N times the field, sides with large primes included", () => {
  for (const [width, height] of [[4, 4], [200, 200], [74, 6], [6, 74], [40, 202], [66, 98]]) {
    const transform = new LatticeTransform(width, height);
    const field = random(width * height, 2);
    const x = { re: field.slice(), im: new Float64Array(width * height) };
    transform.forward(x);
    transform.inverse(x);
    assert.ok(largestDifference(x.re.map((v) => v / (width * height)), field) < 1e-13);
    assert.ok(x.im.every((v) => Math.abs(v) < 1e-9));
  }
});

Deno.test("a plane wave transforms to one wave vector, in the row of its ky and column of its kx", () => {
  const [width, height] = [12, 10];
  const transform = new LatticeTransform(width, height);
  const phase = (i: number) =>
    2 * Math.PI * (5 * (i % width) / width + 3 * Math.floor(i / width) / height);
  const re = Float64Array.from({ length: 120 }, (_, i) => Math.cos(phase(i)));
  const im = Float64Array.from({ length: 120 }, (_, i) => Math.sin(phase(i)));
  transform.forward({ re, im });
  const expected = new Float64Array(120);
  expected[5 + width * 3] = 120;
  assert.ok(largestDifference(re, expected) < 1e-12);
  assert.ok(largestDifference(im, new Float64Array(120)) < 1e-12);
});
