import { type Colorbar, colorbarRoom } from "./colorbar.ts";
import { type Panel, panelExtent, type PanelSpec, preparePanel } from "./panel.ts";
import { type Box, CORNERS } from "./placement.ts";

/** Panels in rows, read from left to right. */
export interface GridSpec {
  readonly panels: readonly PanelSpec[];
  /** Number of panels side by side. */
  readonly columns: number;
  readonly colorbar?: Colorbar;
  /** Between the frames and labels of neighbouring columns and rows, in points. */
  readonly columnGap?: number;
  readonly rowGap?: number;
  /** All panels keep as much free above their data as the one that needs most. */
  readonly sameHeadroom?: boolean;
}

/** The panels of a figure, prepared for their sizes, with the places of their frames in points. */
export interface Layout {
  readonly panels: readonly Panel[];
  readonly frames: readonly Box[];
  readonly width: number;
  readonly height: number;
}

/** White around the figure, so that no line is cut in half. */
const EDGE = 2;
/** How often the width of the frames and their margins, which depend on each other, take turns. */
const PASSES = 4;
/** However wide the labels, the frames keep this much in points. */
const LEAST_FRAME = 10;

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** The first of the candidates with the least cost. */
function least<T>(candidates: readonly T[], cost: (candidate: T) => number): T {
  const costs = candidates.map(cost);
  return candidates[costs.indexOf(Math.min(...costs))];
}

/** All panels carry their "(a)" in the same corner: the one that suits them best. */
function preparePanels({ panels, sameHeadroom }: GridSpec, frameWidth: number): Panel[] {
  const corners = panels.some(({ label }) => label !== undefined) ? CORNERS : [CORNERS[0]];
  const candidates = corners.map((corner) => {
    const prepare = (headrooms?: readonly number[]) =>
      panels.map((panel) => {
        const size = { width: frameWidth, height: panel.aspect * frameWidth };
        return preparePanel(panel, size, corner, headrooms);
      });
    const prepared = prepare();
    return sameHeadroom ? prepare([Math.max(...prepared.map((p) => p.headroom))]) : prepared;
  });
  return least(candidates, (prepared) => sum(prepared.map(({ misfit }) => misfit)));
}

/** The largest value in each of `count` groups. */
function largest(
  panels: readonly Panel[],
  count: number,
  group: (i: number) => number,
  value: (panel: Panel) => number,
): number[] {
  const found: number[] = Array(count).fill(0);
  panels.forEach((panel, i) => found[group(i)] = Math.max(found[group(i)], value(panel)));
  return found;
}

/** Starts of cells that follow each other, each of a size and with room before and after it. */
function starts(
  before: readonly number[],
  sizes: readonly number[],
  after: readonly number[],
  gap: number,
): { readonly at: number[]; readonly end: number } {
  let end = EDGE - gap;
  const at = sizes.map((size, k) => {
    const start = end + gap + before[k];
    end = start + size + after[k];
    return start;
  });
  return { at, end: end + EDGE };
}

/** One pass: the layout for a width of the frames, and the width that its margins leave for them. */
function arrange(spec: GridSpec, width: number, frameWidth: number): [Layout, number] {
  const { columns, columnGap = 8, rowGap = 6, colorbar } = spec;
  const panels = preparePanels(spec, frameWidth);
  const rows = Math.ceil(panels.length / columns);
  const column = (i: number) => i % columns;
  const row = (i: number) => Math.floor(i / columns);
  const lefts = largest(panels, columns, column, ({ margins }) => margins.left);
  const rights = largest(panels, columns, column, ({ margins }) => margins.right);
  const tops = largest(panels, rows, row, ({ margins }) => margins.top);
  const bottoms = largest(panels, rows, row, ({ margins }) => margins.bottom);
  const heights = largest(panels, rows, row, ({ y }) => y.scale.length);
  const barHeight = sum(heights) + sum(tops.slice(1)) + sum(bottoms.slice(0, -1)) +
    (rows - 1) * rowGap;
  const bar = colorbar === undefined ? undefined : colorbarRoom(colorbar, barHeight);
  tops[0] = Math.max(tops[0], bar?.top ?? 0);
  bottoms[rows - 1] = Math.max(bottoms[rows - 1], bar?.bottom ?? 0);
  const across = starts(lefts, Array(columns).fill(frameWidth), rights, columnGap);
  const down = starts(tops, heights, bottoms, rowGap);
  const frames = panels.map(({ y }, i) => ({
    x: across.at[column(i)],
    y: down.at[row(i)],
    width: frameWidth,
    height: y.scale.length,
  }));
  const excess = across.end + (bar?.right ?? 0) - width;
  const next = Math.max(LEAST_FRAME, frameWidth - excess / columns);
  return [{ panels, frames, width, height: down.end }, next];
}

/**
 * Finds sizes and places of the panels of a figure of this width, in points.
 *
 * @throws {ParameterError} if there is nothing to draw in a panel
 */
export function layOut(spec: GridSpec, width: number): Layout {
  // The data's extent is the same in every pass.
  const panels = spec.panels.map((panel) => ({ ...panel, extent: panelExtent(panel) }));
  const grid = { ...spec, panels };
  let frameWidth = width / spec.columns - 20;
  for (let pass = 0; pass < PASSES; pass++) [, frameWidth] = arrange(grid, width, frameWidth);
  return arrange(grid, width, frameWidth)[0];
}
