import { ParameterError } from "../errors.ts";
import { curvePanel } from "./curves.ts";
import type { Curve } from "./plot/curve.ts";
import { extent } from "./plot/d3.ts";
import { type FigureOptions, renderFigure } from "./plot/figure.ts";
import { panelLabel } from "./plot/panel_labels.ts";
import type { ScaleKind } from "./plot/scale.ts";

/** One quantity against time. */
export interface TimeSeries {
  /** Name in the legend; none when left out. */
  readonly label?: string;
  /** Times, rising. */
  readonly t: ArrayLike<number>;
  /** Shape of t; NaN leaves a gap. */
  readonly value: ArrayLike<number>;
  /** Standard error, shape of t: drawn as a band. */
  readonly error?: ArrayLike<number>;
  /** A level to compare with, drawn dashed: solid when left out. */
  readonly dashed?: boolean;
}

/** Series that share a panel. */
export interface TimeSeriesPanel {
  /** Label of the vertical axis, in the markup of `drawCurves`. */
  readonly yLabel: string;
  /** Linear when left out. */
  readonly scale?: ScaleKind;
  /** Drawn in this order. */
  readonly series: readonly TimeSeries[];
}

/** Options of the figure of time series. */
export interface TimeSeriesOptions extends FigureOptions {
  /** Label of the horizontal axis; t/τ0 when left out. */
  readonly xLabel?: string;
  /** Logarithmic time, for what happens in decades; linear when left out. */
  readonly xScale?: ScaleKind;
}

/** Panels are lower the more there are, down to this height over width. */
const ASPECTS = [0.72, 0.45, 0.36, 0.3];

/**
 * Quantities against time, such as energies and temperatures, in panels above each other that share
 * the time axis.
 *
 * @throws {ParameterError} if there is nothing to draw
 * @throws {ShapeError} if the arrays of a series differ in length
 *
 * @example
 * ```ts
 * import { drawTimeSeries } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const t = [0, 1, 2, 3];
 * const svg = drawTimeSeries([
 *   { yLabel: "*E* per site", series: [{ t, value: [0, -1, -1.5, -1.6] }] },
 *   { yLabel: "*T*", series: [{ t, value: [1, 0.4, 0.2, 0.1] }] },
 * ]);
 * assert.ok(svg.includes("(b)"));
 * ```
 */
export function drawTimeSeries(
  panels: readonly TimeSeriesPanel[],
  options: TimeSeriesOptions = {},
): string {
  const { xLabel = "*t*/*τ*_0", xScale = "linear" } = options;
  const usable = (t: number) => Number.isFinite(t) && (xScale === "linear" || t > 0);
  const times = panels.flatMap(({ series }) =>
    series.map(({ t }) => extent(Array.from(t).filter(usable)))
  );
  const min = Math.min(...times.map(([low]) => low ?? Infinity));
  const max = Math.max(...times.map(([, high]) => high ?? -Infinity));
  if (!(min < max)) {
    throw new ParameterError(
      `Time series need two different ${xScale === "log" ? "positive " : ""}times at least: ` +
        `given are ${min === max ? `only t = ${min}` : "none"}`,
    );
  }
  const specs = panels.map(({ yLabel, scale = "linear", series }, i) =>
    curvePanel({
      x: { label: xLabel, scale: xScale, min, max, labels: i === panels.length - 1 },
      y: { label: yLabel, scale },
      curves: series.map(({ label, t, value, error, dashed = false }): Curve => ({
        x: t,
        y: value,
        line: dashed ? "dashed" : "solid",
        errorStyle: "band",
        lineWidth: 0.8,
        ...(label === undefined ? {} : { label }),
        ...(error === undefined ? {} : { error }),
      })),
      aspect: ASPECTS[Math.min(panels.length, ASPECTS.length) - 1],
    }, panelLabel(i, panels.length))
  );
  return renderFigure({ panels: specs, columns: 1, rowGap: 3 }, options);
}
