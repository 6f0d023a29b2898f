import type { PanelSpec } from "./panel.ts";
import { type PixelMap, pixelMapLayer } from "./pixel_map.ts";

/**
 * A panel that a map fills, without numbers along its axes.
 *
 * @throws {ShapeError} if the number of values is not width × height
 */
export function mapPanel(map: PixelMap): PanelSpec {
  const axis = ([min, max]: readonly [number, number]) => ({ label: "", min, max, labels: false });
  return {
    x: axis(map.x),
    y: axis(map.y),
    layers: [pixelMapLayer(map)],
    aspect: (map.y[1] - map.y[0]) / (map.x[1] - map.x[0]),
    tickSide: "none",
  };
}
