import assert from "node:assert/strict";
import { decimate, type Point } from "../../lib/figures/plot/decimate.ts";
import { normals } from "./sample_data.ts";

const COLUMN = 0.2;

/** First, last, lowest and highest y of each column. */
function columns(points: readonly Point[]): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const [x, y] of points) {
    const column = Math.floor(x / COLUMN);
    const [first, , low, high] = found.get(column) ?? [y, y, y, y];
    found.set(column, [first, y, Math.min(low, y), Math.max(high, y)]);
  }
  return found;
}

Deno.test("a thinned line begins, ends and reaches as far in every column of the picture", () => {
  const noise = normals(100_000, 3);
  const points = Array.from(noise, (y, i): Point => [i * 2e-3, y]);
  const kept = decimate(points);
  assert.ok(kept.length < points.length / 20);
  assert.deepEqual(columns(kept), columns(points));
});

Deno.test("a line with fewer points than columns, or one that turns back, stays as it is", () => {
  const sparse = Array.from({ length: 50 }, (_, i): Point => [i, i % 3]);
  assert.deepEqual(decimate(sparse), sparse);
  const circle = Array.from(
    { length: 5000 },
    (_, i): Point => [Math.cos(i / 800), Math.sin(i / 800)],
  );
  assert.deepEqual(decimate(circle), circle);
});

Deno.test("gaps of a line remain", () => {
  const points = Array.from(
    { length: 9000 },
    (_, i): Point => i % 3000 === 1500 ? [NaN, NaN] : [i * 1e-2, 0],
  );
  assert.equal(decimate(points).filter(([x]) => Number.isNaN(x)).length, 3);
});
