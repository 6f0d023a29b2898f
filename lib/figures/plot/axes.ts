import { appendMath, mathWidth } from "./math_text.ts";
import { powerOfTen } from "./number_format.ts";
import type { AxisScale, AxisSpec } from "./scale.ts";
import { CAP_HEIGHT, DESCENT, FONT, STROKE, TICK } from "./style.ts";
import type { SvgElement } from "./svg.ts";
import type { Ticks } from "./ticks.ts";

/** Where tick marks point: physics puts them inside, on all four sides; maps have them outside. */
export type TickSide = "in" | "out" | "none";

/** An axis with its scale and ticks worked out. */
export interface Axis {
  readonly spec: AxisSpec;
  readonly scale: AxisScale;
  readonly ticks: Ticks;
}

/** Room around a panel in points. */
export interface Margins {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Between the numbers of an axis and its label. */
const LABEL_GAP = 3;

function hasLabels(axis: Axis): boolean {
  return axis.spec.labels !== false;
}

function outward(side: TickSide): number {
  return TICK.pad + (side === "out" ? TICK.major : 0);
}

/** Distance from the frame to the far edge of the axis' numbers. */
function numbersDepth(axis: Axis, direction: "x" | "y", side: TickSide): number {
  if (!hasLabels(axis) || axis.ticks.major.length === 0) return 0;
  const widest = Math.max(...axis.ticks.major.map(({ label }) => mathWidth(label, FONT.tick)));
  return outward(side) + (direction === "y" ? widest : FONT.tick * CAP_HEIGHT);
}

function exponentText(axis: Axis): string {
  return axis.ticks.exponent === 0 ? "" : `×${powerOfTen(axis.ticks.exponent)}`;
}

/** The room that the numbers and labels of the axes take. */
export function axesMargins(x: Axis, y: Axis, side: TickSide): Margins {
  const labelHeight = FONT.label * (CAP_HEIGHT + DESCENT);
  const xLabel = hasLabels(x) && (x.spec.label !== "" || exponentText(x) !== "");
  const numbers = hasLabels(x) ? x.ticks.major : [];
  const lefts = numbers.map(({ value, label }) =>
    mathWidth(label, FONT.tick) / 2 - x.scale.position(value)
  );
  const rights = numbers.map(({ value, label }) =>
    mathWidth(label, FONT.tick) / 2 + x.scale.position(value) - x.scale.length
  );
  const yLabel = hasLabels(y) && y.spec.label !== "" ? LABEL_GAP + labelHeight : 0;
  return {
    left: Math.max(numbersDepth(y, "y", side) + yLabel, ...lefts),
    right: Math.max(0, ...rights),
    bottom: numbersDepth(x, "x", side) + (xLabel ? LABEL_GAP + labelHeight : FONT.tick * DESCENT),
    top: hasLabels(y) && exponentText(y) !== ""
      ? FONT.tick * 1.2 + 2
      : hasLabels(y)
      ? FONT.tick * CAP_HEIGHT / 2
      : 0,
  };
}

function tickPath(
  axis: Axis,
  values: readonly number[],
  size: number,
  direction: "x" | "y",
  across: number,
  side: TickSide,
): string {
  return values.map((value) => {
    const at = Math.round(axis.scale.position(value) * 1000) / 1000;
    if (direction === "x") {
      return side === "in"
        ? `M${at},0v${size}M${at},${across}v${-size}`
        : `M${at},${across}v${size}`;
    }
    return side === "in" ? `M0,${at}h${size}M${across},${at}h${-size}` : `M0,${at}h${-size}`;
  }).join("");
}

function drawTicks(
  target: SvgElement,
  axis: Axis,
  direction: "x" | "y",
  across: number,
  side: TickSide,
) {
  const major = axis.ticks.major.map(({ value }) => value);
  for (const [name, values] of [["major", major], ["minor", axis.ticks.minor]] as const) {
    if (values.length === 0) continue;
    target.append("path", {
      class: `ticks ${name} ${direction}`,
      d: tickPath(axis, values, TICK[name], direction, across, side),
      fill: "none",
      stroke: "black",
      "stroke-width": STROKE.tick,
    });
  }
}

function labelX(target: SvgElement, axis: Axis, height: number, side: TickSide): void {
  const baseline = height + numbersDepth(axis, "x", side);
  for (const { value, label } of axis.ticks.major) {
    const x = axis.scale.position(value);
    const placement = { x, y: baseline, size: FONT.tick, className: "tick-label x" };
    appendMath(target, label, { ...placement, anchor: "middle" });
  }
  const y = baseline + LABEL_GAP + FONT.label * CAP_HEIGHT;
  const { length } = axis.scale;
  if (axis.spec.label !== "") {
    const placement = { x: length / 2, y, size: FONT.label, className: "axis-label x" };
    appendMath(target, axis.spec.label, { ...placement, anchor: "middle" });
  }
  const exponent = exponentText(axis);
  if (exponent !== "") {
    appendMath(target, exponent, { x: length, y, size: FONT.tick, anchor: "end" });
  }
}

function labelY(target: SvgElement, axis: Axis, side: TickSide): void {
  const centre = FONT.tick * CAP_HEIGHT / 2;
  for (const { value, label } of axis.ticks.major) {
    const y = axis.scale.position(value) + centre;
    const placement = { x: -outward(side), y, size: FONT.tick, className: "tick-label y" };
    appendMath(target, label, { ...placement, anchor: "end" });
  }
  if (axis.spec.label !== "") {
    const x = -numbersDepth(axis, "y", side) - LABEL_GAP - FONT.label * DESCENT;
    const placement = { x, y: axis.scale.length / 2, size: FONT.label, className: "axis-label y" };
    appendMath(target, axis.spec.label, { ...placement, anchor: "middle", vertical: true });
  }
  const exponent = exponentText(axis);
  if (exponent !== "") appendMath(target, exponent, { x: 0, y: -4, size: FONT.tick });
}

/** Draws the frame of a panel with ticks, numbers and labels, over what is already there. */
export function drawAxes(target: SvgElement, x: Axis, y: Axis, side: TickSide): void {
  const width = x.scale.length;
  const height = y.scale.length;
  const group = target.append("g", { class: "axes" });
  if (side !== "none") {
    drawTicks(group, x, "x", height, side);
    drawTicks(group, y, "y", width, side);
  }
  group.append("rect", {
    class: "frame",
    width,
    height,
    fill: "none",
    stroke: "black",
    "stroke-width": STROKE.frame,
  });
  if (side === "none") return;
  if (hasLabels(x)) labelX(group, x, height, side);
  if (hasLabels(y)) labelY(group, y, side);
}
