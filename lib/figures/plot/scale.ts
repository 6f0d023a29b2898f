import { ParameterError } from "../../errors.ts";
import { scaleLinear, scaleLog } from "./d3.ts";

/** How values are spread along an axis. */
export type ScaleKind = "linear" | "log";

/** What an axis shows and how. */
export interface AxisSpec {
  /** In the markup of `parseMath`. */
  readonly label: string;
  /** Linear when left out. */
  readonly scale?: ScaleKind;
  /** Ends of the axis; what is left out follows from the data with a little room. */
  readonly min?: number;
  /** See `min`. */
  readonly max?: number;
  /** False where a neighbouring panel shows the same axis. */
  readonly labels?: boolean;
  /** Ticks in place of the usual ones. */
  readonly ticks?: readonly { readonly value: number; readonly label: string }[];
}

/** The map from values to points along an axis. */
export interface AxisScale {
  readonly kind: ScaleKind;
  readonly domain: readonly [number, number];
  /** Length of the axis in points. */
  readonly length: number;
  /** Distance in points from the left (x) or the top (y) of the panel. */
  position(value: number): number;
}

/** Room between the data and the ends of an axis, as a fraction of its length. */
const PADDING = 0.05;

/** True for values that the axis can show. */
export function isDrawable(value: number, kind: ScaleKind): boolean {
  return Number.isFinite(value) && (kind === "linear" || value > 0);
}

function padded(low: number, high: number, headroom: number): [number, number] {
  if (low === high) {
    const half = Math.abs(low) * 0.1 || 0.5;
    return [low - half, high + half];
  }
  const span = high - low;
  return [low - PADDING * span, high + (PADDING + headroom) * span];
}

/**
 * The ends of an axis for data that reach from `extent[0]` to `extent[1]`, with the fraction
 * `headroom` of that reach kept free at the upper end.
 *
 * @throws {ParameterError} if nothing can be drawn or the given ends are not in order
 */
export function resolveDomain(
  spec: AxisSpec,
  extent: readonly [number, number],
  headroom = 0,
): [number, number] {
  const log = spec.scale === "log";
  const name = spec.label.replace(/[*\\{}]/g, "");
  if (!(extent[0] <= extent[1])) {
    const wanted = log ? "positive number (the axis is logarithmic)" : "finite number";
    throw new ParameterError(`Nothing to draw along the axis "${name}": no ${wanted} in the data`);
  }
  const [low, high] = log
    ? padded(Math.log10(extent[0]), Math.log10(extent[1]), headroom).map((x) => 10 ** x)
    : padded(extent[0], extent[1], headroom);
  const domain: [number, number] = [spec.min ?? low, spec.max ?? high];
  if (!(domain[0] < domain[1]) || (log && !(domain[0] > 0))) {
    throw new ParameterError(
      `The axis "${name}" cannot reach from ${domain[0]} to ${domain[1]}: ` +
        `accepted are ${log ? "positive " : ""}numbers in rising order`,
    );
  }
  return domain;
}

/** The scale of an axis: x runs to the right, y upwards. */
export function axisScale(
  kind: ScaleKind,
  domain: readonly [number, number],
  length: number,
  direction: "x" | "y",
): AxisScale {
  const range = direction === "x" ? [0, length] : [length, 0];
  const d3Scale = (kind === "log" ? scaleLog() : scaleLinear()).domain(domain).range(range);
  return { kind, domain, length, position: (value) => d3Scale(value) };
}
