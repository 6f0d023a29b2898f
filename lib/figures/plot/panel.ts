import { axesMargins, type Axis, drawAxes, type Margins, type TickSide } from "./axes.ts";
import type { Point } from "./decimate.ts";
import { type Extent, type Layer, type LegendKey, type PanelScales, unite } from "./layer.ts";
import { drawLegend, legendSize } from "./legend.ts";
import { appendMath, mathWidth } from "./math_text.ts";
import { type Box, outline, place, type Placed, SIDES } from "./placement.ts";
import { type AxisScale, axisScale, type AxisSpec, resolveDomain } from "./scale.ts";
import { CAP_HEIGHT, FONT } from "./style.ts";
import type { SvgElement } from "./svg.ts";
import { chooseTicks } from "./ticks.ts";

/** A panel: two axes and what is drawn between them. */
export interface PanelSpec {
  readonly x: AxisSpec;
  readonly y: AxisSpec;
  readonly layers: readonly Layer[];
  /** Height of the frame over its width. */
  readonly aspect: number;
  /** Inside when left out. */
  readonly tickSide?: TickSide;
  /** What the axes must show; what the layers ask for when left out. */
  readonly extent?: Extent;
  /** Above the frame, in the markup of `parseMath`. */
  readonly title?: string;
  /** "(a)" and so on; inside the frame, or beside the title where there is one. */
  readonly label?: string;
}

/** A panel with everything worked out for a given size. */
export interface Panel {
  readonly spec: PanelSpec;
  readonly x: Axis;
  readonly y: Axis;
  readonly margins: Margins;
  readonly keys: readonly LegendKey[];
  readonly legend: Placed | undefined;
  readonly label: Placed | undefined;
  /** The fraction of the height that is kept free above the data. */
  readonly headroom: number;
  /** How badly its legend and label fit: what they cover, then the height given up for them. */
  readonly misfit: number;
}

/** Fractions of the height kept free, one after the other, until the legend covers nothing. */
const HEADROOMS = [0, 0.08, 0.16, 0.24, 0.32, 0.42, 0.52];
const TITLE_GAP = 4;
const TITLE_HEIGHT = FONT.panel * CAP_HEIGHT + TITLE_GAP;

function axisOf(spec: AxisSpec, scale: AxisScale, direction: "x" | "y"): Axis {
  const ticks = spec.ticks === undefined
    ? chooseTicks(scale, direction)
    : { major: spec.ticks, minor: [], exponent: 0 };
  return { spec, scale, ticks };
}

function marginsOf(spec: PanelSpec, x: Axis, y: Axis): Margins {
  const side = spec.tickSide ?? "in";
  const axes = side === "none" ? { left: 0, right: 0, top: 0, bottom: 0 } : axesMargins(x, y, side);
  return spec.title === undefined ? axes : { ...axes, top: Math.max(axes.top, TITLE_HEIGHT) };
}

type Size = Pick<Box, "width" | "height">;

/** A corner of a panel, as `CORNERS` has them. */
type Corner = readonly [number, number];

function placeLabel(
  spec: PanelSpec,
  size: Size,
  points: readonly Point[],
  corner: Corner,
): Placed | undefined {
  if (spec.label === undefined || spec.title !== undefined) return undefined;
  const box = { width: mathWidth(spec.label, FONT.panel), height: FONT.panel * CAP_HEIGHT };
  return place(box, size, points, [corner]);
}

/** What the axes of a panel must show. */
export function panelExtent({ x, y, layers, extent }: PanelSpec): Extent {
  const kinds = [x.scale ?? "linear", y.scale ?? "linear"] as const;
  return extent ?? unite(layers.map((layer) => layer.extent(...kinds)));
}

function scalesOf(spec: PanelSpec, size: Size, headroom: number): PanelScales {
  const extent = panelExtent(spec);
  const x = resolveDomain(spec.x, extent.x);
  const y = resolveDomain(spec.y, extent.y, headroom);
  return {
    x: axisScale(spec.x.scale ?? "linear", x, size.width, "x"),
    y: axisScale(spec.y.scale ?? "linear", y, size.height, "y"),
  };
}

function footprintOf(spec: PanelSpec, scales: PanelScales): Point[] {
  return spec.layers.flatMap((layer) => layer.footprint(scales));
}

/**
 * Works out axes, ticks and margins of a panel, and a place for the legend where it covers no data;
 * where there is none the vertical axis is lengthened upwards. The panel's label goes into `corner`.
 *
 * @throws {ParameterError} if there is nothing to draw
 */
export function preparePanel(
  spec: PanelSpec,
  size: Size,
  corner: Corner,
  headrooms: readonly number[] = HEADROOMS,
): Panel {
  const keys = spec.layers.flatMap(({ key }) => key === undefined ? [] : [key]);
  let best: Panel | undefined;
  for (const headroom of spec.y.max === undefined ? headrooms : [0]) {
    const scales = scalesOf(spec, size, headroom);
    const points = footprintOf(spec, scales);
    const label = placeLabel(spec, size, points, corner);
    const taken = label === undefined ? points : [...points, ...outline(label)];
    const legend = keys.length === 0 ? undefined : place(legendSize(keys), size, taken, SIDES);
    const [x, y] = [axisOf(spec.x, scales.x, "x"), axisOf(spec.y, scales.y, "y")];
    const covered = (legend?.covered ?? 0) + (label?.covered ?? 0);
    const margins = marginsOf(spec, x, y);
    const panel = {
      spec,
      x,
      y,
      margins,
      keys,
      legend,
      label,
      headroom,
      misfit: covered + headroom,
    };
    if (best === undefined || panel.misfit < best.misfit) best = panel;
    if (covered === 0) break;
  }
  if (best === undefined) throw new Error("A panel needs at least one headroom");
  return best;
}

function drawTitle(target: SvgElement, { spec, x }: Panel): void {
  if (spec.title === undefined) return;
  const { length } = x.scale;
  const text = { y: -TITLE_GAP, size: FONT.panel };
  const label = spec.label ?? "";
  const labelWidth = mathWidth(label, FONT.panel);
  const titleWidth = mathWidth(spec.title, FONT.panel);
  if (label !== "") appendMath(target, label, { x: 0, className: "panel-label", ...text });
  // Centred where the label leaves room for it, else right of the label.
  const centred = label === "" || length / 2 - titleWidth / 2 > labelWidth + 3;
  appendMath(target, spec.title, {
    ...text,
    x: centred ? length / 2 : labelWidth + 4,
    anchor: centred ? "middle" : "start",
    className: "title",
  });
}

/** Draws a panel with the upper left corner of its frame at a point of the figure. */
export function drawPanel(target: SvgElement, panel: Panel, left: number, top: number): void {
  const { spec, x, y, keys, legend, label } = panel;
  const scales = { x: x.scale, y: y.scale };
  const group = target.append("g", {
    class: "panel",
    transform: `translate(${left.toFixed(3)},${top.toFixed(3)})`,
  });
  const [width, height] = [x.scale.length.toFixed(3), y.scale.length.toFixed(3)];
  // Named after its size: a clip path of that name is the same in any other figure of a page.
  const id = `clip-${width}-${height}`;
  group.append("clipPath", { id }).append("rect", { width, height });
  const clipped = group.append("g", { "clip-path": `url(#${id})` });
  const free = group.append("g", { class: "markers" });
  for (const layer of spec.layers) layer.draw(clipped, free, scales);
  drawAxes(group, x, y, spec.tickSide ?? "in");
  drawTitle(group, panel);
  if (legend !== undefined) {
    if (legend.covered > 0) {
      const { x, y, width, height } = legend;
      group.append("rect", { x, y, width, height, fill: "white", "fill-opacity": 0.8 });
    }
    drawLegend(group, keys, legend);
  }
  if (label !== undefined && spec.label !== undefined) {
    const baseline = label.y + FONT.panel * CAP_HEIGHT;
    const placement = { x: label.x, y: baseline, size: FONT.panel, className: "panel-label" };
    appendMath(group, spec.label, placement);
  }
}
