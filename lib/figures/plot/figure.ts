import { ParameterError } from "../../errors.ts";
import { type Colorbar, colorbarWidth, drawColorbar } from "./colorbar.ts";
import { drawPanel, type Panel, type PanelSpec, preparePanel } from "./panel.ts";
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

/** A figure: panels in rows, read from left to right. */
export interface FigureSpec {
  readonly panels: readonly PanelSpec[];
  /** Number of panels side by side. */
  readonly columns: number;
  readonly colorbar?: Colorbar;
  /** Between the frames and labels of neighbouring columns and rows, in points. */
  readonly columnGap?: number;
  readonly rowGap?: number;
  /** Drawn over the panels, for what belongs to the whole figure. */
  readonly overlay?: (target: SvgElement, frames: readonly Box[]) => void;
}

/** White around the figure, so that no line is cut in half. */
const EDGE = 2;
/** How often sizes and margins, which depend on each other, are worked out in turn. */
const PASSES = 4;
/** Narrower than this in mm, no label fits. */
const LEAST_WIDTH = 30;

interface Layout {
  readonly panels: readonly Panel[];
  readonly frames: readonly Box[];
  /** In points. */
  readonly width: number;
  readonly height: number;
}

interface Sizes {
  readonly width: number;
  readonly heights: readonly number[];
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** One pass: the panels at the given sizes, and the sizes that their margins leave. */
function arrange(spec: FigureSpec, width: number, sizes: Sizes): [Layout, Sizes] {
  const { columns, columnGap = 8, rowGap = 6 } = spec;
  const rows = Math.ceil(spec.panels.length / columns);
  const panels = spec.panels.map((panel, i) =>
    preparePanel(panel, { width: sizes.width, height: sizes.heights[Math.floor(i / columns)] })
  );
  const along = (count: number, belongs: (i: number) => number, side: keyof Panel["margins"]) =>
    Array.from(
      { length: count },
      (_, k) =>
        Math.max(...panels.filter((_, i) => belongs(i) === k).map(({ margins }) => margins[side])),
    );
  const column = (i: number) => i % columns;
  const row = (i: number) => Math.floor(i / columns);
  const [lefts, rights] = [along(columns, column, "left"), along(columns, column, "right")];
  const [tops, bottoms] = [along(rows, row, "top"), along(rows, row, "bottom")];
  const barHeight = sum(sizes.heights) + sum(tops.slice(1)) + sum(bottoms.slice(0, -1)) +
    (rows - 1) * rowGap;
  const bar = spec.colorbar === undefined ? 0 : colorbarWidth(spec.colorbar, barHeight);
  const free = width - 2 * EDGE - sum(lefts) - sum(rights) - (columns - 1) * columnGap - bar;
  const frames = panels.map((_, i) => ({
    x: EDGE + sum(lefts.slice(0, column(i) + 1)) + sum(rights.slice(0, column(i))) +
      column(i) * (sizes.width + columnGap),
    y: EDGE + sum(tops.slice(0, row(i) + 1)) + sum(bottoms.slice(0, row(i))) +
      sum(sizes.heights.slice(0, row(i))) + row(i) * rowGap,
    width: sizes.width,
    height: sizes.heights[row(i)],
  }));
  const height = 2 * EDGE + sum(tops) + sum(bottoms) + sum(sizes.heights) + (rows - 1) * rowGap;
  const next = Math.max(10, free / columns);
  const heights = Array.from(
    { length: rows },
    (_, k) =>
      Math.max(...spec.panels.filter((_, i) => row(i) === k).map(({ aspect }) => aspect * next)),
  );
  return [{ panels, frames, width, height }, { width: next, heights }];
}

function layOut(spec: FigureSpec, width: number): Layout {
  const guess = width / spec.columns - 20;
  const rows = Math.ceil(spec.panels.length / spec.columns);
  let sizes: Sizes = { width: guess, heights: Array(rows).fill(guess) };
  for (let pass = 0; pass < PASSES; pass++) [, sizes] = arrange(spec, width, sizes);
  return arrange(spec, width, sizes)[0];
}

function colorbarFrame(frames: readonly Box[]): Box {
  const right = Math.max(...frames.map((frame) => frame.x + frame.width));
  const bottom = Math.max(...frames.map((frame) => frame.y + frame.height));
  const [{ x, y }] = frames;
  return { x, y, width: right - x, height: bottom - y };
}

/**
 * Lays out a figure and writes it as SVG, always the same for the same data.
 *
 * @throws {ParameterError} if the width is not at least 30 mm or there is nothing to draw
 */
export function renderFigure(spec: FigureSpec, options: FigureOptions): string {
  const { width = SINGLE_COLUMN, title, provenance } = options;
  if (!(width >= LEAST_WIDTH && width <= 1000)) {
    throw new ParameterError(
      `A figure must be from ${LEAST_WIDTH} to 1000 mm wide: current value is ${width}`,
    );
  }
  if (spec.panels.length === 0) throw new ParameterError("Nothing to draw: there are no data");
  const layout = layOut(spec, width * POINTS_PER_MM);
  const svg = createSvg({
    width: `${width}mm`,
    height: `${(layout.height / POINTS_PER_MM).toFixed(3)}mm`,
    viewBox: `0 0 ${layout.width.toFixed(3)} ${layout.height.toFixed(3)}`,
    "font-family": FONT_FAMILY,
    role: "img",
  });
  if (title !== undefined) svg.root.append("title").text(title);
  if (provenance !== undefined) svg.root.append("desc").text(provenance);
  svg.root.append("rect", {
    class: "background",
    width: layout.width,
    height: layout.height,
    fill: "white",
  });
  layout.panels.forEach((panel, i) =>
    drawPanel(svg.root, panel, layout.frames[i].x, layout.frames[i].y)
  );
  if (spec.colorbar !== undefined) {
    drawColorbar(svg.root, spec.colorbar, colorbarFrame(layout.frames));
  }
  spec.overlay?.(svg.root, layout.frames);
  return svg.serialize();
}
