import type { Curve } from "./plot/curve.ts";
import { curveLayer } from "./plot/curve_layer.ts";
import { type FigureOptions, renderFigure } from "./plot/figure.ts";
import type { Layer } from "./plot/layer.ts";
import { gridColumns } from "./plot/grid.ts";
import { categoricalColor } from "./plot/palette.ts";
import type { PanelSpec } from "./plot/panel.ts";
import { panelLabel } from "./plot/panel_labels.ts";
import type { AxisSpec } from "./plot/scale.ts";

/** A panel of curves. */
export interface CurvePanel {
  /** Horizontal axis. */
  readonly x: AxisSpec;
  /** Vertical axis. */
  readonly y: AxisSpec;
  /** Drawn in this order. */
  readonly curves: readonly Curve[];
  /** Height of the frame over its width; 0.72 when left out. */
  readonly aspect?: number;
}

/** What `curvePanel` takes beyond the public panel. */
interface PanelExtras {
  readonly label?: string;
  /** Drawn under the curves. */
  readonly under?: readonly Layer[];
}

/** Options of a figure of curves. */
export interface CurvesOptions extends FigureOptions {
  /** Number of panels side by side; 1 when left out. */
  readonly columns?: number;
}

/** The panel as `renderFigure` takes it. */
export function curvePanel(panel: CurvePanel, extras: PanelExtras = {}): PanelSpec {
  const { x, y, curves, aspect = 0.72 } = panel;
  const { label, under = [] } = extras;
  const layers = curves.map((curve, i) => curveLayer(curve, categoricalColor(i)));
  return { x, y, layers: [...under, ...layers], aspect, ...(label === undefined ? {} : { label }) };
}

/**
 * Any curves against each other: the figure for what no other function of this folder draws.
 *
 * @throws {ParameterError} if there is nothing to draw, or the ends of an axis are not in order
 * @throws {ShapeError} if x, y and the errors of a curve differ in length
 *
 * @example
 * ```ts
 * import { drawCurves } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const svg = drawCurves([{
 *   x: { label: "*r*" },
 *   y: { label: "*C*(*r*)", scale: "log" },
 *   curves: [{ label: "measured", x: [0, 1, 2], y: [1, 0.4, 0.1], error: [0, 0.02, 0.02] }],
 * }]);
 * assert.ok(svg.includes("measured"));
 * ```
 */
export function drawCurves(panels: readonly CurvePanel[], options: CurvesOptions = {}): string {
  const columns = gridColumns(panels.length, options.columns ?? 1);
  const specs = panels.map((panel, i) => curvePanel(panel, panelLabel(i, panels.length)));
  return renderFigure({ panels: specs, columns }, options);
}
