import { ParameterError, ShapeError } from "../errors.ts";
import { barsLayer } from "./plot/bars.ts";
import { curvePanel } from "./curves.ts";
import { dotsLayer } from "./plot/dots.ts";
import { type FigureOptions, renderFigure } from "./plot/figure.ts";
import { formatNumber } from "./plot/number_format.ts";
import { categoricalColor } from "./plot/palette.ts";
import type { PanelSpec } from "./plot/panel.ts";
import { panelLabel } from "./plot/panel_labels.ts";
import { referenceLine } from "./plot/reference_line.ts";
import type { ScaleKind } from "./plot/scale.ts";

/** Predicted against exact forces of one data set. */
export interface ParitySet {
  /** "training", "test" and so on. */
  readonly label: string;
  /** Reference values. */
  readonly exact: ArrayLike<number>;
  /** Shape of exact. */
  readonly predicted: ArrayLike<number>;
  /**
   * Errors of more sites than are drawn as dots: the histogram and its standard deviation are then
   * of these.
   */
  readonly errors?: ArrayLike<number>;
}

/** Options of the parity plot. */
export interface ParityOptions extends FigureOptions {
  /** Symbol of the quantity; F when left out. */
  readonly symbol?: string;
  /** Names of the two methods, for the subscripts; "ED" and "ML" when left out. */
  readonly methods?: readonly [exact: string, predicted: string];
  /** Vertical axis of the histogram; logarithmic when left out, which shows the tails. */
  readonly histogramScale?: ScaleKind;
}

const BINS = 101;
/** The histogram reaches as far as this fraction of the errors. */
const SHOWN = 0.999;

function errorsOf({ label, exact, predicted, errors }: ParitySet): Float64Array {
  if (exact.length !== predicted.length) {
    throw new ShapeError(
      `The set "${label}" has ${exact.length} exact but ${predicted.length} predicted values: ` +
        "lengths must agree",
    );
  }
  const all = errors === undefined
    ? Float64Array.from(exact, (value, i) => predicted[i] - value)
    : Float64Array.from(errors);
  return all.filter(Number.isFinite);
}

/** Standard deviation of the errors about their mean. */
function deviation(errors: Float64Array): number {
  const mean = errors.reduce((a, b) => a + b, 0) / errors.length;
  return Math.sqrt(errors.reduce((a, b) => a + (b - mean) ** 2, 0) / errors.length);
}

/** How far from zero the histogram of some sets reaches. */
function reachOf(errors: readonly Float64Array[]): number {
  const sizes = new Float64Array(errors.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const set of errors) {
    sizes.set(set.map(Math.abs), offset);
    offset += set.length;
  }
  sizes.sort();
  return (sizes[Math.floor(SHOWN * (sizes.length - 1))] ?? 0) * 1.05 || 1;
}

function histogram(errors: Float64Array, reach: number) {
  const width = 2 * reach / BINS;
  const counts = new Float64Array(BINS);
  for (const error of errors) {
    const bin = Math.floor((error + reach) / width);
    if (bin >= 0 && bin < BINS) counts[bin]++;
  }
  return {
    edges: Array.from({ length: BINS + 1 }, (_, i) => -reach + i * width),
    heights: counts.map((count) => count / (errors.length * width)),
  };
}

function histogramPanel(
  sets: readonly ParitySet[],
  scale: ScaleKind,
  axisLabel: string,
): PanelSpec {
  const errors = sets.map(errorsOf);
  const reach = reachOf(errors);
  const layers = sets.map(({ label }, i) => {
    if (errors[i].length === 0) throw new ParameterError(`The set "${label}" has no finite values`);
    const sigma = formatNumber(deviation(errors[i]), 3);
    return barsLayer({
      ...histogram(errors[i], reach),
      label: `*σ* = ${sigma}`,
      color: categoricalColor(i),
    });
  });
  return {
    x: { label: axisLabel, min: -reach, max: reach },
    y: { label: "*P*(*δ*)", scale, ...(scale === "linear" ? { min: 0 } : {}) },
    layers,
    aspect: 1,
    ...panelLabel(1, 2),
  };
}

function parityPanel(sets: readonly ParitySet[], xLabel: string, yLabel: string): PanelSpec {
  let [low, high] = [Infinity, -Infinity];
  for (const { exact, predicted } of sets) {
    for (const values of [exact, predicted]) {
      for (let i = 0; i < values.length; i++) {
        if (!Number.isFinite(values[i])) continue;
        low = Math.min(low, values[i]);
        high = Math.max(high, values[i]);
      }
    }
  }
  if (!(low <= high)) throw new ParameterError("Nothing to draw: no finite number in the data");
  const room = (high - low || 1) * 0.05;
  const ends = { min: low - room, max: high + room };
  const panel = curvePanel({
    x: { label: xLabel, ...ends },
    y: { label: yLabel, ...ends },
    curves: [],
  });
  const dots = sets.map(({ label, exact, predicted }, i) =>
    dotsLayer({ label, x: exact, y: predicted, color: categoricalColor(i) })
  );
  return { ...panel, aspect: 1, layers: [referenceLine(0, 1), ...dots], ...panelLabel(0, 2) };
}

/**
 * Predicted against exact values, and the distribution of the error δ (Figs. 2, 4 and 5 of Fan and
 * Chern). The legend of the second panel gives the standard deviation of δ over all of a set; the
 * histogram itself, a probability density, leaves out the largest 0.1 % of |δ|.
 *
 * @throws {ParameterError} if there is nothing to draw
 * @throws {ShapeError} if a set has more values of one kind than of the other
 *
 * @example
 * ```ts
 * import { drawParity } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const exact = Array.from({ length: 200 }, (_, i) => Math.sin(i));
 * const predicted = exact.map((F, i) => F + 1e-3 * Math.cos(7 * i));
 * const svg = drawParity([{ label: "test", exact, predicted }]);
 * assert.ok(svg.includes("test"));
 * ```
 */
export function drawParity(sets: readonly ParitySet[], options: ParityOptions = {}): string {
  const { symbol = "*F*", methods = ["ED", "ML"], histogramScale = "log" } = options;
  const [exact, predicted] = methods.map((method) => `${symbol}_{${method}}`);
  const delta = `*δ* = ${predicted} − ${exact}`;
  const panels = [parityPanel(sets, exact, predicted), histogramPanel(sets, histogramScale, delta)];
  return renderFigure({ panels, columns: 2 }, options);
}
