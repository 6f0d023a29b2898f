import { type Curve, errorEnds, isInside, isThere, positions, yPosition } from "./curve.ts";
import { area, line } from "./d3.ts";
import type { Point } from "./decimate.ts";
import type { PanelScales } from "./layer.ts";
import { STROKE } from "./style.ts";
import type { SvgElement } from "./svg.ts";

/** Opacity of error bands. */
export const BAND_OPACITY = 0.25;
/** Half the width of the caps of error bars, in points. */
const CAP = 1.6;

/** Draws the errors of a curve as a band. */
export function drawBand(
  target: SvgElement,
  curve: Curve,
  scales: PanelScales,
  color: string,
): void {
  const at = positions(curve, scales);
  const path = area<Point>().defined(isThere).x((p) => p[0])
    .y0((_, i) => yPosition(errorEnds(curve, i)?.[0] ?? curve.y[i], scales))
    .y1((_, i) => yPosition(errorEnds(curve, i)?.[1] ?? curve.y[i], scales));
  const d = path(at) ?? undefined;
  if (d !== undefined) {
    target.append("path", { class: "band", d, fill: color, "fill-opacity": BAND_OPACITY });
  }
}

/** Draws the errors of a curve as bars with caps. */
export function drawBars(
  target: SvgElement,
  curve: Curve,
  scales: PanelScales,
  color: string,
): void {
  const path = line().defined(isThere);
  const strokes = positions(curve, scales).flatMap((point, i) => {
    const ends = errorEnds(curve, i);
    if (ends === undefined || !isInside(point, scales)) return [];
    const [low, high] = ends.map((value) => yPosition(value, scales));
    const [x] = point;
    return [[[x, low], [x, high]], [[x - CAP, low], [x + CAP, low]], [
      [x - CAP, high],
      [x + CAP, high],
    ]] as [number, number][][];
  });
  if (strokes.length === 0) return;
  target.append("path", {
    class: "error-bars",
    d: strokes.map((stroke) => path(stroke)).join(""),
    fill: "none",
    stroke: color,
    "stroke-width": STROKE.errorBar,
  });
}
