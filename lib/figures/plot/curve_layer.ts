import {
  checkShape,
  type Curve,
  errorEnds,
  extentOf,
  isInside,
  isThere,
  positions,
  yPosition,
} from "./curve.ts";
import { line } from "./d3.ts";
import { decimate, type Point } from "./decimate.ts";
import { BAND_OPACITY, drawBand, drawBars } from "./error_bars.ts";
import type { Layer, LegendKey, PanelScales } from "./layer.ts";
import { drawMarker } from "./markers.ts";
import { STROKE } from "./style.ts";
import type { Attributes, SvgElement } from "./svg.ts";

const DASHES = { solid: undefined, dashed: "3.5 2", dotted: "0.8 1.8", none: undefined } as const;
/** Distance in points of the samples of a line that keep the legend off it. */
const FOOTPRINT_STEP = 3;
/** Most points of a curve that are looked at for that. */
const FOOTPRINT_POINTS = 1000;

function strokeOf(curve: Curve, color: string): Attributes {
  const style = curve.line ?? "solid";
  return {
    fill: "none",
    stroke: color,
    "stroke-width": curve.lineWidth ?? STROKE.curve,
    "stroke-dasharray": DASHES[style],
    "stroke-linejoin": "round",
    opacity: curve.opacity,
  };
}

function drawLine(target: SvgElement, curve: Curve, scales: PanelScales, color: string): void {
  const points = decimate(positions(curve, scales)).map(([x, y]): [number, number] => [x, y]);
  const d = line().defined(isThere)(points) ?? undefined;
  if (d !== undefined) target.append("path", { class: "curve", d, ...strokeOf(curve, color) });
}

/** Every so many-th point of a curve, so that at most FOOTPRINT_POINTS remain. */
function sampled(curve: Curve): Curve {
  const step = Math.ceil(curve.x.length / FOOTPRINT_POINTS);
  if (step <= 1) return curve;
  const some = (values: ArrayLike<number>) =>
    Array.from({ length: Math.ceil(curve.x.length / step) }, (_, i) => values[i * step]);
  const { x, y, error } = curve;
  return {
    ...curve,
    x: some(x),
    y: some(y),
    ...(error === undefined ? {} : { error: some(error) }),
  };
}

function footprintOf(curve: Curve, scales: PanelScales): Point[] {
  const points = positions(curve, scales);
  const covered: Point[] = [];
  points.forEach((point, i) => {
    if (!isThere(point)) return;
    covered.push(point);
    for (const end of errorEnds(curve, i) ?? []) covered.push([point[0], yPosition(end, scales)]);
    const next = points[i + 1];
    if (next === undefined || !isThere(next) || curve.line === "none") return;
    const distance = Math.hypot(next[0] - point[0], next[1] - point[1]);
    for (let s = FOOTPRINT_STEP; s < distance; s += FOOTPRINT_STEP) {
      const t = s / distance;
      covered.push([point[0] + t * (next[0] - point[0]), point[1] + t * (next[1] - point[1])]);
    }
  });
  return covered;
}

function hasErrors(curve: Curve): boolean {
  return Array.from(curve.x).some((_, i) => errorEnds(curve, i) !== undefined);
}

function keyOf(curve: Curve, color: string): LegendKey | undefined {
  if (curve.label === undefined) return undefined;
  return {
    label: curve.label,
    draw(target, x, y, width) {
      if (curve.errorStyle === "band" && hasErrors(curve)) {
        const box = { x, y: y - 2.2, width, height: 4.4 };
        target.append("rect", { ...box, fill: color, "fill-opacity": BAND_OPACITY });
      }
      if (curve.line !== "none") {
        target.append("path", { d: `M${x},${y}h${width}`, ...strokeOf(curve, color) });
      }
      if (curve.marker !== undefined && curve.marker !== "none") {
        const style = { shape: curve.marker, color, open: curve.open ?? false };
        drawMarker(target, style, x + width / 2, y);
      }
    },
  };
}

/**
 * The layer that draws a curve.
 *
 * @throws {ShapeError} if x, y and the errors differ in length
 */
export function curveLayer(curve: Curve, defaultColor: string): Layer {
  checkShape(curve);
  const color = curve.color ?? defaultColor;
  const key = keyOf(curve, color);
  const sample = sampled(curve);
  return {
    extent: (x, y) => extentOf(curve.guide ? { ...curve, x: [], y: [] } : curve, x, y),
    footprint: (scales) => curve.guide ? [] : footprintOf(sample, scales),
    draw(clipped, free, scales) {
      if (curve.error !== undefined) {
        (curve.errorStyle === "band" ? drawBand : drawBars)(clipped, curve, scales, color);
      }
      if (curve.line !== "none") drawLine(clipped, curve, scales, color);
      const shape = curve.marker ?? "none";
      if (shape === "none") return;
      for (const point of positions(curve, scales)) {
        if (!isThere(point) || !isInside(point, scales)) continue;
        drawMarker(free, { shape, color, open: curve.open ?? false }, ...point);
      }
    },
    ...(key === undefined ? {} : { key }),
  };
}
