import { EMPTY_EXTENT, type Layer } from "./layer.ts";

/** A thin straight line through a panel with linear axes: y = intercept + slope · x. */
export function referenceLine(intercept: number, slope: number): Layer {
  return {
    extent: () => EMPTY_EXTENT,
    footprint: () => [],
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
