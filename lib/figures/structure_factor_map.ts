import { type PlaneGeometry, spacing } from "../lattice/plane_geometry.ts";
import { ParameterError, ShapeError } from "../errors.ts";
import { max, min } from "./plot/d3.ts";
import { type FigureOptions, renderFigure } from "./plot/figure.ts";
import { gridColumns } from "./plot/grid.ts";
import { type ColorScale, sequentialScale } from "./plot/palette.ts";
import type { PanelSpec } from "./plot/panel.ts";
import { panelLabel } from "./plot/panel_labels.ts";
import { pixelMapLayer } from "./plot/pixel_map.ts";
import type { ScaleKind } from "./plot/scale.ts";
import { DOUBLE_COLUMN, SINGLE_COLUMN } from "./plot/style.ts";

/** The structure factor of a lattice at one time. */
export interface StructureFactorMap {
  /** Number of wave numbers along k_x. */
  readonly width: number;
  /** Number of wave numbers along k_y. */
  readonly height: number;
  /** S(k) at index a + width·b for k = 2π (a/width, b/height), as a Fourier transform gives it. */
  readonly S: ArrayLike<number>;
  /** Title above the map, usually the time; `*t*` is italic, see `drawCurves`. */
  readonly label: string;
  /** How the sites lie in the plane; as those of the square lattice when left out. */
  readonly geometry?: PlaneGeometry;
}

/** Options of the figure of structure factors. */
export interface StructureFactorMapOptions extends FigureOptions {
  /**
   * Shows wave vectors up to this far from the ordering wave vector, (π, π) on the square lattice, in
   * units of its components; 1 when left out.
   */
  readonly window?: number;
  /** Logarithmic colours when left out. */
  readonly scale?: ScaleKind;
  /** Ends of the colours; when left out the largest value and, if logarithmic, 10⁻⁴ of it or 0. */
  readonly range?: readonly [number, number];
  /** Number of maps side by side; at most 4 when left out. */
  readonly columns?: number;
}

/** Decades that logarithmic colours span when nothing else is asked for. */
const DECADES = 4;

function colorsOf(
  maps: readonly StructureFactorMap[],
  kind: ScaleKind,
  range: readonly [number, number] | undefined,
): ColorScale {
  const values = maps.flatMap(({ S }) => Array.from(S)).filter((s) => Number.isFinite(s) && s > 0);
  const highest = max(values);
  if (highest === undefined) {
    throw new ParameterError("Nothing to draw: no structure factor holds a positive number");
  }
  const lowest = Math.max(min(values) ?? 0, highest * 10 ** -DECADES);
  const [low, high] = range ?? [kind === "log" ? Math.min(lowest, highest / 10) : 0, highest];
  if (!(low < high) || (kind === "log" && !(low > 0))) {
    throw new ParameterError(
      `The colours cannot reach from ${low} to ${high}: accepted are ` +
        `${kind === "log" ? "positive " : ""}numbers in rising order`,
    );
  }
  return sequentialScale(kind, [low, high]);
}

/** Wave numbers 2πa/n around π, at most half a step beyond the window: their a, which may be n. */
function around(n: number, window: number): number[] {
  const first = Math.ceil((1 - window) * n / 2 - 0.5);
  const last = Math.floor((1 + window) * n / 2 + 0.5);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

function mapOf(map: StructureFactorMap, window: number, colors: ColorScale): PanelSpec {
  const { width, height, S } = map;
  if (!(width >= 1 && height >= 1) || S.length !== width * height) {
    throw new ShapeError(
      `A map of ${width} × ${height} wave vectors needs as many values: given are ${S.length}`,
    );
  }
  const [columns, rows] = [around(width, window), around(height, window)];
  // S is periodic: the edge at 2π repeats that at 0, so that (π, π) is the middle of the picture.
  const values = rows.flatMap((b) => columns.map((a) => S[a % width + width * (b % height)]));
  const [dx, dy] = map.geometry === undefined ? [1, 1] : spacing(map.geometry);
  const edges = (indices: readonly number[], n: number, d: number): [number, number] => [
    2 * (indices[0] - 0.5) / n / d,
    2 * (indices[indices.length - 1] + 0.5) / n / d,
  ];
  const ends = (d: number) => ({ min: (1 - window) / d, max: (1 + window) / d });
  return {
    x: { label: "*k_x*/π", ...ends(dx) },
    y: { label: "*k_y*/π", ...ends(dy) },
    layers: [pixelMapLayer({
      values,
      width: columns.length,
      height: rows.length,
      x: edges(columns, width, dx),
      y: edges(rows, height, dy),
      colors,
    })],
    aspect: dx / dy,
    tickSide: "out",
    title: map.label,
  };
}

/**
 * Maps of the structure factor S(k, t) centred on the ordering wave vector, (π, π) (Fig. 6c of Fan and Chern, Eq. 25), side by
 * side with one colour bar.
 *
 * @throws {ParameterError} if there is nothing positive to draw or an option is out of range
 * @throws {ShapeError} if a map does not hold width × height values
 *
 * @example
 * ```ts
 * import { drawStructureFactorMaps } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const S = new Float64Array(64).fill(0.01);
 * S[4 + 8 * 4] = 10; // k = (π, π)
 * const svg = drawStructureFactorMaps([{ width: 8, height: 8, S, label: "*t* = 10 *τ*_0" }]);
 * assert.ok(svg.includes("data:image/png;base64,"));
 * ```
 */
export function drawStructureFactorMaps(
  maps: readonly StructureFactorMap[],
  options: StructureFactorMapOptions = {},
): string {
  const columns = gridColumns(maps.length, options.columns ?? 4);
  const { window = 1, scale = "log", range } = options;
  if (!(window > 0 && window <= 1)) {
    throw new ParameterError(
      `The window around (π, π) must be from 0 to 1, in units of π: current value is ${window}`,
    );
  }
  const colors = colorsOf(maps, scale, range);
  const panels = maps.map((map, i): PanelSpec => {
    const panel = mapOf(map, window, colors);
    const first = i % columns === 0;
    return { ...panel, y: { ...panel.y, labels: first }, ...panelLabel(i, maps.length) };
  });
  return renderFigure({
    panels,
    columns,
    colorbar: { colors, label: "*S*(**k**)" },
    columnGap: 7,
  }, { width: columns > 1 ? DOUBLE_COLUMN : SINGLE_COLUMN, ...options });
}
