import assert from "node:assert/strict";
import { type Curve, drawCurves } from "../../lib/figures/mod.ts";
import { markerPositions, pathPoints, readAxis } from "./read_axes.ts";
import { find, parseXml } from "./xml.ts";

function panelOf(curve: Curve, kind: "linear" | "log" = "linear") {
  const root = parseXml(drawCurves([{
    x: { label: "*x*", scale: kind },
    y: { label: "*y*", scale: kind },
    curves: [curve],
  }]));
  const [panel] = find(root, "g", "panel");
  const [frame] = find(panel, "rect", "frame");
  return {
    panel,
    width: Number(frame.attributes.width),
    height: Number(frame.attributes.height),
    x: readAxis(panel, "x", kind),
    y: readAxis(panel, "y", kind),
  };
}

function close(a: number, b: number, relative: number, what: string) {
  assert.ok(Math.abs(a - b) <= relative, `${what}: ${a} instead of ${b}`);
}

Deno.test("every point is inside the frame where its coordinates are read off the axes", () => {
  const x = Array.from({ length: 40 }, (_, i) => -3 + 0.37 * i);
  const y = x.map((value, i) => 100 * Math.sin(value) + i);
  const { panel, width, height, ...read } = panelOf({ x, y, marker: "square" });
  const positions = markerPositions(panel);
  assert.equal(positions.length, x.length);
  positions.forEach(([px, py], i) => {
    assert.ok(px > 0 && px < width && py > 0 && py < height);
    close(read.x(px), x[i], 1e-3, "x");
    close(read.y(py), y[i], 1e-2, "y");
  });
  const vertices = pathPoints(find(panel, "path", "curve")[0].attributes.d);
  vertices.forEach(([px, py], i) => {
    close(px, positions[i][0], 2e-3, "the line's x");
    close(py, positions[i][1], 2e-3, "the line's y");
  });
});

Deno.test("logarithmic axes put powers of ten at even distances", () => {
  const x = Array.from({ length: 25 }, (_, i) => 10 ** (-2 + i / 4));
  const y = x.map((value) => 3 * value ** -1.5);
  const { panel, width, height, ...read } = panelOf({ x, y, marker: "circle" }, "log");
  const positions = markerPositions(panel);
  assert.equal(positions.length, x.length);
  positions.forEach(([px, py], i) => {
    assert.ok(px > 0 && px < width && py > 0 && py < height);
    close(read.x(px) / x[i], 1, 1e-3, "x");
    close(read.y(py) / y[i], 1, 1e-3, "y");
  });
});

Deno.test("error bars reach one error to either side", () => {
  const y = [1, 5, 3];
  const error = [0.5, 1, 0.25];
  const { panel, ...read } = panelOf({ x: [0, 1, 2], y, error, line: "none", marker: "circle" });
  const [bars] = find(panel, "path", "error-bars");
  const points = pathPoints(bars.attributes.d);
  assert.equal(points.length, 3 * 6, "a bar and two caps for each point");
  y.forEach((value, i) => {
    close(read.y(points[6 * i][1]), value - error[i], 1e-2, "lower end");
    close(read.y(points[6 * i + 1][1]), value + error[i], 1e-2, "upper end");
  });
});

Deno.test("an error as large as the value reaches down to the frame of a logarithmic axis", () => {
  const { panel, height, ...read } = panelOf(
    { x: [1, 10, 100], y: [1, 10, 100], error: [1.5, 1, 1], marker: "circle" },
    "log",
  );
  const [low, high] = pathPoints(find(panel, "path", "error-bars")[0].attributes.d);
  assert.ok(low[1] > height);
  close(read.y(high[1]), 2.5, 1e-2, "upper end");
});

Deno.test("an error band encloses the line by one error", () => {
  const y = [1, 5, 3];
  const error = [0.5, 1, 0.25];
  const { panel, ...read } = panelOf({ x: [0, 1, 2], y, error, errorStyle: "band" });
  const values = pathPoints(find(panel, "path", "band")[0].attributes.d).map(([, py]) =>
    read.y(py)
  );
  const expected = [...y.map((v, i) => v + error[i]), ...y.map((v, i) => v - error[i]).reverse()];
  values.forEach((value, i) => close(value, expected[i], 1e-2, "edge"));
});

Deno.test("values that are not finite, or not positive on a logarithmic axis, leave gaps", () => {
  const x = [1, 2, 3, 4, 5, 6, 7];
  const gaps = panelOf({ x, y: [1, 2, NaN, 4, 5, Infinity, 7], marker: "circle" });
  assert.equal(markerPositions(gaps.panel).length, 5);
  assert.equal(find(gaps.panel, "path", "curve")[0].attributes.d.match(/M/g)?.length, 3);
  const log = panelOf({ x, y: [1, 2, 0, 4, -5, 6, 7], marker: "circle" }, "log");
  assert.equal(markerPositions(log.panel).length, 5);
  assert.equal(find(log.panel, "path", "curve")[0].attributes.d.match(/M/g)?.length, 3);
});

Deno.test("one point, and points of one value, can be drawn", () => {
  for (const curve of [{ x: [3], y: [5] }, { x: [1, 2], y: [5, 5] }, { x: [1, 2], y: [0, 0] }]) {
    const { panel, width, height } = panelOf({ ...curve, marker: "circle" });
    for (const [x, y] of markerPositions(panel)) {
      assert.ok(x > 0 && x < width && y > 0 && y < height);
    }
  }
  assert.equal(
    markerPositions(panelOf({ x: [3], y: [5], marker: "circle" }, "log").panel).length,
    1,
  );
});

Deno.test("points beyond ends of the axis that were asked for are not drawn", () => {
  const root = parseXml(drawCurves([{
    x: { label: "x", min: 1, max: 2 },
    y: { label: "y" },
    curves: [{ x: [0, 1, 1.5, 2, 3], y: [1, 2, 3, 4, 5], marker: "circle" }],
  }]));
  const [panel] = find(root, "g", "panel");
  assert.equal(markerPositions(panel).length, 3);
  const clipped = find(panel, "g").find(({ attributes }) => attributes["clip-path"] !== undefined);
  assert.ok(clipped !== undefined && find(clipped, "path", "curve").length === 1);
});

Deno.test("a legend that has room lies on no point, and the axis makes room where there is none", () => {
  const x = Array.from({ length: 60 }, (_, i) => i);
  for (const shape of [(i: number) => i, (i: number) => -i, (i: number) => 30 * (-1) ** i]) {
    const y = x.map(shape);
    const curves = ["first", "second", "third"].map((label) => ({ label, x, y }));
    const root = parseXml(drawCurves([{ x: { label: "x" }, y: { label: "y" }, curves }]));
    const [panel] = find(root, "g", "panel");
    const rows = find(find(panel, "g", "legend")[0], "text");
    const left = Math.min(...rows.map(({ attributes }) => Number(attributes.x))) - 17;
    const lows = rows.map(({ attributes }) => Number(attributes.y));
    for (const [px, py] of pathPoints(find(panel, "path", "curve")[0].attributes.d)) {
      const on = px > left && px < left + 45 && py > Math.min(...lows) - 6 &&
        py < Math.max(...lows);
      assert.ok(!on, `the legend covers (${px}, ${py})`);
    }
  }
});
