import { ShapeError } from "../../errors.ts";
import { encode } from "./fast_png.ts";
import type { Layer } from "./layer.ts";
import { COLOR_COUNT, type ColorScale, MISSING } from "./palette.ts";

/** A field on a rectangular grid, drawn as one pixel per site. */
export interface PixelMap {
  /** Values at index x + width·y; NaN where there is none. */
  readonly values: ArrayLike<number>;
  readonly width: number;
  readonly height: number;
  /** Left and right edge of the image on the x axis. */
  readonly x: readonly [number, number];
  /** Lower and upper edge of the image on the y axis. */
  readonly y: readonly [number, number];
  readonly colors: ColorScale;
}

/**
 * Each site becomes a square of so many pixels that the image has about this many across: viewers
 * that smooth an enlarged image then blur a small part of a site only.
 */
export const PIXELS_ACROSS = 640;

/** @throws {ShapeError} if the number of values is not width × height */
export function requireMapShape(
  values: ArrayLike<number>,
  width: number,
  height: number,
): void {
  if (!(width >= 1 && height >= 1) || values.length !== width * height) {
    throw new ShapeError(
      `A map of ${width} × ${height} sites needs as many values: given are ${values.length}`,
    );
  }
}

/** The PNG of a map, with y upwards and every site enlarged by a whole factor. */
export function encodeMap(map: PixelMap): Uint8Array {
  const { values, width, height, colors } = map;
  requireMapShape(values, width, height);
  const factor = Math.max(1, Math.round(PIXELS_ACROSS / Math.max(width, height)));
  const data = new Uint8Array(width * height * factor * factor);
  const row = new Uint8Array(width * factor);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      row.fill(colors.index(values[x + width * y]), x * factor, (x + 1) * factor);
    }
    const top = (height - 1 - y) * factor;
    for (let k = 0; k < factor; k++) data.set(row, (top + k) * row.length);
  }
  const palette = [...colors.colors, MISSING].map((
    [r, g, b],
  ): [number, number, number] => [r, g, b]);
  const size = { width: width * factor, height: height * factor };
  return encode({ ...size, data, depth: 8, channels: 1, palette }, { zlib: { level: 9 } });
}

/**
 * The layer that draws a map.
 *
 * @throws {ShapeError} if the number of values is not width × height
 */
export function pixelMapLayer(map: PixelMap): Layer {
  const href = `data:image/png;base64,${encodeMap(map).toBase64()}`;
  return {
    extent: () => ({ x: map.x, y: map.y }),
    footprint: () => [],
    draw(clipped, _free, { x, y }) {
      const [left, right] = map.x.map((value) => x.position(value));
      const [bottom, top] = map.y.map((value) => y.position(value));
      clipped.append("image", {
        x: left,
        y: top,
        width: right - left,
        height: bottom - top,
        preserveAspectRatio: "none",
        style: "image-rendering:pixelated",
        // The old name of the attribute is the one that every program reads.
        "xlink:href": href,
      });
    },
  };
}

/** The index that `ColorScale.index` gives to a site without a value, in the PNG's palette. */
export const MISSING_INDEX: number = COLOR_COUNT;
