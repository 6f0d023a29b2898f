import { ParameterError } from "../errors.ts";
import type { PlaneGeometry } from "../lattice/plane_geometry.ts";
import { max, quantile } from "./plot/d3.ts";
import { type FigureOptions, renderFigure } from "./plot/figure.ts";
import { gridColumns } from "./plot/grid.ts";
import { mapPanel } from "./plot/map_panel.ts";
import { divergingScale } from "./plot/palette.ts";
import { panelLabel } from "./plot/panel_labels.ts";
import { roundUp } from "./plot/round_numbers.ts";
import { drawScaleBar } from "./plot/scale_bar.ts";
import { siteMap } from "./plot/site_map.ts";
import { DOUBLE_COLUMN, SINGLE_COLUMN } from "./plot/style.ts";

/** The order parameter on a lattice at one time. */
export interface DomainMap {
  /** Number of sites along x. */
  readonly width: number;
  /** Number of sites along y. */
  readonly height: number;
  /** φ_i at index x + width·y (Eq. 24); NaN where there is none. */
  readonly phi: ArrayLike<number>;
  /** How the sites lie in the plane; as those of the square lattice when left out. */
  readonly geometry?: PlaneGeometry;
  /** Title above the map, usually the time; `*t*` is italic, see `drawCurves`. */
  readonly label: string;
}

/** Options of the figure of domains. */
export interface DomainMapOptions extends FigureOptions {
  /** The colours reach from -limit to limit; by default to a round number above 99 % of all |φ|. */
  readonly limit?: number;
  /** Length of the scale bar in lattice constants; 0 for none, about a quarter when left out. */
  readonly scaleBar?: number;
  /** Number of maps side by side; at most 4 when left out. */
  readonly columns?: number;
  /** Label of the colour bar; φ when left out. */
  readonly colorLabel?: string;
}

function limitOf(maps: readonly DomainMap[]): number {
  const sizes = maps.flatMap(({ phi }) => Array.from(phi, Math.abs).filter(Number.isFinite));
  if (sizes.length === 0) {
    throw new ParameterError("Nothing to draw: no map of domains holds a finite number");
  }
  const most = quantile(sizes, 0.99) ?? 0;
  const largest = max(sizes) ?? 0;
  return roundUp(most || largest || 1);
}

/**
 * Maps of the order parameter φ_i at several times (Fig. 6b of Fan and Chern), side by side with one
 * colour bar and a scale bar in units of the distance between neighbours. A site is what is nearer to
 * it than to others, a square on the square lattice; y runs upwards.
 *
 * @throws {ParameterError} if there is nothing to draw or an option is not positive
 * @throws {ShapeError} if a map does not hold width × height values
 *
 * @example
 * ```ts
 * import { drawDomainMaps } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const phi = Float64Array.from({ length: 64 }, (_, i) => (i % 8 < 4 ? 1 : -1));
 * const svg = drawDomainMaps([{ width: 8, height: 8, phi, label: "*t* = 10 *τ*_0" }]);
 * assert.ok(svg.includes("data:image/png;base64,"));
 * ```
 */
export function drawDomainMaps(
  maps: readonly DomainMap[],
  options: DomainMapOptions = {},
): string {
  const columns = gridColumns(maps.length, options.columns ?? 4);
  const { limit = limitOf(maps), scaleBar, colorLabel = "*φ*" } = options;
  if (!(limit > 0 && Number.isFinite(limit))) {
    throw new ParameterError(
      `The limit of the colours must be positive: current value is ${limit}`,
    );
  }
  const colors = divergingScale(limit);
  const pictures = maps.map((map) => siteMap({ ...map, values: map.phi }));
  const panels = maps.map(({ label }, i) => ({
    ...mapPanel({ ...pictures[i], colors }),
    title: label,
    ...panelLabel(i, maps.length),
  }));
  const lengths = pictures.map(({ x: [left, right] }) => right - left);
  return renderFigure({
    panels,
    columns,
    colorbar: { colors, label: colorLabel },
    columnGap: 6,
    overlay(target, frames) {
      // One bar serves all maps of the same width.
      lengths.forEach((length, i) => {
        const needed = i === 0 || lengths.some((other) => other !== length);
        if (needed) drawScaleBar(target, frames[i], length, scaleBar);
      });
    },
  }, { width: columns > 1 ? DOUBLE_COLUMN : SINGLE_COLUMN, ...options });
}
