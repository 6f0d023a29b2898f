import { ParameterError } from "../../errors.ts";
import { drawColorbar } from "./colorbar.ts";
import { type GridSpec, layOut } from "./layout.ts";
import { drawPanel } from "./panel.ts";
import type { Box } from "./placement.ts";
import { FONT_FAMILY, POINTS_PER_MM, SINGLE_COLUMN } from "./style.ts";
import { createSvg, type SvgElement } from "./svg.ts";

/** What every figure takes. */
export interface FigureOptions {
  /** Width in mm: one column (86, the default of most figures) or two (178). */
  readonly width?: number;
  /** What the figure shows, for the title that a viewer displays and a screen reader reads. */
  readonly title?: string;
  /** Where its data come from (configuration hash, seed, versions): written into the file. */
  readonly provenance?: string;
}

/** A figure. */
export interface FigureSpec extends GridSpec {
  /** Drawn over the panels, for what belongs to the whole figure. */
  readonly overlay?: (target: SvgElement, frames: readonly Box[]) => void;
}

/** Widths in mm between which labels fit and a journal's page is not left. */
const WIDTHS = [30, 1000] as const;

/** The box around all frames. */
function around(frames: readonly Box[]): Box {
  const right = Math.max(...frames.map((frame) => frame.x + frame.width));
  const bottom = Math.max(...frames.map((frame) => frame.y + frame.height));
  const [{ x, y }] = frames;
  return { x, y, width: right - x, height: bottom - y };
}

/**
 * Lays out a figure and writes it as SVG, always the same for the same data.
 *
 * @throws {ParameterError} if the width is not from 30 to 1000 mm or there is nothing to draw
 */
export function renderFigure(spec: FigureSpec, options: FigureOptions): string {
  const { width = SINGLE_COLUMN, title, provenance } = options;
  if (!(width >= WIDTHS[0] && width <= WIDTHS[1])) {
    throw new ParameterError(
      `A figure must be from ${WIDTHS[0]} to ${WIDTHS[1]} mm wide: current value is ${width}`,
    );
  }
  if (spec.panels.length === 0) throw new ParameterError("Nothing to draw: no data were given");
  const layout = layOut(spec, width * POINTS_PER_MM);
  const { root, serialize } = createSvg({
    width: `${width}mm`,
    height: `${(layout.height / POINTS_PER_MM).toFixed(3)}mm`,
    viewBox: `0 0 ${layout.width.toFixed(3)} ${layout.height.toFixed(3)}`,
    "font-family": FONT_FAMILY,
    role: "img",
  });
  if (title !== undefined) root.append("title").text(title);
  if (provenance !== undefined) root.append("desc").text(provenance);
  const paper = { width: layout.width, height: layout.height, fill: "white" };
  root.append("rect", { class: "background", ...paper });
  layout.panels.forEach((panel, i) => {
    drawPanel(root, panel, layout.frames[i].x, layout.frames[i].y);
  });
  if (spec.colorbar !== undefined) drawColorbar(root, spec.colorbar, around(layout.frames));
  spec.overlay?.(root, layout.frames);
  return serialize();
}
