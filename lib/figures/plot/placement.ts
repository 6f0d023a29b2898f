import type { Point } from "./decimate.ts";

/** A rectangle in the coordinates of a panel: its upper left corner and its size, in points. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A box put where it covers least. */
export interface Placed extends Box {
  /** How many of the points it still covers. */
  readonly covered: number;
}

/** Where a box may go: fractions of the free width and height. */
export const CORNERS = [[0, 0], [1, 0], [0, 1], [1, 1]] as const;
/** The corners, then the middles of the sides. */
export const SIDES = [[1, 0], [0, 0], [1, 1], [0, 1], [0.5, 0], [0.5, 1], [1, 0.5], [
  0,
  0.5,
]] as const;

/** Distance of a box from the frame, past the tick marks. */
const INSET = 6;
/** Clear space around a box. */
const CLEARANCE = 2;

function coveredBy(box: Box, points: readonly Point[]): number {
  let count = 0;
  for (const [x, y] of points) {
    if (
      x > box.x - CLEARANCE && x < box.x + box.width + CLEARANCE &&
      y > box.y - CLEARANCE && y < box.y + box.height + CLEARANCE
    ) count++;
  }
  return count;
}

/** The points that outline a box, to keep a second one off the first. */
export function outline(box: Box): Point[] {
  const points: Point[] = [];
  for (let x = 0; x <= box.width; x += 2) {
    for (let y = 0; y <= box.height; y += 2) points.push([box.x + x, box.y + y]);
  }
  return points;
}

/** Puts a box of this size into a panel where it covers the fewest points, the first such place. */
export function place(
  size: Pick<Box, "width" | "height">,
  panel: Pick<Box, "width" | "height">,
  points: readonly Point[],
  places: readonly (readonly [number, number])[],
): Placed {
  let best: Placed | undefined;
  for (const [right, down] of places) {
    const box = {
      ...size,
      x: INSET + right * Math.max(0, panel.width - size.width - 2 * INSET),
      y: INSET + down * Math.max(0, panel.height - size.height - 2 * INSET),
    };
    const covered = coveredBy(box, points);
    if (best === undefined || covered < best.covered) best = { ...box, covered };
  }
  if (best === undefined) throw new Error("No place was offered for a legend");
  return best;
}
