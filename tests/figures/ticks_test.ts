import assert from "node:assert/strict";
import { axisScale } from "../../lib/figures/plot/scale.ts";
import { chooseTicks, decadeTicks, linearTicks } from "../../lib/figures/plot/ticks.ts";

Deno.test("logarithmic ticks are labelled at powers of ten and unlabelled at their multiples", () => {
  const { major, minor } = decadeTicks([0.05, 300]);
  assert.deepEqual(major.map(({ label }) => label), ["10^{−1}", "10^{0}", "10^{1}", "10^{2}"]);
  major.forEach(({ value }, i) => assert.ok(Math.abs(value / 10 ** (i - 1) - 1) < 1e-12));
  const expected = [5, 6, 7, 8, 9].map((k) => k / 100);
  for (const decade of [0.1, 1, 10]) for (let k = 2; k < 10; k++) expected.push(k * decade);
  expected.push(200, 300);
  assert.equal(minor.length, expected.length);
  minor.forEach((value, i) => assert.ok(Math.abs(value / expected[i] - 1) < 1e-9));
});

Deno.test("a logarithmic axis of less than a decade is labelled within it", () => {
  const labels = (low: number, high: number) =>
    chooseTicks(axisScale("log", [low, high], 150, "y"), "y").major.map(({ label }) => label);
  assert.deepEqual(labels(2.5, 8.2), ["3", "4", "5", "6", "7", "8"]);
  assert.deepEqual(labels(4, 35), ["5", "10", "20"]);
  assert.ok(labels(4.02, 4.31).length >= 3, "a tenth of a decade still shows numbers");
});

Deno.test("linear ticks are multiples of 1, 2 or 5 times a power of ten, with minor ones between", () => {
  const { major, minor } = linearTicks([-1.1, 1.1], 4);
  assert.deepEqual(major.map(({ label }) => label), ["−1.0", "−0.5", "0.0", "0.5", "1.0"]);
  assert.equal(minor.length, 18, "four between neighbours and one beyond each end");
  const all = [...minor, ...major.map(({ value }) => value)].sort((a, b) => a - b);
  all.slice(1).forEach((value, i) => assert.ok(Math.abs(value - all[i] - 0.1) < 1e-9));
  assert.deepEqual(linearTicks([0, 8], 4).major.map(({ label }) => label), [
    "0",
    "2",
    "4",
    "6",
    "8",
  ]);
  assert.ok(linearTicks([0, 8], 4).minor.includes(0.5));
});

Deno.test("very large and very small labels are in units of a power of ten", () => {
  const large = linearTicks([0, 4e5], 4);
  assert.equal(large.exponent, 5);
  assert.deepEqual(large.major.map(({ label }) => label), ["0", "1", "2", "3", "4"]);
  const small = linearTicks([-3e-4, 3e-4], 3);
  assert.equal(small.exponent, -4);
  assert.deepEqual(small.major.map(({ label }) => label), ["−2", "0", "2"]);
});

Deno.test("labels never crowd, however short the axis", () => {
  for (const domain of [[0, 1], [0, 12345], [-0.02, 0.02], [1e-6, 3e-6]] as const) {
    for (let length = 20; length < 400; length += 13) {
      for (const direction of ["x", "y"] as const) {
        const scale = axisScale("linear", domain, length, direction);
        const { major } = chooseTicks(scale, direction);
        const at = major.map(({ value }) => scale.position(value)).sort((a, b) => a - b);
        // A digit is four points wide; the characters of a label are at most that.
        const size = direction === "x" ? (label: string) => 3.2 * label.length : () => 6;
        major.slice(1).forEach(({ label }, i) =>
          assert.ok(at[i + 1] - at[i] > size(label), `${domain} on ${length}`)
        );
      }
    }
  }
});
