import { ParameterError } from "../errors.ts";
import type { RadialFunction } from "./correlation.ts";
import { curvePanel } from "./curves.ts";
import type { Curve } from "./plot/curve.ts";
import { extent } from "./plot/d3.ts";
import { type FigureOptions, renderFigure } from "./plot/figure.ts";
import { MARKER_SHAPES } from "./plot/markers.ts";
import { orderedColor } from "./plot/palette.ts";
import { referenceLine } from "./plot/reference_line.ts";
import type { PanelSpec } from "./plot/panel.ts";
import { panelLabel } from "./plot/panel_labels.ts";

/** C(r, t) at one time with its domain size. */
export interface CollapseCurve extends RadialFunction {
  /** Name in the legend, usually the time; `*t*` is italic, see `drawCurves`. */
  readonly label: string;
  /** Domain size L(t) in lattice constants. */
  readonly domainSize: number;
}

/** Options of the figure of the scaling collapse. */
export interface CollapseOptions extends FigureOptions {
  /** Largest r/L shown; 3 when left out. */
  readonly maxScaledDistance?: number;
}

function checkSizes(correlations: readonly CollapseCurve[]): void {
  for (const { label, domainSize } of correlations) {
    if (!(domainSize > 0 && Number.isFinite(domainSize))) {
      throw new ParameterError(
        `The domain size at ${label} must be a positive number: current value is ${domainSize}`,
      );
    }
  }
}

/** The least and the greatest C with their error bars among the points shown. */
function extentOf(
  correlations: readonly CollapseCurve[],
  maxScaledDistance: number,
): [number, number] {
  const ends = correlations.flatMap(({ r, value, error, domainSize }) =>
    Array.from(value, (c, i) => {
      const half = Number.isFinite(error?.[i]) ? error?.[i] ?? 0 : 0;
      return r[i] <= maxScaledDistance * domainSize ? [c - half, c + half] : [];
    }).flat()
  );
  const [low = NaN, high = NaN] = extent(ends.filter(Number.isFinite));
  return [Math.min(low, 0), high];
}

/**
 * C(r, t) against r and against r/L(t) (Fig. 7a of Fan and Chern, Eq. 27): where there is dynamical
 * scaling the curves of the second panel fall onto one.
 *
 * @throws {ParameterError} if there is nothing to draw or a domain size is not positive
 * @throws {ShapeError} if the arrays of a curve differ in length
 *
 * @example
 * ```ts
 * import { drawCollapse } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const r = [0, 1, 2, 3, 4, 5, 6];
 * const svg = drawCollapse([1, 2, 3].map((L) => ({
 *   label: `*L* = ${L}`,
 *   domainSize: L,
 *   r,
 *   value: r.map((x) => 2 ** -((x / L) ** 2)),
 * })));
 * assert.ok(svg.includes("(b)"));
 * ```
 */
export function drawCollapse(
  correlations: readonly CollapseCurve[],
  options: CollapseOptions = {},
): string {
  const { maxScaledDistance = 3 } = options;
  checkSizes(correlations);
  const largest = Math.max(...correlations.map(({ domainSize }) => domainSize));
  const yExtent = extentOf(correlations, maxScaledDistance);
  const curves = (scaled: boolean): Curve[] =>
    correlations.map(({ label, r, value, error, domainSize }, i) => ({
      ...(scaled ? { label } : {}),
      x: scaled ? Array.from(r, (distance) => distance / domainSize) : r,
      y: value,
      ...(error === undefined ? {} : { error }),
      errorStyle: scaled ? "bars" as const : "band" as const,
      color: orderedColor(i, correlations.length),
      line: scaled ? "none" as const : "solid" as const,
      marker: scaled ? MARKER_SHAPES[i % MARKER_SHAPES.length] : "none" as const,
      open: true,
    }));
  const panel = (label: string, max: number, scaled: boolean): PanelSpec => ({
    ...curvePanel({
      x: { label, min: -0.03 * max, max },
      y: { label: "*C*(*r*, *t*)", labels: !scaled },
      curves: curves(scaled),
      aspect: 1,
    }, { ...panelLabel(scaled ? 1 : 0, 2), under: [referenceLine(0, 0)] }),
    extent: { x: [0, max], y: yExtent },
  });
  const panels = [
    panel("*r*", maxScaledDistance * largest, false),
    panel("*r*/*L*(*t*)", maxScaledDistance, true),
  ];
  return renderFigure({ panels, columns: 2, sameHeadroom: true }, options);
}
