import { ShapeError } from "../../errors.ts";
import type { Point } from "./decimate.ts";
import type { Extent, PanelScales } from "./layer.ts";
import type { MarkerShape } from "./markers.ts";
import { isDrawable, type ScaleKind } from "./scale.ts";

/** How a line is drawn. */
export type LineStyle = "solid" | "dashed" | "dotted" | "none";

/** A curve: points with or without errors. A value that is not finite leaves a gap. */
export interface Curve {
  /** Name in the legend, in the markup of `parseMath`; none when left out. */
  readonly label?: string;
  /** Abscissae; a line joins the points in the order given. */
  readonly x: ArrayLike<number>;
  /** Shape of x. */
  readonly y: ArrayLike<number>;
  /** Standard error of y, shape of x. */
  readonly error?: ArrayLike<number>;
  /** Errors as bars (the default) or as a band around the line. */
  readonly errorStyle?: "bars" | "band";
  /** Any CSS colour; by default the next of the palette of Okabe and Ito. */
  readonly color?: string;
  /** Solid when left out. */
  readonly line?: LineStyle;
  /** None when left out. */
  readonly marker?: MarkerShape | "none";
  /** Markers that are outlines only. */
  readonly open?: boolean;
  /** Width of the line in points. */
  readonly lineWidth?: number;
  /** Opacity of the line, from 0 to 1. */
  readonly opacity?: number;
  /** A guide to the eye: it neither sets the ends of the axes nor keeps the legend away. */
  readonly guide?: boolean;
}

/** @throws {ShapeError} if x, y and the errors differ in length */
export function checkShape({ label = "", x, y, error }: Curve): void {
  const lengths = [y.length, ...(error === undefined ? [] : [error.length])];
  if (lengths.some((length) => length !== x.length)) {
    throw new ShapeError(
      `The curve "${label}" has ${x.length} x but ${lengths.join(" y and ")}${
        lengths.length > 1 ? " errors" : " y"
      }: lengths must agree`,
    );
  }
}

/** Ends of the error bar of point i, or undefined where there is none. */
export function errorEnds(curve: Curve, i: number): readonly [number, number] | undefined {
  const error = curve.error?.[i];
  if (error === undefined || !(error > 0) || !Number.isFinite(error)) return undefined;
  return [curve.y[i] - error, curve.y[i] + error];
}

/** What the axes must show of a curve. */
export function extentOf(curve: Curve, xKind: ScaleKind, yKind: ScaleKind): Extent {
  const x: [number, number] = [Infinity, -Infinity];
  const y: [number, number] = [Infinity, -Infinity];
  for (let i = 0; i < curve.x.length; i++) {
    if (!isDrawable(curve.x[i], xKind) || !isDrawable(curve.y[i], yKind)) continue;
    x[0] = Math.min(x[0], curve.x[i]);
    x[1] = Math.max(x[1], curve.x[i]);
    for (const value of [curve.y[i], ...(errorEnds(curve, i) ?? [])]) {
      if (!isDrawable(value, yKind)) continue;
      y[0] = Math.min(y[0], value);
      y[1] = Math.max(y[1], value);
    }
  }
  return { x, y };
}

/** Positions of the points; NaN where a point cannot be drawn. */
export function positions(curve: Curve, { x, y }: PanelScales): Point[] {
  return Array.from(
    { length: curve.x.length },
    (_, i): Point =>
      isDrawable(curve.x[i], x.kind) && isDrawable(curve.y[i], y.kind)
        ? [x.position(curve.x[i]), y.position(curve.y[i])]
        : [NaN, NaN],
  );
}

/** Position along y, where a logarithmic axis puts zero and below far under its lower end. */
export function yPosition(value: number, { y }: PanelScales): number {
  return isDrawable(value, y.kind) ? y.position(value) : 2 * y.length;
}

/** False for the position of a gap. */
export const isThere = ([x, y]: Point): boolean => !Number.isNaN(x + y);

/** True for positions within the frame. */
export function isInside([x, y]: Point, scales: PanelScales): boolean {
  const slack = 0.01;
  return x >= -slack && x <= scales.x.length + slack && y >= -slack && y <= scales.y.length + slack;
}
