import assert from "node:assert/strict";
import { drawCollapse, drawGrowth, drawParity } from "../../lib/figures/mod.ts";
import { markerPositions, pathPoints, readAxis } from "./read_axes.ts";
import { normals } from "./sample_data.ts";
import { find, parseXml, textOf } from "./xml.ts";

Deno.test("the histogram of errors is a density and its legend gives their standard deviation", () => {
  const delta = normals(50_000, 8).map((x) => 0.02 * x);
  const exact = normals(50_000, 9);
  const predicted = exact.map((F, i) => F + delta[i]);
  const root = parseXml(
    drawParity([{ label: "test", exact, predicted }], { histogramScale: "linear" }),
  );
  const [, panel] = find(root, "g", "panel");
  assert.equal(textOf(find(panel, "text", "legend-label")[0]), "σ = 0.02");
  const [x, y] = [readAxis(panel, "x", "linear"), readAxis(panel, "y", "linear")];
  const steps = [
    ...find(panel, "path", "bars")[0].attributes.d.matchAll(/L([-\d.]+),([-\d.]+)H([-\d.]+)/g),
  ];
  const area = steps.reduce(
    (sum, [, left, top, right]) => sum + (x(Number(right)) - x(Number(left))) * y(Number(top)),
    0,
  );
  assert.ok(Math.abs(area - 0.999) < 0.004, `all but the largest of the errors: ${area}`);
  const peak = Math.max(...steps.map(([, , top]) => y(Number(top))));
  // The highest of the bins, which hold 1350 errors each: three standard deviations of that.
  assert.ok(Math.abs(peak * 0.02 * Math.sqrt(2 * Math.PI) - 1) < 0.08, `Gaussian peak: ${peak}`);
});

Deno.test("the histogram and its deviation are of all errors where the dots are a sample", () => {
  const exact = normals(50_000, 9);
  const errors = normals(50_000, 8).map((x) => 0.02 * x);
  const predicted = exact.map((F, i) => F + errors[i]);
  const sample = (values: ArrayLike<number>) => Array.from(values).slice(0, 50);
  const [whole, some] = [
    { label: "test", exact, predicted },
    { label: "test", exact: sample(exact), predicted: sample(predicted), errors },
  ].map((set) => find(parseXml(drawParity([set])), "g", "panel"));
  const bars = (panel: typeof whole[0]) => find(panel, "path", "bars")[0].attributes.d;
  assert.equal(textOf(find(some[1], "text", "legend-label")[0]), "σ = 0.02");
  const heights = (d: string) => [...d.matchAll(/L[-\d.]+,([-\d.]+)/g)].map(([, y]) => Number(y));
  const [a, b] = [heights(bars(whole[1])), heights(bars(some[1]))];
  assert.equal(a.length, b.length);
  assert.ok(a.every((y, i) => Math.abs(y - b[i]) < 0.01));
  assert.equal(pathPoints(find(some[0], "path", "dots")[0].attributes.d).length, 50);
});

Deno.test("dots of a parity plot are where their values are read off, and outliers are kept", () => {
  const exact = Array.from({ length: 3000 }, (_, i) => Math.sin(i));
  const predicted = exact.map((F, i) => i === 77 ? -F : F);
  const root = parseXml(drawParity([{ label: "test", exact, predicted }]));
  const [panel] = find(root, "g", "panel");
  const [x, y] = [readAxis(panel, "x", "linear"), readAxis(panel, "y", "linear")];
  const dots = pathPoints(find(panel, "path", "dots")[0].attributes.d).map((
    [a, b],
  ) => [x(a), y(b)]);
  assert.ok(dots.length < 2000, "dots on the same spot are drawn once");
  for (const i of [0, 77, 1234, 2999]) {
    const near = dots.some(([a, b]) => Math.hypot(a - exact[i], b - predicted[i]) < 0.005);
    assert.ok(near, `point ${i}`);
  }
});

Deno.test("curves with one scaling function fall onto each other in the collapse", () => {
  const r = Array.from({ length: 40 }, (_, i) => i);
  const shape = (x: number) => 2 ** -(x ** 1.5);
  const root = parseXml(drawCollapse([2, 4, 8].map((domainSize) => ({
    label: `*L* = ${domainSize}`,
    domainSize,
    r,
    value: r.map((x) => shape(x / domainSize)),
  }))));
  const [, panel] = find(root, "g", "panel");
  const x = readAxis(panel, "x", "linear");
  const [first] = find(root, "g", "panel");
  const y = readAxis(first, "y", "linear");
  const points = markerPositions(panel);
  assert.equal(points.length, 7 + 13 + 25, "all points up to r = 3 L");
  for (const [px, py] of points) {
    const expected = shape(Math.max(0, x(px)));
    assert.ok(Math.abs(y(py) - expected) < 5e-3, `${x(px)}: ${y(py)}`);
  }
});

Deno.test("a growth law is drawn through its window with its slope and named in the legend", () => {
  const t = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];
  const L = t.map((time) => 2 * time ** 0.5);
  const fit = { exponent: 0.5, exponentError: 0.02, prefactor: 2, from: 8, to: 128 };
  const root = parseXml(drawGrowth([{ label: "*T* = 0.1", t, L, fit }]));
  assert.equal(textOf(find(root, "text", "legend-label")[0]), "T = 0.1, α = 0.50 ± 0.02");
  const [panel] = find(root, "g", "panel");
  const [x, y] = [readAxis(panel, "x", "log"), readAxis(panel, "y", "log")];
  const [window, law] = find(panel, "path", "curve").map(({ attributes }) =>
    pathPoints(attributes.d).map(([a, b]) => [x(a), y(b)])
  );
  for (const [points, ends] of [[window, [8, 128]], [law, [1, 512]]] as const) {
    points.forEach(([time, length], i) => {
      assert.ok(Math.abs(time / ends[i] - 1) < 2e-3, `${time}`);
      assert.ok(Math.abs(length / (2 * time ** 0.5) - 1) < 2e-3, `${length}`);
    });
  }
});
