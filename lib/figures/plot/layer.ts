import type { AxisScale, ScaleKind } from "./scale.ts";
import type { SvgElement } from "./svg.ts";

/** Smallest and largest values along both axes: [Infinity, -Infinity] where there are none. */
export interface Extent {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** The scales of the panel in which a layer is drawn. */
export interface PanelScales {
  readonly x: AxisScale;
  readonly y: AxisScale;
}

/** How a layer shows in the legend. */
export interface LegendKey {
  /** In the markup of `parseMath`. */
  readonly label: string;
  /** Draws a sample of this width, centred on the height `y`. */
  draw(target: SvgElement, x: number, y: number, width: number): void;
}

/** One thing drawn in a panel: a curve, a histogram, a map. */
export interface Layer {
  /** What the axes must show of it. */
  extent(x: ScaleKind, y: ScaleKind): Extent;
  /**
   * Draws it: `clipped` ends at the frame, `free` may stand over it (the half of a marker).
   */
  draw(clipped: SvgElement, free: SvgElement, scales: PanelScales): void;
  /** Points that it covers, close enough to each other to keep the legend off it. */
  footprint(scales: PanelScales): (readonly [number, number])[];
  readonly key?: LegendKey;
}

/** An extent that nothing has been added to. */
export const EMPTY_EXTENT: Extent = { x: [Infinity, -Infinity], y: [Infinity, -Infinity] };

/** The smallest extent that holds all of them. */
export function unite(extents: readonly Extent[]): Extent {
  const along = (axis: "x" | "y"): [number, number] => [
    Math.min(...extents.map((extent) => extent[axis][0])),
    Math.max(...extents.map((extent) => extent[axis][1])),
  ];
  return extents.length === 0 ? EMPTY_EXTENT : { x: along("x"), y: along("y") };
}
