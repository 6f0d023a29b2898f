import { curvePanel } from "./curves.ts";
import type { Curve } from "./plot/curve.ts";
import { type FigureOptions, renderFigure } from "./plot/figure.ts";
import { MARKER_SHAPES } from "./plot/markers.ts";
import { orderedColor } from "./plot/palette.ts";

/** The circular average of a structure factor around (π, π). */
export interface StructureFactorCurve {
  /** Name in the legend, usually the time; `*t*` is italic, see `drawCurves`. */
  readonly label: string;
  /** Distances |k - (π, π)| in inverse lattice constants. */
  readonly q: ArrayLike<number>;
  /** Shape of q. */
  readonly S: ArrayLike<number>;
  /** Standard error, shape of q. */
  readonly error?: ArrayLike<number>;
}

/** Options of the figure of circular averages. */
export interface StructureFactorCurveOptions extends FigureOptions {
  /** Draws Porod's law S ∝ q⁻³ of sharp domain walls in two dimensions beside the last curve. */
  readonly porodGuide?: boolean;
}

/** Porod's law a factor 3 above the upper half, on a logarithmic scale, of a curve. */
function porod({ q, S }: StructureFactorCurve): Curve[] {
  const points = Array.from(q, (x, i) => [x, S[i]] as const).filter(([x, y]) => x > 0 && y > 0);
  if (points.length < 2) return [];
  const [high] = points[points.length - 1];
  const low = Math.sqrt(points[0][0] * high);
  const [x0, y0] = points.find(([x]) => x >= low) ?? points[0];
  const y = [low, high].map((x) => 3 * y0 * (x / x0) ** -3);
  return [{
    label: "∝ *q*^{-3}",
    x: [low, high],
    y,
    color: "black",
    line: "dashed",
    lineWidth: 0.7,
  }];
}

/**
 * Circular averages of S(k, t) around (π, π) against the distance from there, on logarithmic axes.
 *
 * @throws {ParameterError} if there is nothing positive to draw
 * @throws {ShapeError} if the arrays of a curve differ in length
 *
 * @example
 * ```ts
 * import { drawStructureFactorCurves } from "../../mod.ts";
 * const q = [0.1, 0.2, 0.4, 0.8];
 * const S = q.map((x) => (1 + (5 * x) ** 2) ** -1.5);
 * const svg = drawStructureFactorCurves([{ label: "*t* = 10 *τ*_0", q, S }]);
 * console.assert(svg.includes("10"));
 * ```
 */
export function drawStructureFactorCurves(
  averages: readonly StructureFactorCurve[],
  options: StructureFactorCurveOptions = {},
): string {
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
  const last = averages.at(-1);
  const panel = curvePanel({
    x: { label: "|**k** − (π, π)|", scale: "log" },
    y: { label: "*S*(*k*)", scale: "log" },
    curves: [...curves, ...(options.porodGuide && last !== undefined ? porod(last) : [])],
  });
  return renderFigure({ panels: [panel], columns: 1 }, options);
}
