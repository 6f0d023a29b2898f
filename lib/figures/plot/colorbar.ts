import type { Margins } from "./axes.ts";
import { appendMath, mathWidth } from "./math_text.ts";
import { powerOfTen } from "./number_format.ts";
import type { ColorScale } from "./palette.ts";
import type { Box } from "./placement.ts";
import { axisScale } from "./scale.ts";
import { CAP_HEIGHT, DESCENT, FONT, STROKE, TICK } from "./style.ts";
import type { SvgElement } from "./svg.ts";
import { chooseTicks, type Ticks } from "./ticks.ts";

/** The bar that says which colour stands for which value. */
export interface Colorbar {
  readonly colors: ColorScale;
  /** In the markup of `parseMath`. */
  readonly label: string;
}

/** Between the panels and the bar, and the width of the bar. */
const GAP = 7;
const WIDTH = 6;
const LABEL_GAP = 3;
/** Between the bar and the power of ten above it. */
const EXPONENT_GAP = 4;
/** Colours of the gradient: between them the eye sees no steps. */
const STOPS = 32;

function ticksOf({ colors }: Colorbar, length: number): Ticks {
  return chooseTicks(axisScale(colors.kind, colors.domain, length, "y"), "y");
}

function numbersWidth({ major, exponent }: Ticks): number {
  const labels = major.map(({ label }) => mathWidth(label, FONT.tick));
  const power = exponent === 0 ? 0 : mathWidth(`×${powerOfTen(exponent)}`, FONT.tick) - WIDTH;
  return Math.max(0, power, ...labels);
}

/** The room that a bar of this height takes beside, above and below the panels, in points. */
export function colorbarRoom(colorbar: Colorbar, height: number): Omit<Margins, "left"> {
  const ticks = ticksOf(colorbar, height);
  const label = colorbar.label === "" ? 0 : LABEL_GAP + FONT.label * (CAP_HEIGHT + DESCENT);
  const half = FONT.tick * CAP_HEIGHT / 2;
  return {
    right: GAP + WIDTH + TICK.pad + numbersWidth(ticks) + label,
    top: ticks.exponent === 0 ? half : EXPONENT_GAP + FONT.tick * 1.1,
    bottom: half,
  };
}

/** The gradient is named after its colours, so that figures on one page do not get in each other's way. */
function appendGradient(target: SvgElement, { colors, name }: ColorScale): string {
  const id = `colors-${name}`;
  const gradient = target.append("linearGradient", { id, x1: 0, y1: 1, x2: 0, y2: 0 });
  for (let i = 0; i <= STOPS; i++) {
    const [r, g, b] = colors[Math.round(i * (colors.length - 1) / STOPS)];
    gradient.append("stop", { offset: i / STOPS, "stop-color": `rgb(${r},${g},${b})` });
  }
  return id;
}

/** Draws the bar to the right of a box of panels. */
export function drawColorbar(target: SvgElement, colorbar: Colorbar, beside: Box): void {
  const { height } = beside;
  const ticks = ticksOf(colorbar, height);
  const scale = axisScale(colorbar.colors.kind, colorbar.colors.domain, height, "y");
  const group = target.append("g", {
    class: "colorbar",
    transform: `translate(${(beside.x + beside.width + GAP).toFixed(3)},${beside.y.toFixed(3)})`,
  });
  const fill = `url(#${appendGradient(group, colorbar.colors)})`;
  const stroke = { stroke: "black", "stroke-width": STROKE.frame };
  group.append("rect", { width: WIDTH, height, fill, ...stroke });
  const marks = ticks.major.map(({ value }) => `M${WIDTH},${scale.position(value).toFixed(3)}h-2`);
  group.append("path", { d: marks.join(""), fill: "none", ...stroke });
  for (const { value, label } of ticks.major) {
    const y = scale.position(value) + FONT.tick * CAP_HEIGHT / 2;
    appendMath(group, label, { x: WIDTH + TICK.pad, y, size: FONT.tick, className: "tick-label" });
  }
  if (ticks.exponent !== 0) {
    appendMath(group, `×${powerOfTen(ticks.exponent)}`, {
      x: 0,
      y: -EXPONENT_GAP,
      size: FONT.tick,
    });
  }
  if (colorbar.label !== "") {
    const x = colorbarRoom(colorbar, height).right - GAP - FONT.label * DESCENT;
    const placement = { x, y: height / 2, size: FONT.label, className: "axis-label" };
    appendMath(group, colorbar.label, { ...placement, anchor: "middle", vertical: true });
  }
}
