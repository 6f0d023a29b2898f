import { NumericalError } from "../../errors.ts";
import { poleFermi, type PoleSet } from "../pole_expansion.ts";
import { fitReference } from "./fit_reference.ts";

/** A pole set with the points where its error is largest, from which the next one is started. */
export interface MinimaxSet extends PoleSet {
  /** The 2J + 1 extrema of the error, ascending, shape [2J + 1]. */
  readonly extrema: readonly number[];
}

/** Largest and smallest extremum of the error may differ by this much of the largest. */
const LEVELLED = 0.02;

/**
 * The pole set of least maximal error, by Remez' second algorithm: fit a set whose error has the same
 * size and alternating signs at 2J + 1 reference points, take the extrema of that error for reference
 * points, and again. What it needs is a start close enough; see `stretchSet`.
 *
 * @param start poles, and 2J + 1 ascending extrema to begin with, the last one being the range
 * @throws {NumericalError} if the start was too far off
 */
export function minimaxPoleSet(start: Pick<MinimaxSet, "y" | "w" | "extrema">): MinimaxSet {
  const poles = start.y.length;
  const range = start.extrema[2 * poles];
  let current = start;
  for (let exchange = 0; exchange < 30; exchange++) {
    const fit = fitReference(current.extrema, current);
    if (!fit) break;
    const set = { range, poles, maxError: 0, ...fit };
    const extrema = errorExtrema(set);
    if (extrema.length !== 2 * poles + 1) break;
    const sizes = extrema.map(({ error }) => Math.abs(error));
    const maxError = Math.max(...sizes);
    current = { ...fit, extrema: extrema.map(({ x }) => x) };
    if (Math.min(...sizes) >= (1 - LEVELLED) * maxError) return { ...set, ...current, maxError };
  }
  throw new NumericalError(`No minimax set of ${poles} poles for |x| ≤ ${range} from this start`);
}

/**
 * A start for another range or number of poles from a set at hand: its extrema and poles, stretched
 * in the logarithm from the first one to the end of the range and dealt out anew.
 */
export function stretchSet(
  { y, w, extrema }: MinimaxSet,
  range: number,
  poles: number,
): Pick<MinimaxSet, "y" | "w" | "extrema"> {
  const ratio = range / extrema[extrema.length - 1];
  const newY = stretch(y, y[y.length - 1] * ratio, poles);
  // A weight is about the distance to the neighbouring poles.
  const scale = newY.map((yj) => yj / y.reduce((a, b) => nearer(a, b, yj)));
  const newW = newY.map((yj, j) => w[y.indexOf(y.reduce((a, b) => nearer(a, b, yj)))] * scale[j]);
  return { y: newY, w: newW, extrema: stretch(extrema, range, 2 * poles + 1) };
}

/** Of two numbers the one nearer to a third in the logarithm. */
function nearer(a: number, b: number, to: number): number {
  return Math.abs(Math.log(b / to)) < Math.abs(Math.log(a / to)) ? b : a;
}

/** Ascending numbers dealt out anew, in the logarithm, from the first of them to a new last one. */
function stretch(numbers: readonly number[], last: number, count: number): number[] {
  const logarithms = numbers.map(Math.log);
  const first = logarithms[0], span = logarithms[numbers.length - 1] - first;
  return Array.from({ length: count }, (_, i) => {
    if (i === count - 1) return last;
    const place = i / (count - 1) * (numbers.length - 1);
    const k = Math.min(Math.floor(place), Math.max(0, numbers.length - 2));
    const between = logarithms[k] + (place - k) * ((logarithms[k + 1] ?? first) - logarithms[k]);
    const share = span === 0 ? 0 : (between - first) / span;
    return Math.exp(first + share * (Math.log(last) - first));
  });
}

/** The largest error on every stretch of one sign, in the order of x. */
export function errorExtrema(set: PoleSet): { readonly x: number; readonly error: number }[] {
  const points = 200 * set.poles;
  const low = Math.log(0.05), high = Math.log(set.range);
  const extrema: { x: number; error: number }[] = [];
  for (let p = 0; p <= points; p++) {
    const x = p === points ? set.range : Math.exp(low + (high - low) * p / points);
    const error = poleError(set, x);
    const last = extrema[extrema.length - 1];
    if (!last || Math.sign(error) !== Math.sign(last.error)) extrema.push({ x, error });
    else if (Math.abs(error) > Math.abs(last.error)) extrema[extrema.length - 1] = { x, error };
  }
  return extrema;
}

/** Error of a set at x, correct to a few roundings of 1/2. */
export function poleError(set: PoleSet, x: number): number {
  return poleFermi(set, x) - (0.5 - 0.5 * Math.tanh(0.5 * x));
}
