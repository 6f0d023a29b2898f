import {
  symbol,
  symbolCircle,
  symbolDiamond,
  symbolSquare,
  symbolStar,
  symbolTimes,
  symbolTriangle,
  type SymbolType,
} from "./d3.ts";
import { MARKER_SIZE, STROKE } from "./style.ts";
import type { SvgElement } from "./svg.ts";

/** Shapes of markers. */
export type MarkerShape = "circle" | "square" | "triangle" | "diamond" | "cross" | "star";

// Areas relative to that of the circle, so that all shapes look equally large.
const SHAPES: Readonly<Record<MarkerShape, readonly [SymbolType, number]>> = {
  circle: [symbolCircle, 1],
  square: [symbolSquare, 1],
  triangle: [symbolTriangle, 0.95],
  diamond: [symbolDiamond, 0.95],
  cross: [symbolTimes, 1.1],
  star: [symbolStar, 0.8],
};

/** The shapes in the order in which curves take them. */
export const MARKER_SHAPES = Object.keys(SHAPES) as readonly MarkerShape[];

/** How markers look. */
export interface MarkerStyle {
  readonly shape: MarkerShape;
  readonly color: string;
  /** Outline only, filled with white. */
  readonly open: boolean;
}

/** Draws a marker centred on a point. */
export function drawMarker(target: SvgElement, style: MarkerStyle, x: number, y: number): void {
  const [type, area] = SHAPES[style.shape];
  const size = area * Math.PI * (MARKER_SIZE / 2) ** 2;
  target.append("path", {
    class: "marker",
    transform: `translate(${Math.round(x * 1000) / 1000},${Math.round(y * 1000) / 1000})`,
    d: symbol(type, size)() ?? undefined,
    fill: style.shape === "cross" ? "none" : style.open ? "white" : style.color,
    stroke: style.color,
    "stroke-width": STROKE.marker,
  });
}
