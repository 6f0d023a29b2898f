import { precisionFixed, ticks, tickStep } from "./d3.ts";
import { mathWidth } from "./math_text.ts";
import { formatFixed, formatNumber, powerOfTen } from "./number_format.ts";
import type { AxisScale } from "./scale.ts";
import { FONT } from "./style.ts";

/** A labelled tick: its value on the axis and its label in the markup of `parseMath`. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** The ticks of an axis. */
export interface Ticks {
  readonly major: readonly Tick[];
  /** Values of the ticks without labels. */
  readonly minor: readonly number[];
  /** The labels are in units of 10 to this power. */
  readonly exponent: number;
}

/** Least clear space between neighbouring labels, in points. */
const GAP = { x: 9, y: 8 } as const;
/** Least distance of two minor ticks, in points. */
const MINOR_SPACING = 3;

/** Values within the domain, whose ends count although rounding may put them just outside. */
function inside(values: readonly number[], [low, high]: readonly [number, number]): number[] {
  const slack = (high - low) * 1e-9;
  return values.filter((value) => value >= low - slack && value <= high + slack);
}

function multiples(step: number, [low, high]: readonly [number, number]): number[] {
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}

function labelled(
  values: readonly number[],
  step: number,
  scientific: boolean,
): Pick<Ticks, "major" | "exponent"> {
  const largest = Math.max(...values.map(Math.abs));
  const decimals = precisionFixed(step);
  const exponent = largest > 0 && (scientific || largest >= 1e5 || decimals > 3)
    ? Math.floor(Math.log10(largest) + 1e-9)
    : 0;
  const unit = 10 ** exponent;
  const shown = Math.max(0, exponent === 0 ? decimals : precisionFixed(step / unit));
  const major = values.map((value) => ({ value, label: formatFixed(value / unit, shown) }));
  return { major, exponent };
}

/**
 * Ticks at multiples of 1, 2 or 5 × 10ⁿ, about `count` of them. Very large and very small labels, or
 * all when `scientific`, are in units of a power of ten.
 */
export function linearTicks(
  domain: readonly [number, number],
  count: number,
  scientific = false,
): Ticks {
  const step = tickStep(domain[0], domain[1], count);
  const values = inside(ticks(domain[0], domain[1], count), domain);
  if (values.length === 0) return { major: [], minor: [], exponent: 0 };
  // A step of 2 × 10ⁿ is halved twice, the others are divided into five.
  const mantissa = Math.round(step / 10 ** Math.floor(Math.log10(step) + 1e-9));
  const minorStep = step / (mantissa === 2 ? 4 : 5);
  const perStep = Math.round(step / minorStep);
  const minor = multiples(minorStep, domain).filter((value) =>
    Math.round(value / minorStep) % perStep !== 0
  );
  return { ...labelled(values, step, scientific), minor };
}

/** Ticks at every `stride`-th power of ten, minor ones at 2 … 9 times the powers between. */
export function decadeTicks([low, high]: readonly [number, number], stride = 1): Ticks {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const major: Tick[] = [];
  const minor: number[] = [];
  for (let n = first - 1; n <= last; n++) {
    if (n >= first && n % stride === 0) major.push({ value: 10 ** n, label: powerOfTen(n) });
    else if (n >= first) minor.push(10 ** n);
    if (stride > 1) continue;
    for (let k = 2; k < 10; k++) {
      const value = k * 10 ** n;
      if (value >= low && value <= high) minor.push(value);
    }
  }
  return { major, minor, exponent: 0 };
}

/** Ticks of a logarithmic axis at these multiples of the powers of ten, labelled as numbers. */
export function multipleTicks(
  [low, high]: readonly [number, number],
  multiples: readonly number[],
): Ticks {
  const major: Tick[] = [];
  const minor: number[] = [];
  for (let n = Math.floor(Math.log10(low)); n <= Math.log10(high); n++) {
    for (let k = 1; k < 10; k++) {
      const value = Number(`${k}e${n}`);
      if (value < low * (1 - 1e-9) || value > high * (1 + 1e-9)) continue;
      if (multiples.includes(k)) major.push({ value, label: formatNumber(value) });
      else minor.push(value);
    }
  }
  return { major, minor, exponent: 0 };
}

function* linearCandidates(domain: readonly [number, number], length: number): Generator<Ticks> {
  const most = Math.ceil(length / 18);
  const candidates = (scientific: boolean) =>
    Array.from({ length: most }, (_, i) => linearTicks(domain, most - i, scientific));
  const plain = candidates(false);
  const enough = ({ major }: Ticks) => major.length >= 3;
  // Long numbers such as 0.02 that leave room for one or two only are written as 2, times 10⁻².
  yield* plain.filter(enough);
  yield* candidates(true).filter(enough);
  yield* plain;
}

function* logCandidates(domain: readonly [number, number], length: number): Generator<Ticks> {
  const decades = Math.log10(domain[1] / domain[0]);
  if (decadeTicks(domain).major.length >= 2 && decades >= 1.5) {
    for (let stride = 1; stride <= decades; stride++) yield decadeTicks(domain, stride);
  }
  for (
    const multiples of [[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 4, 6, 8], [1, 2, 5], [1, 3], [1]]
  ) {
    const candidate = multipleTicks(domain, multiples);
    if (candidate.major.length >= 2) yield candidate;
  }
  // Less than a factor of two or so: the axis is nearly linear and takes such ticks.
  yield* linearCandidates(domain, length);
}

/** Whether the labels keep clear of each other along an axis. */
function uncrowded(candidate: Ticks, scale: AxisScale, direction: "x" | "y"): boolean {
  const places = candidate.major.map(({ value, label }) => ({
    at: scale.position(value),
    half: (direction === "x" ? mathWidth(label, FONT.tick) : FONT.tick) / 2,
  })).sort((a, b) => a.at - b.at);
  return places.every(({ at, half }, i) =>
    i === 0 || at - half - (places[i - 1].at + places[i - 1].half) >= GAP[direction]
  );
}

function withoutCrowdedMinors(chosen: Ticks, scale: AxisScale): Ticks {
  const places = [...chosen.minor, ...chosen.major.map((tick) => tick.value)]
    .map((value) => scale.position(value)).sort((a, b) => a - b);
  const least = places.reduce(
    (so_far, place, i) => i === 0 ? so_far : Math.min(so_far, place - places[i - 1]),
    Infinity,
  );
  // The ninth of a decade lies 0.046 decades from the tenth: half the spacing will do there.
  const needed = scale.kind === "log" ? MINOR_SPACING / 4 : MINOR_SPACING;
  return least < needed ? { ...chosen, minor: [] } : chosen;
}

/** The densest ticks of an axis whose labels do not crowd each other. */
export function chooseTicks(scale: AxisScale, direction: "x" | "y"): Ticks {
  const { kind, domain, length } = scale;
  const candidates = kind === "log"
    ? logCandidates(domain, length)
    : linearCandidates(domain, length);
  for (const candidate of candidates) {
    if (uncrowded(candidate, scale, direction)) return withoutCrowdedMinors(candidate, scale);
  }
  return { major: [], minor: [], exponent: 0 };
}
