import { EMPTY_EXTENT, type Layer } from "./layer.ts";

/** Distance in points of the samples that keep the legend off the line. */
const FOOTPRINT_STEP = 3;

/** A thin straight line through a panel with linear axes: y = intercept + slope · x. */
export function referenceLine(intercept: number, slope: number): Layer {
  return {
    extent: () => EMPTY_EXTENT,
    footprint({ x, y }) {
      const count = Math.ceil((x.length + y.length) / FOOTPRINT_STEP);
      return Array.from({ length: count + 1 }, (_, i) => {
        const value = x.domain[0] + i / count * (x.domain[1] - x.domain[0]);
        return [x.position(value), y.position(intercept + slope * value)] as const;
      });
    },
    draw(clipped, _free, { x, y }) {
      const [from, to] = x.domain.map((value) => y.position(intercept + slope * value).toFixed(3));
      clipped.append("path", {
        class: "reference",
        d: `M0,${from}L${x.length.toFixed(3)},${to}`,
        fill: "none",
        stroke: "#808080",
        "stroke-width": 0.5,
        "stroke-dasharray": "3 2",
      });
    },
  };
}
