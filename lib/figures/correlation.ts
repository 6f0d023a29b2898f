import { curvePanel } from "./curves.ts";
import type { Curve } from "./plot/curve.ts";
import { type FigureOptions, renderFigure } from "./plot/figure.ts";
import { MARKER_SHAPES } from "./plot/markers.ts";
import { referenceLine } from "./plot/reference_line.ts";
import { categoricalColor, orderedColor } from "./plot/palette.ts";

/** A function of distance with its standard error. */
export interface RadialFunction {
  /** Distances in lattice constants, rising. */
  readonly r: ArrayLike<number>;
  /** Shape of r. */
  readonly value: ArrayLike<number>;
  /** Standard error, shape of r. */
  readonly error?: ArrayLike<number>;
}

/** A correlation function at one time. */
export interface CorrelationSeries extends RadialFunction {
  /** Name in the legend, usually the time; `*t*` is italic, see `drawCurves`. */
  readonly label: string;
  /** The same quantity from another method, such as exact forces, drawn as markers. */
  readonly reference?: RadialFunction;
}

/** Options of the figure of correlations. */
export interface CorrelationOptions extends FigureOptions {
  /** Label of the vertical axis; ⟨Q_i Q_j⟩ when left out. */
  readonly yLabel?: string;
  /** Largest distance shown; all when left out. */
  readonly maxDistance?: number;
  /** Names of the methods behind `value` and `reference`; "GNN" and "ED" when left out. */
  readonly methods?: readonly [string, string];
}

/** More times than this are told apart more easily by colours in order. */
const MOST_KINDS = 4;

function samplesOf(
  curves: readonly CorrelationSeries[],
  [method, reference]: readonly [string, string],
): Curve[] {
  if (curves.every((curve) => curve.reference === undefined)) return [];
  const none = { x: [], y: [], color: "black" };
  return [
    { ...none, label: method },
    { ...none, label: reference, line: "none", marker: "circle", open: true },
  ];
}

/**
 * ⟨Q_i Q_j⟩ or C against distance at several times (Fig. 6a of Fan and Chern): a line with the band
 * of its standard error and, where there is a second method, markers with error bars.
 *
 * @throws {ParameterError} if there is nothing to draw
 * @throws {ShapeError} if the arrays of a curve differ in length
 *
 * @example
 * ```ts
 * import { drawCorrelations } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const svg = drawCorrelations([
 *   { label: "*t* = 10 *τ*_0", r: [0, 1, 2, 3], value: [9, -5, 3, -1], error: [0.1, 0.1, 0.1, 0.1] },
 * ]);
 * assert.ok(svg.includes("<svg"));
 * ```
 */
export function drawCorrelations(
  correlations: readonly CorrelationSeries[],
  options: CorrelationOptions = {},
): string {
  const { yLabel = "⟨*Q_iQ_j*⟩", maxDistance, methods = ["GNN", "ED"] } = options;
  const within = (f: RadialFunction) =>
    Array.from(f.r, (r, i) => (maxDistance === undefined || r <= maxDistance ? f.value[i] : NaN));
  const curves = correlations.flatMap((correlation, i): Curve[] => {
    const { label, reference } = correlation;
    const color = correlations.length > MOST_KINDS
      ? orderedColor(i, correlations.length)
      : categoricalColor(i);
    const toCurve = (f: RadialFunction) => ({
      x: f.r,
      y: f.value.length === f.r.length ? within(f) : f.value,
      color,
      ...(f.error === undefined ? {} : { error: f.error }),
    });
    const marker = MARKER_SHAPES[i % MARKER_SHAPES.length];
    const main: Curve = { ...toCurve(correlation), label, errorStyle: "band" };
    return reference === undefined
      ? [main]
      : [main, { ...toCurve(reference), line: "none", marker, open: true }];
  });
  const panel = curvePanel({
    x: { label: "*r*" },
    y: { label: yLabel },
    curves: [...curves, ...samplesOf(correlations, methods)],
  }, { under: [referenceLine(0, 0)] });
  return renderFigure({ panels: [panel], columns: 1 }, options);
}
