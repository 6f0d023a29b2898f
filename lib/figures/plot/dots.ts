import type { Layer } from "./layer.ts";
import { isDrawable } from "./scale.ts";

/** A cloud of many small dots. */
export interface Dots {
  /** Name in the legend, in the markup of `parseMath`. */
  readonly label?: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly color: string;
}

const DIAMETER = 1.4;
const LEGEND_DIAMETER = 3;
/** Dots that fall on the same spot, this fine in points, are drawn once: nobody sees the others. */
const GRID = 0.1;

/** The layer that draws a cloud of dots as one path, however many there are. */
export function dotsLayer({ label, x, y, color }: Dots): Layer {
  const style = { fill: "none", stroke: color, "stroke-linecap": "round" };
  return {
    extent(xKind, yKind) {
      const ends = { x: [Infinity, -Infinity], y: [Infinity, -Infinity] };
      for (let i = 0; i < x.length; i++) {
        if (!isDrawable(x[i], xKind) || !isDrawable(y[i], yKind)) continue;
        ends.x = [Math.min(ends.x[0], x[i]), Math.max(ends.x[1], x[i])];
        ends.y = [Math.min(ends.y[0], y[i]), Math.max(ends.y[1], y[i])];
      }
      return { x: [ends.x[0], ends.x[1]], y: [ends.y[0], ends.y[1]] };
    },
    draw(clipped, _free, scales) {
      const spots = new Set<string>();
      for (let i = 0; i < x.length; i++) {
        if (!isDrawable(x[i], scales.x.kind) || !isDrawable(y[i], scales.y.kind)) continue;
        const [px, py] = [scales.x.position(x[i]), scales.y.position(y[i])]
          .map((at) => Math.round(at / GRID) * GRID);
        spots.add(`M${px.toFixed(1)},${py.toFixed(1)}h0`);
      }
      const d = [...spots].join("");
      if (d !== "") {
        clipped.append("path", { class: "dots", d, ...style, "stroke-width": DIAMETER });
      }
    },
    footprint(scales) {
      const points: [number, number][] = [];
      const step = Math.max(1, Math.floor(x.length / 2000));
      for (let i = 0; i < x.length; i += step) {
        if (!isDrawable(x[i], scales.x.kind) || !isDrawable(y[i], scales.y.kind)) continue;
        points.push([scales.x.position(x[i]), scales.y.position(y[i])]);
      }
      return points;
    },
    ...(label === undefined ? {} : {
      key: {
        label,
        draw(target, at, middle, width) {
          const d = `M${at + width / 2},${middle}h0`;
          target.append("path", { d, ...style, "stroke-width": LEGEND_DIAMETER });
        },
      },
    }),
  };
}
