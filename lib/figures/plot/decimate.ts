/** A point in the coordinates of a panel, in points. */
export type Point = readonly [number, number];

/** Width of the columns in points: finer than any printer resolves. */
const COLUMN = 0.2;

function pushDistinct(out: Point[], points: readonly Point[]): void {
  for (const point of points) {
    if (out.at(-1) !== point) out.push(point);
  }
}

/**
 * A line with fewer points and the same picture: of the points in each column a fifth of a point
 * wide only the first, the lowest, the highest and the last are kept (the M4 aggregation of Jugel
 * et al., 2014). Gaps (NaN) stay. Meant for lines that run to the right; others come back whole.
 */
export function decimate(points: readonly Point[]): readonly Point[] {
  const kept: Point[] = [];
  let column: Point[] = [];
  let current = NaN;
  const flush = () => {
    if (column.length === 0) return;
    const lowest = column.reduce((a, b) => (b[1] < a[1] ? b : a));
    const highest = column.reduce((a, b) => (b[1] > a[1] ? b : a));
    const between = [lowest, highest].sort((a, b) => column.indexOf(a) - column.indexOf(b));
    pushDistinct(kept, [column[0], ...between, column[column.length - 1]]);
    column = [];
  };
  let last = -Infinity;
  for (const point of points) {
    if (Number.isNaN(point[0] + point[1])) {
      flush();
      kept.push(point);
      current = NaN;
      continue;
    }
    if (point[0] < last) return points;
    last = point[0];
    const here = Math.floor(point[0] / COLUMN);
    if (here !== current) flush();
    current = here;
    column.push(point);
  }
  flush();
  return kept;
}
