import { curvePanel } from "./curves.ts";
import type { Curve } from "./plot/curve.ts";
import { type FigureOptions, renderFigure } from "./plot/figure.ts";

/** Losses of a training run. */
export interface LossCurve {
  /** "training", "test" and so on. */
  readonly label: string;
  /** Number of the epoch or step. */
  readonly epoch: ArrayLike<number>;
  /** Shape of epoch; NaN leaves a gap. */
  readonly loss: ArrayLike<number>;
}

/** Options of the figure of losses. */
export interface LossCurveOptions extends FigureOptions {
  /** Label of the horizontal axis; "epoch" when left out. */
  readonly xLabel?: string;
  /** Label of the vertical axis; "loss" when left out. */
  readonly yLabel?: string;
}

/** So few epochs are labelled one by one: there is nothing at half an epoch. */
const FEW = 6;

function tickAt(value: number) {
  return { value, label: String(value) };
}

/**
 * Losses against epochs, the loss on a logarithmic axis.
 *
 * @throws {ParameterError} if there is nothing positive to draw
 * @throws {ShapeError} if the arrays of a curve differ in length
 *
 * @example
 * ```ts
 * import { drawLossCurves } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const epoch = [1, 2, 3, 4];
 * const svg = drawLossCurves([
 *   { label: "training", epoch, loss: [1, 0.1, 0.02, 0.01] },
 *   { label: "test", epoch, loss: [1.1, 0.12, 0.03, 0.02] },
 * ]);
 * assert.ok(svg.includes("training"));
 * ```
 */
export function drawLossCurves(
  losses: readonly LossCurve[],
  options: LossCurveOptions = {},
): string {
  const { xLabel = "epoch", yLabel = "loss" } = options;
  const curves = losses.map(({ label, epoch, loss }): Curve => ({
    label,
    x: epoch,
    y: loss,
    // One point makes no line to see.
    ...(epoch.length === 1 && { marker: "circle" }),
  }));
  const epochs = new Set(losses.flatMap(({ epoch }) => Array.from(epoch)));
  const x = { label: xLabel, ...(epochs.size <= FEW && { ticks: [...epochs].map(tickAt) }) };
  const panel = curvePanel({ x, y: { label: yLabel, scale: "log" }, curves });
  return renderFigure({ panels: [panel], columns: 1 }, options);
}
