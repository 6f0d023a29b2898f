import { interpolateRdBu, interpolateViridis, rgb } from "./d3.ts";
import type { ScaleKind } from "./scale.ts";

/**
 * Colours of Okabe and Ito that every kind of colour vision tells apart, those first that stand out
 * best on white paper; their yellow, too light for a line, is left out.
 */
export const OKABE_ITO: readonly string[] = [
  "#0072b2",
  "#d55e00",
  "#009e73",
  "#cc79a7",
  "#e69f00",
  "#56b4e9",
  "#000000",
];

/** Colour of curve i where curves are kinds of things. */
export function categoricalColor(i: number): string {
  return OKABE_ITO[i % OKABE_ITO.length];
}

/** Colour of curve i of n where curves have an order, such as times: viridis without its yellow. */
export function orderedColor(i: number, n: number): string {
  return rgb(interpolateViridis(n < 2 ? 0.3 : 0.05 + 0.8 * i / (n - 1))).formatHex();
}

/** Red, green and blue from 0 to 255. */
export type Rgb = readonly [number, number, number];

/** Number of colours of a map; odd, so that a diverging one has a middle. */
export const COLOR_COUNT = 255;

/** Colour of sites without a value. */
export const MISSING: Rgb = [190, 190, 190];

/** The map from values to colours. */
export interface ColorScale {
  readonly kind: ScaleKind;
  readonly domain: readonly [number, number];
  /** Name of the colours, for the gradient of the colour bar. */
  readonly name: string;
  /** The colours from the lower to the upper end, shape [COLOR_COUNT]. */
  readonly colors: readonly Rgb[];
  /** Index of the colour of a value; the ends take what lies beyond, NaN gives COLOR_COUNT. */
  index(value: number): number;
}

function colorScale(
  name: string,
  kind: ScaleKind,
  domain: readonly [number, number],
  interpolate: (t: number) => string,
): ColorScale {
  const colors = Array.from({ length: COLOR_COUNT }, (_, i): Rgb => {
    const { r, g, b } = rgb(interpolate(i / (COLOR_COUNT - 1)));
    return [r, g, b];
  });
  const on = kind === "log" ? Math.log : (value: number) => value;
  const [low, high] = domain.map(on);
  return {
    kind,
    domain,
    name,
    colors,
    index(value) {
      if (Number.isNaN(value)) return COLOR_COUNT;
      // Zero and below lie under every logarithmic scale.
      const t = kind === "log" && value <= 0 ? 0 : (on(value) - low) / (high - low);
      return Math.round(Math.min(1, Math.max(0, t)) * (COLOR_COUNT - 1));
    },
  };
}

/** Blue through white to red, for values from -limit to limit; without the nearly black ends. */
export function divergingScale(limit: number): ColorScale {
  const colors = (t: number) => interpolateRdBu(0.92 - 0.84 * t);
  return colorScale("RdBu", "linear", [-limit, limit], colors);
}

/** Viridis, for values within the domain. */
export function sequentialScale(kind: ScaleKind, domain: readonly [number, number]): ColorScale {
  return colorScale("viridis", kind, domain, interpolateViridis);
}
