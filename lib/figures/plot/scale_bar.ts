import { ParameterError } from "../../errors.ts";
import { appendMath, mathWidth } from "./math_text.ts";
import { formatNumber } from "./number_format.ts";
import type { Box } from "./placement.ts";
import { roundDown } from "./round_numbers.ts";
import { CAP_HEIGHT, FONT } from "./style.ts";
import type { SvgElement } from "./svg.ts";

const INSET = 4;
const PADDING = 3;
const THICKNESS = 1.5;

/**
 * Draws a scale bar into the lower left corner of a map that is `sites` lattice constants wide.
 * Without a length it takes a round one of about a quarter of the width; a length of 0 draws none.
 *
 * @throws {ParameterError} if the length is negative or longer than the map
 */
export function drawScaleBar(target: SvgElement, frame: Box, sites: number, length?: number): void {
  const constants = length ?? roundDown(Math.max(1, sites / 4));
  if (constants === 0) return;
  if (!(constants > 0 && constants <= sites)) {
    throw new ParameterError(
      `The scale bar must be from 0 to ${sites} lattice constants long: current value is ${length}`,
    );
  }
  const label = `${formatNumber(constants)} *a*`;
  const bar = constants * frame.width / sites;
  const width = Math.max(bar, mathWidth(label, FONT.legend)) + 2 * PADDING;
  const height = FONT.legend * CAP_HEIGHT + THICKNESS + 3 * PADDING;
  const x = frame.x + INSET;
  const y = frame.y + frame.height - INSET - height;
  const group = target.append("g", { class: "scale-bar" });
  group.append("rect", { x, y, width, height, rx: 1.5, fill: "white", "fill-opacity": 0.85 });
  const middle = x + width / 2;
  const line = { x: middle - bar / 2, y: y + height - PADDING - THICKNESS };
  group.append("rect", { class: "bar", ...line, width: bar, height: THICKNESS });
  const baseline = y + PADDING + FONT.legend * CAP_HEIGHT;
  appendMath(group, label, { x: middle, y: baseline, size: FONT.legend, anchor: "middle" });
}
