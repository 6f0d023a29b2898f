import { curvePanel } from "./curves.ts";
import type { Curve } from "./plot/curve.ts";
import { type FigureOptions, renderFigure } from "./plot/figure.ts";
import { MARKER_SHAPES } from "./plot/markers.ts";
import { categoricalColor } from "./plot/palette.ts";

/** Time per step of one method against the number of sites. */
export interface ScalingSeries {
  /** Name of the method in the legend. */
  readonly label: string;
  /** Numbers of sites. */
  readonly sites: ArrayLike<number>;
  /** Seconds per step, shape of sites. */
  readonly seconds: ArrayLike<number>;
  /** Standard error of the seconds, shape of sites. */
  readonly error?: ArrayLike<number>;
  /** Draws N^exponent through the last point, as a guide: 3 for diagonalization, 1 for local models. */
  readonly guideExponent?: number;
}

/** Options of the figure of scaling. */
export interface ScalingOptions extends FigureOptions {
  /** Label of the vertical axis; "time per step (s)" when left out. */
  readonly yLabel?: string;
}

function guide({ sites, seconds, guideExponent }: ScalingSeries, color: string): Curve[] {
  const last = sites.length - 1;
  if (guideExponent === undefined || last < 0) return [];
  const x = [sites[0], sites[last]];
  const y = x.map((n) => seconds[last] * (n / sites[last]) ** guideExponent);
  return [{ x, y, color, line: "dashed", lineWidth: 0.6, guide: true }];
}

/**
 * Time per step against the number of sites on logarithmic axes, with guides N^p.
 *
 * @throws {ParameterError} if there is nothing positive to draw
 * @throws {ShapeError} if the arrays of a curve differ in length
 *
 * @example
 * ```ts
 * import { drawScaling } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const sites = [100, 400, 1600];
 * const svg = drawScaling([
 *   { label: "ED", sites, seconds: sites.map((n) => 1e-9 * n ** 3), guideExponent: 3 },
 *   { label: "GNN", sites, seconds: sites.map((n) => 1e-6 * n), guideExponent: 1 },
 * ]);
 * assert.ok(svg.includes("GNN"));
 * ```
 */
export function drawScaling(
  measured: readonly ScalingSeries[],
  options: ScalingOptions = {},
): string {
  const { yLabel = "time per step (s)" } = options;
  const curves = measured.flatMap((curve, i): Curve[] => {
    const color = categoricalColor(i);
    const { label, sites, seconds, error, guideExponent } = curve;
    const law = guideExponent === undefined
      ? ""
      : ` (∝ *N*${guideExponent === 1 ? "" : `^{${guideExponent}}`})`;
    return [...guide(curve, color), {
      label: label + law,
      x: sites,
      y: seconds,
      ...(error === undefined ? {} : { error }),
      color,
      line: guideExponent === undefined ? "solid" : "none",
      marker: MARKER_SHAPES[i % MARKER_SHAPES.length],
    }];
  });
  const panel = curvePanel({
    x: { label: "*N*", scale: "log" },
    y: { label: yLabel, scale: "log" },
    curves,
  });
  return renderFigure({ panels: [panel], columns: 1 }, options);
}
