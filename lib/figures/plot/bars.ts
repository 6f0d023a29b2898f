import type { Layer } from "./layer.ts";
import { STROKE } from "./style.ts";
import { isDrawable } from "./scale.ts";

/** A histogram: the outline of adjoining bars. */
export interface Bars {
  /** Name in the legend, in the markup of `parseMath`. */
  readonly label?: string;
  /** Edges of the bins in rising order, shape [n + 1]. */
  readonly edges: ArrayLike<number>;
  /** Heights of the bars, shape [n]. */
  readonly heights: ArrayLike<number>;
  readonly color: string;
}

const FILL_OPACITY = 0.25;

/** The layer that draws a histogram; on a logarithmic axis empty bins reach below the frame. */
export function barsLayer(bars: Bars): Layer {
  const { label, edges, heights, color } = bars;
  const style = { stroke: color, "stroke-width": STROKE.curve, "stroke-linejoin": "round" };
  return {
    extent(_x, y) {
      const drawn = Array.from(heights).filter((height) => isDrawable(height, y));
      return {
        x: edges.length === 0 ? [Infinity, -Infinity] : [edges[0], edges[edges.length - 1]],
        y: [Math.min(...drawn), Math.max(...drawn)],
      };
    },
    draw(clipped, _free, { x, y }) {
      const below = y.length + 2;
      const top = (height: number) => isDrawable(height, y.kind) ? y.position(height) : below;
      const steps = Array.from(heights, (height, i) => {
        const [left, right] = [edges[i], edges[i + 1]].map((edge) => x.position(edge).toFixed(3));
        return `L${left},${top(height).toFixed(3)}H${right}`;
      });
      const start = x.position(edges[0]).toFixed(3);
      const d = `M${start},${below}${steps.join("")}V${below}`;
      clipped.append("path", {
        class: "bars",
        d,
        fill: color,
        "fill-opacity": FILL_OPACITY,
        ...style,
      });
    },
    footprint({ x, y }) {
      return Array.from(heights).flatMap((height, i) => {
        if (!isDrawable(height, y.kind)) return [];
        const [left, right] = [x.position(edges[i]), x.position(edges[i + 1])];
        const [low, high] = [y.length, y.position(height)];
        const points: [number, number][] = [];
        for (let at = high; at < low; at += 3) points.push([left, at], [right, at]);
        return points;
      });
    },
    ...(label === undefined ? {} : {
      key: {
        label,
        draw(target, at, middle, width) {
          const box = { x: at, y: middle - 2.4, width, height: 4.8 };
          target.append("rect", { ...box, fill: color, "fill-opacity": FILL_OPACITY, ...style });
        },
      },
    }),
  };
}
