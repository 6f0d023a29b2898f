import { ParameterError } from "../errors.ts";
import { curvePanel } from "./curves.ts";
import type { Curve } from "./plot/curve.ts";
import { max } from "./plot/d3.ts";
import { type FigureOptions, renderFigure } from "./plot/figure.ts";
import { MARKER_SHAPES } from "./plot/markers.ts";
import { orderedColor } from "./plot/palette.ts";

/** The circular average of a structure factor around the ordering wave vector Q. */
export interface StructureFactorCurve {
  /** Name in the legend, usually the time; `*t*` is italic, see `drawCurves`. */
  readonly label: string;
  /** Distances |k - Q| in inverse lattice constants. */
  readonly q: ArrayLike<number>;
  /** Shape of q. */
  readonly S: ArrayLike<number>;
  /** Standard error, shape of q. */
  readonly error?: ArrayLike<number>;
}

/** Options of the figure of circular averages. */
export interface StructureFactorCurveOptions extends FigureOptions {
  /** Draws Porod's law S ∝ q⁻³, of sharp walls in two dimensions, above the curves from q to q. */
  readonly porodGuide?: readonly [from: number, to: number];
  /** The wave vector that q is the distance from; (π, π) when left out. */
  readonly centre?: string;
}

/** How far above the highest of the curves the guide lies. */
const GUIDE_FACTOR = 2;

function porod(averages: readonly StructureFactorCurve[], from: number, to: number): Curve[] {
  if (!(from > 0 && from < to)) {
    throw new ParameterError(
      `The guide to Porod's law cannot reach from q = ${from} to ${to}: accepted are positive ` +
        "numbers in rising order",
    );
  }
  const amplitudes = averages.flatMap(({ q, S }) =>
    Array.from(q, (x, i) => x >= from && x <= to && S[i] > 0 ? S[i] * x ** 3 : 0)
  );
  const amplitude = GUIDE_FACTOR * (max(amplitudes) ?? 0);
  if (amplitude === 0) return [];
  const x = [from, to];
  const y = x.map((q) => amplitude * q ** -3);
  return [{ label: "∝ *q*^{-3}", x, y, color: "black", line: "dashed", lineWidth: 0.7 }];
}

/**
 * Circular averages of S(k, t) around the ordering wave vector against the distance from there, on logarithmic axes.
 *
 * @throws {ParameterError} if there is nothing positive to draw or the guide's ends are not in order
 * @throws {ShapeError} if the arrays of a curve differ in length
 *
 * @example
 * ```ts
 * import { drawStructureFactorCurves } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const q = [0.1, 0.2, 0.4, 0.8];
 * const S = q.map((x) => (1 + (5 * x) ** 2) ** -1.5);
 * const svg = drawStructureFactorCurves([{ label: "*t* = 10 *τ*_0", q, S }]);
 * assert.ok(svg.includes("10"));
 * ```
 */
export function drawStructureFactorCurves(
  averages: readonly StructureFactorCurve[],
  options: StructureFactorCurveOptions = {},
): string {
  const { porodGuide, centre = "(π, π)" } = options;
  const curves = averages.map(({ label, q, S, error }, i): Curve => ({
    label,
    x: q,
    y: S,
    ...(error === undefined ? {} : { error }),
    color: orderedColor(i, averages.length),
    lineWidth: 0.7,
    marker: MARKER_SHAPES[i % MARKER_SHAPES.length],
    open: true,
  }));
  const panel = curvePanel({
    x: { label: `*q* = |**k** − ${centre}|`, scale: "log" },
    y: { label: "*S*(*q*)", scale: "log" },
    curves: [...curves, ...(porodGuide === undefined ? [] : porod(averages, ...porodGuide))],
  });
  return renderFigure({ panels: [panel], columns: 1 }, options);
}
