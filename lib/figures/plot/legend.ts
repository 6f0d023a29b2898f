import type { LegendKey } from "./layer.ts";
import { appendMath, mathWidth } from "./math_text.ts";
import type { Box } from "./placement.ts";
import { CAP_HEIGHT, FONT } from "./style.ts";
import type { SvgElement } from "./svg.ts";

const SAMPLE = 13;
const SAMPLE_GAP = 4;
const ROW = FONT.legend * 1.25;

/** The size of a legend in points. */
export function legendSize(keys: readonly LegendKey[]): Pick<Box, "width" | "height"> {
  const widest = Math.max(0, ...keys.map(({ label }) => mathWidth(label, FONT.legend)));
  return { width: SAMPLE + SAMPLE_GAP + widest, height: ROW * keys.length };
}

/** Draws a legend with its upper left corner at the box's. */
export function drawLegend(target: SvgElement, keys: readonly LegendKey[], box: Box): void {
  const group = target.append("g", { class: "legend" });
  keys.forEach((key, i) => {
    const middle = box.y + ROW * (i + 0.5);
    key.draw(group, box.x, middle, SAMPLE);
    appendMath(group, key.label, {
      x: box.x + SAMPLE + SAMPLE_GAP,
      y: middle + FONT.legend * CAP_HEIGHT / 2,
      size: FONT.legend,
      className: "legend-label",
    });
  });
}
