import { ParameterError } from "../errors.ts";
import { curvePanel } from "./curves.ts";
import type { Curve } from "./plot/curve.ts";
import { extent } from "./plot/d3.ts";
import { type FigureOptions, renderFigure } from "./plot/figure.ts";
import { MARKER_SHAPES } from "./plot/markers.ts";
import { formatUncertain } from "./plot/number_format.ts";
import { categoricalColor } from "./plot/palette.ts";

/** A power law L = prefactor · t^exponent fitted within a window. */
export interface GrowthLaw {
  /** The growth exponent α. */
  readonly exponent: number;
  /** Standard error of the exponent. */
  readonly exponentError?: number;
  /** L at t = 1. */
  readonly prefactor: number;
  /** First time of the fit. */
  readonly from: number;
  /** Last time of the fit. */
  readonly to: number;
}

/** L(t) of one ensemble. */
export interface GrowthCurve {
  /** Name in the legend, usually the temperature: `*T* = 0.1`. */
  readonly label: string;
  /** Times, rising. */
  readonly t: ArrayLike<number>;
  /** Domain size in lattice constants, shape of t. */
  readonly L: ArrayLike<number>;
  /** Standard error of L, shape of t. */
  readonly error?: ArrayLike<number>;
  /** A power law to draw with the data. */
  readonly fit?: GrowthLaw;
}

/** Options of the figure of domain growth. */
export interface GrowthOptions extends FigureOptions {
  /** Label of the horizontal axis; t/τ0 when left out. */
  readonly xLabel?: string;
  /** Label of the vertical axis; L when left out. */
  readonly yLabel?: string;
}

/** A fitted law between two times: on logarithmic axes a straight line. */
function sample({ exponent, prefactor }: GrowthLaw, from: number, to: number) {
  const x = [from, to];
  return { x, y: x.map((t) => prefactor * t ** exponent) };
}

/** @throws {ParameterError} if the fit cannot be drawn */
function checkFit(label: string, fit: GrowthLaw): void {
  const { exponent, prefactor, from, to } = fit;
  const finite = [exponent, prefactor, to].every(Number.isFinite);
  if (!finite || !(prefactor > 0 && from > 0 && from < to)) {
    throw new ParameterError(
      `The fit of "${label}" cannot be drawn: ${prefactor} t^${exponent} from t = ${from} to ${to}`,
    );
  }
}

function fitCurves({ label, t, fit }: GrowthCurve, color: string): Curve[] {
  if (fit === undefined) return [];
  checkFit(label, fit);
  const positive = Array.from(t).filter((time) => time > 0 && Number.isFinite(time));
  const [first = fit.from, last = fit.to] = extent(positive);
  const ends = [Math.min(fit.from, first), Math.max(fit.to, last)] as const;
  return [
    // The window as a broad, pale stroke under the data, and the law beyond it as a thin line.
    { ...sample(fit, fit.from, fit.to), color, lineWidth: 5, opacity: 0.25, guide: true },
    { ...sample(fit, ...ends), color, lineWidth: 0.6, line: "dashed", guide: true },
  ];
}

function labelOf({ label, fit }: GrowthCurve): string {
  if (fit === undefined) return label;
  return `${label}, *α* = ${formatUncertain(fit.exponent, fit.exponentError ?? 0)}`;
}

/**
 * L(t) on logarithmic axes with error bars and the fitted power laws (Fig. 7b of Fan and Chern,
 * Eq. 28). The broad stroke marks the window of the fit, the dashed line continues it, and the
 * legend gives the exponent with its error.
 *
 * @throws {ParameterError} if there is nothing positive to draw or a fit is not a power law
 * @throws {ShapeError} if the arrays of a curve differ in length
 *
 * @example
 * ```ts
 * import { drawGrowth } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const t = [1, 2, 4, 8, 16];
 * const fit = { exponent: 0.5, exponentError: 0.01, prefactor: 2, from: 2, to: 16 };
 * const svg = drawGrowth([{ label: "*T* = 0.1", t, L: t.map((x) => 2 * x ** 0.5), fit }]);
 * assert.ok(svg.includes("0.500 ± 0.010"));
 * ```
 */
export function drawGrowth(growth: readonly GrowthCurve[], options: GrowthOptions = {}): string {
  const { xLabel = "*t*/*τ*_0", yLabel = "*L*(*t*)" } = options;
  const curves = growth.flatMap((curve, i): Curve[] => {
    const color = categoricalColor(i);
    return [
      ...fitCurves(curve, color),
      {
        label: labelOf(curve),
        x: curve.t,
        y: curve.L,
        ...(curve.error === undefined ? {} : { error: curve.error }),
        color,
        line: "none",
        marker: MARKER_SHAPES[i % MARKER_SHAPES.length],
        open: true,
      },
    ];
  });
  const panel = curvePanel({
    x: { label: xLabel, scale: "log" },
    y: { label: yLabel, scale: "log" },
    curves,
  });
  return renderFigure({ panels: [panel], columns: 1 }, options);
}
