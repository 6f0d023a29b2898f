import { modulo } from "../../lattice/modulo.ts";
import { type PlaneGeometry, spacing } from "../../lattice/plane_geometry.ts";
import { type PixelMap, PIXELS_ACROSS, requireMapShape } from "./pixel_map.ts";

/** A field on the sites of a lattice. */
export interface SiteMap {
  /** Values at index x + width·y; NaN where there is none. */
  readonly values: ArrayLike<number>;
  /** Columns of sites. */
  readonly width: number;
  /** Rows of sites. */
  readonly height: number;
  /** How the sites lie; as those of the square lattice when left out. */
  readonly geometry?: PlaneGeometry;
}

/** Fewest pixels to the distance between neighbours. */
const LEAST_RESOLUTION = 4;

/**
 * The picture of a field on a lattice, axes in units of the distance between neighbours: every point
 * has the value of the nearest site. On the square lattice that is one pixel a site.
 *
 * @throws {ShapeError} if the number of values is not width × height
 */
export function siteMap(
  { values, width, height, geometry }: SiteMap,
): Omit<PixelMap, "colors"> {
  requireMapShape(values, width, height);
  const [columns, rows] = geometry === undefined ? [1, 1] : spacing(geometry);
  const x = [-columns / 2, columns * (width - 0.5)] as const;
  const y = [-rows / 2, rows * (height - 0.5)] as const;
  if (geometry === undefined || geometry.buckling === 0) return { values, width, height, x, y };
  const resolution = Math.max(LEAST_RESOLUTION, Math.ceil(PIXELS_ACROSS / (columns * width)));
  const across = Math.round(resolution * columns * width);
  const up = Math.round(resolution * rows * height);
  const picture = new Float64Array(across * up);
  for (let b = 0; b < up; b++) {
    const py = y[0] + (b + 0.5) * (rows * height) / up;
    for (let a = 0; a < across; a++) {
      const px = x[0] + (a + 0.5) * (columns * width) / across;
      const [i, j] = nearestSite(px / columns, py / rows, geometry);
      picture[a + across * b] = values[modulo(i, width) + width * modulo(j, height)];
    }
  }
  return { values: picture, width: across, height: up, x, y };
}

/** Column and row of the site nearest to a point, itself given in columns and rows. */
function nearestSite(x: number, y: number, geometry: PlaneGeometry): [number, number] {
  const { squaredSpacing: [xx, yy], buckling } = geometry;
  const height = buckling / Math.sqrt(yy);
  const near: [number, number] = [Math.round(x), Math.round(y)];
  let best = near, least = Infinity;
  for (let j = near[1] - 1; j <= near[1] + 1; j++) {
    for (let i = near[0] - 1; i <= near[0] + 1; i++) {
      const above = (i + j) % 2 === 0 ? height : -height;
      const distance = xx * (x - i) ** 2 + yy * (y - j - above) ** 2;
      if (distance < least) [best, least] = [[i, j], distance];
    }
  }
  return best;
}
